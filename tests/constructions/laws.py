"""What every memorizer is asked: data that suits it, and whether what it built keeps its promise."""

import random
from fractions import Fraction
from functools import lru_cache

from samples import generic, generic_number

from constructions.memorizer import FIGURES, Built, Memorizer
from constructions.model.batch import evaluate_many
from constructions.model.cost import Operations, Worst, size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.evaluation import trace
from constructions.model.network import Network

TWO_LABELS = ("baum", "sqrt-operations", "sqrt-operations-relu")
GENERAL_POSITION = ("baum", "bubeck")
INTEGERS = ("integer-bit-extraction",)


def suited(entry: Memorizer, size: int, width: int = 1, seed: int = 0) -> Dataset:
    """Return generic data of this size that the memorizer takes; other labels where it asks for others."""
    source = random.Random(1000 * size + 10 * width + seed)
    data = generic(size, width)
    if entry.name in GENERAL_POSITION:
        points = [[generic_number(source) + Fraction(1, 10**9 + 7) for _ in range(width)] for _ in range(size)]
        data = Dataset.from_rows(points, data.labels)
    if entry.name in INTEGERS:
        places = [3 * place + 2 for place in source.sample(range(4 * size + 3), size)]  # no two side by side
        return Dataset.from_rows([[place] for place in places], [[source.randint(1, 5)] for _ in places])
    if entry.natural:
        return Dataset(data.points, tuple([(Fraction(source.randint(1, 5)),) for _ in data.points]), data.counts)
    if entry.name in TWO_LABELS:
        values = generic_number(source), generic_number(source)
        return Dataset(data.points, tuple([(source.choice(values),) for _ in data.points]), data.counts)
    return data


def memorized(built: Built, data: Dataset) -> Built:
    """Check the labels, at one point in a second way, and that nothing exceeds its formula."""
    network = built.network
    assert (network.input_width, network.output_width) == (data.width, data.label_width)
    assert tuple(evaluate_many(network, data.points).outputs) == data.labels
    number = random.Random(data.size).randrange(data.size)
    assert trace(network, data.points[number]).output == data.labels[number]
    found = counted(network)
    for figure in FIGURES:
        assert found[figure] <= built.figure(figure), (figure, built.values)
    assert found["total"] <= built.promise.total
    for letter in built.cost.bounds:
        if letter in built.values and built.values["n"] > 1:
            assert built.values[letter] <= built.cost.bound(letter, built.values), (letter, built.values)
    return built


def exact(built: Built) -> None:
    """Check that every figure of a network is what its formula says."""
    figures = {figure: built.figure(figure) for figure in FIGURES}
    assert counted(built.network) == {**figures, "total": built.promise.total}, built.values


def worst_of(promise: Operations) -> Worst:
    """Return the operations of a promise as the maxima of a network are given."""
    return Worst(promise.total, promise.comparisons, promise.additions, promise.multiplications)


@lru_cache(maxsize=4)  # a test that asks for the promise asks for the exact figures next
def counted(network: Network) -> dict[str, int]:
    """Return every figure of a network, and all its operations together as ``total``."""
    size, worst = size_of(network), structural_worst(network)
    figures = {figure: int(getattr(size if hasattr(size, figure) else worst, figure)) for figure in FIGURES}
    return {**figures, "total": worst.total}
