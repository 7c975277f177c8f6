"""What several test files share: deep networks, and random networks of all seven forms."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from strategies import networks, rows

from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, constant


@st.composite
def _network_and_points(draw: DrawFn) -> tuple[Network, list[list[Fraction]]]:
    inputs, outputs = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    return draw(networks(inputs, outputs, 2)), draw(st.lists(rows(inputs), min_size=1, max_size=6))


@pytest.fixture(scope="session")
def cases() -> SearchStrategy[tuple[Network, list[list[Fraction]]]]:
    """Random networks, each with a few points to run it at."""
    return _network_and_points()


DEEP = 3_000
"""Three times as deep as Python calls functions."""


def _nested(inner: Network, wrap: Callable[[Network], Network]) -> Network:
    for _ in range(DEEP):
        inner = wrap(inner)
    return inner


def _nested_branches() -> Network:
    network: Network = Affine([[0]], [DEEP])
    for number in reversed(range(DEEP)):
        network = Branch([1], number, Affine([[0]], [number]), network)
    return network


_INNER, _ADD = Affine([[1]], [1]), Affine([[1, 1]], [0])
_DEEP_NETWORKS: dict[str, Callable[[], Network]] = {
    "sequences in sequences, at the front": lambda: _nested(_INNER, lambda inner: Sequence((inner, Identity(1)))),
    "sequences in sequences, at the back": lambda: _nested(_INNER, lambda inner: Sequence((Relu(1), inner))),
    "branches": _nested_branches,
    "concatenations": lambda: _nested(_INNER, lambda inner: Concatenate((inner,))),
    "residual blocks": lambda: _nested(
        constant([1], 1), lambda inner: Sequence((Concatenate((Identity(1), inner)), _ADD))
    ),
    "stages": lambda: Sequence([Affine([[1]], [Fraction(1, 2)]), Relu(1)] * (DEEP // 2)),
}


@pytest.fixture(params=_DEEP_NETWORKS)
def deep(request: pytest.FixtureRequest) -> Network:
    """A network with a chain of thousands of parts, one inside or after the other."""
    return _DEEP_NETWORKS[request.param]()


@pytest.fixture
def exits() -> Network:
    """A chain of thousands of gates x >= 0, x >= 1, ...: the output counts the gates that x passes."""
    return _nested_branches()
