"""What several test files share: deep networks, and random networks of all seven forms."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, Step

RATIONALS = st.one_of(
    st.sampled_from([Fraction(0), Fraction(1), Fraction(-1), Fraction(2), Fraction(1, 2)]),
    st.fractions(-4, 4, max_denominator=6),
)


@cache  # a strategy takes longer to make than to draw from
@st.composite
def random_network(draw: DrawFn, inputs: int, outputs: int, height: int = 3) -> Network:
    """Any of the seven forms with these widths; parts are shared now and then."""
    leaves = ["affine", *(["identity", "relu", "step"] if inputs == outputs else [])]
    kind = draw(st.sampled_from(leaves + (["sequence", "concatenate", "branch"] * 2 if height else [])))
    match kind:
        case "affine":
            row = st.lists(RATIONALS, min_size=inputs, max_size=inputs)
            rows = draw(st.lists(row, min_size=outputs, max_size=outputs))
            return Affine(rows, draw(st.lists(RATIONALS, min_size=outputs, max_size=outputs)))
        case "identity":
            return Identity(inputs)
        case "relu":
            return Relu(inputs)
        case "step":
            return Step(inputs)
        case "sequence":
            middle = draw(st.integers(1, 3))
            first = draw(random_network(inputs, middle, height - 1))
            again = draw(random_network(middle, middle, height - 1))
            last = draw(random_network(middle, outputs, height - 1))
            return Sequence([first, *[again] * draw(st.integers(0, 2)), last])
        case "concatenate":
            cut = draw(st.integers(0, outputs - 1))
            if cut == 0:
                return Concatenate([draw(random_network(inputs, outputs, height - 1))])
            left = draw(random_network(inputs, cut, height - 1))
            right = left if 2 * cut == outputs else draw(random_network(inputs, outputs - cut, height - 1))
            return Concatenate([left, right])
        case _:
            normal = draw(st.lists(RATIONALS, min_size=inputs, max_size=inputs))
            below = draw(random_network(inputs, outputs, height - 1))
            above = draw(random_network(inputs, outputs, height - 1))
            return Branch(normal, draw(RATIONALS), below, above)


@st.composite
def _network_and_points(draw: DrawFn) -> tuple[Network, list[list[Fraction]]]:
    inputs, outputs = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    network = draw(random_network(inputs, outputs))
    point = st.lists(RATIONALS, min_size=inputs, max_size=inputs)
    return network, draw(st.lists(point, min_size=1, max_size=6))


@pytest.fixture(scope="session")
def cases() -> SearchStrategy[tuple[Network, list[list[Fraction]]]]:
    """Random networks, each with a few points to run it at."""
    return _network_and_points()


DEEP = 3_000
"""Three times as deep as Python calls functions."""


def _nested_sequences() -> Network:
    network: Network = Affine([[1]], [1])
    for _ in range(DEEP):
        network = Sequence((network, Identity(1)))
    return network


def _nested_stages() -> Network:
    network: Network = Affine([[1]], [1])
    for _ in range(DEEP):
        network = Sequence((Relu(1), network))
    return network


def _nested_branches() -> Network:
    network: Network = Affine([[0]], [DEEP])
    for number in reversed(range(DEEP)):
        network = Branch([1], number, Affine([[0]], [number]), network)
    return network


def _nested_concatenations() -> Network:
    network: Network = Affine([[1]], [1])
    for _ in range(DEEP):
        network = Concatenate((network,))
    return network


def _nested_residual_blocks() -> Network:
    add = Affine([[1, 1]], [0])
    network: Network = Affine([[0]], [1])
    for _ in range(DEEP):
        network = Sequence((Concatenate((Identity(1), network)), add))
    return network


def _stages() -> Network:
    return Sequence([Affine([[1]], [Fraction(1, 2)]), Relu(1)] * (DEEP // 2))


_DEEP_NETWORKS: dict[str, Callable[[], Network]] = {
    "sequences in sequences, at the front": _nested_sequences,
    "sequences in sequences, at the back": _nested_stages,
    "branches": _nested_branches,
    "concatenations": _nested_concatenations,
    "residual blocks": _nested_residual_blocks,
    "stages": _stages,
}


@pytest.fixture(params=_DEEP_NETWORKS)
def deep(request: pytest.FixtureRequest) -> Network:
    """A network with a chain of thousands of parts, one inside or after the other."""
    return _DEEP_NETWORKS[request.param]()


@pytest.fixture
def exits() -> Network:
    """A chain of thousands of gates x >= 0, x >= 1, ...: the output counts the gates that x passes."""
    return _nested_branches()
