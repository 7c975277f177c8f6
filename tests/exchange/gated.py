"""Networks with gates of every shape, for the tests of all that writes them out."""

import random
from collections.abc import Callable
from fractions import Fraction

from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, Step, constant

POINTS = [[Fraction(place, 2)] for place in range(-24, 25)]


def exits(count: int) -> Network:
    network: Network = Affine([[1]], [0])
    for number in range(count):
        further = Sequence((Affine([[1]], [(-1) ** number]), network))
        network = Branch([1], number % 13 - 6, further, constant([number], 1))
    return network


def chain_of_gates(count: int) -> Network:
    network: Network = constant([0], 1)
    for number in range(count):
        network = Branch([1], number % 25 - 12 - number // 25, constant([number], 1), network)
    return network


def with_work_after_each(count: int) -> Network:
    network: Network = Affine([[1]], [1])
    for number in range(count):
        network = Branch([1], number % 7 - 3, Sequence((network, Affine([[1]], [1]))), Affine([[1]], [-1]))
    return network


def ladder(count: int) -> Network:
    """Both sides of each gate lead to the same next gate, after different maps: 2^count ways, count parts."""
    network: Network = Sequence((Affine([[1], [-1]], [0, 0]), Relu(2), Affine([[1, 2]], [1])))
    for number in range(count):
        down, up = Affine([[1]], [-1 - number]), Affine([[1]], [2])
        network = Branch([1], number - 2, Sequence((up, network)), Sequence((down, network)))
    return network


def shared() -> Network:
    part = Sequence((Affine([[1], [2]], [0, 1]), Relu(2), Affine([[1, 1]], [0])))
    wide = Sequence(
        (Affine([[1], [2], [3]], [0, 1, -1]), Branch([1, 0, -1], 0, Affine([[1, 1, 1]], [0]), Affine([[0, 0, 2]], [7])))
    )
    low = Branch([1], -3, part, wide)
    high = Branch([1], 4, Sequence((Affine([[1]], [1]), part)), Branch([-2], -9, wide, part))
    return Branch([1], 0, low, high)


def middle() -> Network:
    parts = Concatenate(
        (Branch([2], 1, Relu(1), Step(1)), Identity(1), Branch([-1], -2, constant([3], 1), Affine([[1]], [1])))
    )
    gate = Branch([1, 1, -1], 1, Affine([[1, 0, 0], [0, 1, 0]], [0, 1]), constant([4, 5], 3))
    return Sequence((parts, gate, Relu(2), Affine([[1, -1]], [0])))


SHAPES: dict[str, Callable[[], Network]] = {
    "one gate": lambda: Branch([1], 3, constant([0], 1), constant([1], 1)),
    "a gate with a weight": lambda: Branch([-4], 6, Affine([[2]], [1]), constant([1], 1)),
    "a gate that reads nothing": lambda: Branch([0], 1, Relu(1), Affine([[2]], [1])),
    "a gate that reads nothing inside": lambda: Branch([1], 0, Branch([0], 0, Relu(1), constant([5], 1)), Relu(1)),
    "a tree of constants that reads nothing": lambda: Branch(
        [0], 1, constant([3], 1), Branch([1], 0, Relu(1), Relu(1))
    ),
    "the identity": lambda: Identity(1),
    "a step": lambda: Step(1),
    "a constant": lambda: Sequence((Affine([[0]], [2]), Relu(1))),
    "20 gates": lambda: chain_of_gates(20),
    "120 gates, one below the other": lambda: chain_of_gates(120),
    "12 early exits": lambda: exits(12),
    "100 early exits": lambda: exits(100),
    "work after each of 12 gates": lambda: with_work_after_each(12),
    "a ladder of 6 shared parts": lambda: ladder(6),
    "shared parts of different widths": shared,
    "gates side by side and in the middle": middle,
    "gates one after the other": lambda: Sequence(
        [Branch([1], number % 5 - 2, Affine([[-1]], [1]), Affine([[1]], [-2])) for number in range(30)]
    ),
}


def network_of_any_form(source: random.Random, inputs: int, outputs: int, height: int) -> Network:
    """Return any of the seven forms; parts are shared now and then."""

    def number() -> Fraction:
        return Fraction(source.randint(-4, 4), source.choice([1, 1, 2, 3]))

    kinds = ["affine", *["unit"] * (inputs == outputs), *["sequence", "concatenate", "branch", "branch"] * (height > 0)]
    match source.choice(kinds):
        case "affine":
            rows = [[number() for _ in range(inputs)] for _ in range(outputs)]
            return Affine(rows, [number() for _ in range(outputs)])
        case "unit":
            units: list[Network] = [Identity(inputs), Relu(inputs), Step(inputs)]
            return source.choice(units)
        case "sequence":
            middle = source.randint(1, 3)
            again = network_of_any_form(source, middle, middle, height - 1)
            first = network_of_any_form(source, inputs, middle, height - 1)
            last = network_of_any_form(source, middle, outputs, height - 1)
            return Sequence([first, *[again] * source.randint(0, 2), last])
        case "concatenate":
            if outputs % 2:
                return Concatenate([network_of_any_form(source, inputs, outputs, height - 1)])
            return Concatenate([network_of_any_form(source, inputs, outputs // 2, height - 1)] * 2)
        case _:
            sides = [network_of_any_form(source, inputs, outputs, height - 1) for _ in range(2)]
            return Branch([number() for _ in range(inputs)], number(), *sides)


def random_graph(source: random.Random, inputs: int, outputs: int, height: int, pool: list[Network]) -> Network:
    """Return a random network most of whose parts are gates, parts of ``pool`` among them, which it adds to."""
    fitting = [part for part in pool if (part.input_width, part.output_width) == (inputs, outputs)]
    if fitting and source.random() < 0.35:
        return source.choice(fitting)

    def number(size: int) -> Fraction:
        return Fraction(source.randint(-size, size), 2)

    kind = source.random()
    network: Network
    if not height:
        network = Affine([[number(4) for _ in range(inputs)] for _ in range(outputs)], [number(4)] * outputs)
        if kind < 0.4:
            network = constant([source.randint(-3, 3)] * outputs, inputs)
    elif kind < 0.65:
        sides = [random_graph(source, inputs, outputs, height - 1, pool) for _ in range(2)]
        network = Branch([source.randint(-2, 2) for _ in range(inputs)], number(6), *sides)
    elif kind < 0.9:
        width = source.randint(1, 3)
        first = Affine([[number(4) for _ in range(inputs)] for _ in range(width)], [number(4)] * width)
        units = [source.choice((Relu, Step))(width)] if source.random() < 0.3 else []
        network = Sequence((first, *units, random_graph(source, width, outputs, height - 1, pool)))
    else:
        width = source.randint(1, 2)
        parts = [random_graph(source, inputs, size, height - 1, pool) for size in (width, 1)]
        network = Sequence((Concatenate(parts), random_graph(source, width + 1, outputs, height - 1, pool)))
    pool.append(network)
    return network


def points_of_plane(source: random.Random, count: int) -> list[tuple[Fraction, ...]]:
    """Return points whose coordinates are multiples of 1/2."""
    return [(Fraction(source.randint(-6, 6), 2), Fraction(source.randint(-6, 6), 2)) for _ in range(count)]
