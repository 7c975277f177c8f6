"""Networks of units with random small integers, for the tests of claims about deep networks and of synthesis."""

import random
from itertools import pairwise

from constructions.model.network import Affine, Network, Relu, Step, chain


def layers(source: random.Random, *widths: int, steps: float = 0) -> Network:
    """Return a network of small integers with relus between these widths, and steps in such a part of its layers."""
    stages: list[Network] = []
    for before, after in pairwise(widths):
        weights = [[source.randint(-3, 3) for _ in range(before)] for _ in range(after)]
        unit = Step if steps and source.random() < steps else Relu
        stages += [Affine(weights, [source.randint(-2, 2) for _ in range(after)]), unit(after)]
    return chain(*stages[:-1])
