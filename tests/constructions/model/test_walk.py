"""The walk against plain recursion: on random nests of all forms, with both sides of gates, and begun twice."""

import random
from fractions import Fraction

import pytest
from samples import examples

from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, Step, constant
from constructions.model.running.walk import Todo, Tuples, onward, walk

Texts = tuple[str, ...]


class Spelled(Tuples[str]):
    """Values are texts of what was done to them, so that the order of all that happens can be compared."""

    def affine(self, node: Affine, state: Texts) -> Texts:
        return tuple([f"a{row}({' '.join(state)})" for row in range(node.output_width)])

    def relu(self, node: Relu, state: Texts) -> Texts:
        return tuple([f"r({value})" for value in state])

    def step(self, node: Step, state: Texts) -> Texts:
        return tuple([f"s({value})" for value in state])

    def gate(self, node: Branch, state: Texts) -> tuple[bool | None, Texts]:
        return {0: False, 1: True}.get(int(node.threshold)), tuple([f"g({value})" for value in state])

    def merge(self, node: Branch, given: Texts, below: Texts, above: Texts) -> Texts:
        return tuple([f"m({' '.join(given)}: {low}, {high})" for low, high in zip(below, above, strict=True)])


def recursive(network: Network, state: Texts) -> Texts:
    """Return what a walk gives, by the definition of the forms."""
    algebra = Spelled()
    match network:
        case Affine():
            return algebra.affine(network, state)
        case Relu():
            return algebra.relu(network, state)
        case Step():
            return algebra.step(network, state)
        case Identity():
            return state
        case Sequence():
            for stage in network.stages:
                state = recursive(stage, state)
            return state
        case Concatenate():
            return tuple([value for part in network.parts for value in recursive(part, state)])
        case Branch():
            side, after = algebra.gate(network, state)
            below, above = recursive(network.below, after), recursive(network.above, after)
            return algebra.merge(network, after, below, above) if side is None else above if side else below


def nested(source: random.Random, width: int, depth: int) -> Network:
    """Return a random network of this width, in and out."""
    kind = source.choice(["relu", "step", "identity", "affine"] if not depth else ["sequence", "concatenate", "branch"])
    if kind == "sequence":
        return Sequence([nested(source, width, depth - 1) for _ in range(source.randint(1, 3))])
    if kind == "concatenate":
        parts = [nested(source, width, depth - 1) for _ in range(source.randint(1, 3))]
        joined = Concatenate(parts)
        return Sequence((joined, constant([0] * width, joined.output_width)))
    if kind == "branch":
        below, above = [nested(source, width, depth - 1) for _ in range(2)]
        return Branch([0] * width, source.randint(0, 2), below, above)
    leaves: dict[str, Network] = {"relu": Relu(width), "step": Step(width), "identity": Identity(width)}
    return leaves.get(kind, constant([Fraction(1)] * width, width))


@pytest.mark.parametrize("seed", range(examples(60)))
def test_a_walk_does_what_recursion_does(seed: int) -> None:
    source = random.Random(seed)
    network = nested(source, source.randint(1, 2), source.randint(0, 4))
    start = tuple([f"x{place}" for place in range(network.input_width)])
    assert walk(network, start, Spelled()) == recursive(network, start)


def to_the_end(todo: Todo, state: Texts) -> Texts:
    while True:
        item, todo, state = onward(todo, state, Spelled())
        if item is None:
            return state
        state = Spelled().relu(item, state)


def test_what_is_left_can_be_run_twice_and_from_other_values() -> None:
    network = Sequence((Concatenate((Relu(1), Sequence((Relu(1), Identity(1), Relu(1))), Identity(1))), Relu(3)))
    first, todo, state = onward((network, None), ("x",), Spelled())
    second, todo, state = onward(todo, Spelled().relu(first, state), Spelled())
    assert (type(first), type(second), state) == (Relu, Relu, ("x",))
    assert to_the_end(todo, ("one",)) == ("r(r(x))", "r(r(one))", "r(x)")
    assert to_the_end(todo, ("two",)) == ("r(r(x))", "r(r(two))", "r(x)")


def test_thousands_of_levels_and_parts_need_no_recursion() -> None:
    deep: Network = Relu(1)
    for _ in range(5_000):
        deep = Sequence((Concatenate((deep,)), Identity(1)))
    assert walk(deep, ("x",), Spelled()) == ("r(x)",)
    assert len(walk(Concatenate([Relu(1)] * 20_000), ("x",), Spelled())) == 20_000
