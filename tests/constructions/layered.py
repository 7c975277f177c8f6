"""Networks of relus with random small integers, for the tests of claims about deep networks."""

import random
from itertools import pairwise

from constructions.model.network import Affine, Network, Relu, chain


def layers(source: random.Random, *widths: int) -> Network:
    """Return a network of small integers with relus between these widths."""
    stages: list[Network] = []
    for before, after in pairwise(widths):
        weights = [[source.randint(-3, 3) for _ in range(before)] for _ in range(after)]
        stages += [Affine(weights, [source.randint(-2, 2) for _ in range(after)]), Relu(after)]
    return chain(*stages[:-1])
