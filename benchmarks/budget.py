"""The checker's budget: how long a step takes in bundles of every shape that keeps it busy, and for honest ones.

    python benchmarks/budget.py -o docs/benchmarks/budget.md

Each hostile bundle is small and asks for far more than the budget. It is checked with a part of the steps, until they
are used up; the seconds for all of them follow. ``--small`` takes a smaller part.
"""

import random
import sys
from collections.abc import Iterator
from fractions import Fraction

from hostile import SHAPES, Nodes, Z, bundle, laid_out
from hostile_bounds import BOUNDS
from measuring import head, row, run, seconds, worked

from verify.check.budget import MAX_HELD_BITS, MAX_STEPS, Budget
from verify.check.bundle import Files, Memory, _check as checked
from verify.check.verdict import ACCEPTED


def search_tree(count: int) -> dict[str, bytes]:
    """Return a search tree over points on a line with two points in each leaf, and its claim, which is true."""
    source = random.Random(count)
    places = sorted(source.sample(range(10 * count), count))
    labels = [source.randrange(1000) for _ in places]
    nodes: Nodes = []

    def tree(low: int, high: int) -> int:
        if high - low == 1:
            nodes.append(["affine", 1, [[]], [str(labels[low])]])
        elif high - low == 2:
            slope = Fraction(labels[low + 1] - labels[low], places[low + 1] - places[low])
            weights = [0, str(slope)] if slope else []
            nodes.append(["affine", 1, [weights], [str(labels[low] - slope * places[low])]])
        else:
            middle = (low + high) // 2
            sides = [tree(low, middle), tree(middle, high)]
            nodes.append(["branch", 1, Z, str(places[middle]), *sides])
        return len(nodes) - 1

    tree(0, count)
    rows = [[[str(place)], [str(label)], 1] for place, label in zip(places, labels, strict=True)]
    return laid_out(bundle(nodes, "memorizes", [], rows, labels="as given"))


def page(small: bool) -> Iterator[str]:
    part = MAX_STEPS // (4000 if small else 10)
    yield f"A check has {MAX_STEPS:,} steps and {MAX_HELD_BITS // 2**23:,} MiB for the numbers that it holds."
    yield ""
    yield "## Hostile bundles"
    yield ""
    yield f"Each is checked with {part:,} steps, or what it takes; *all steps* is what all would take at that speed."
    yield ""
    yield from head(":bundle", "files", "steps used", "ns a step", "all steps", ":ended by")
    slowest = 0.0
    for name, shape in (SHAPES | BOUNDS).items():
        files = shape()
        used, taken, ended = spent(files, part)
        slowest = max(slowest, taken / used)
        size = f"{sum([len(data) for data in files.values()]) / 1000:,.0f} kB"
        yield row(name, size, used, f"{1e9 * taken / used:.0f}", seconds(MAX_STEPS * taken / used, 1), ended)
    yield ""
    yield f"The slowest step takes {1e9 * slowest:.0f} ns: the budget ends within {MAX_STEPS * slowest:.0f} s."
    yield ""
    yield "## Honest bundles"
    yield ""
    yield from head(":bundle", "files", "steps", "% of all steps", "check")
    for count in (1000,) if small else (10_000, 100_000, 1_000_000):
        files = search_tree(count)
        used, taken, ended = spent(files, MAX_STEPS)
        if ended != ACCEPTED:
            raise AssertionError(ended)
        size = f"{sum([len(data) for data in files.values()]) / 1000:,.0f} kB"
        yield row(f"{count:,} points in a search tree", size, used, f"{100 * used / MAX_STEPS:.1f}", seconds(taken))


def spent(files: dict[str, bytes], steps_given: int) -> tuple[int, float, str]:
    """Return the steps used, the seconds of processor time, and the limit that ended the check, or its verdict."""
    budget = Budget(steps_given)
    result, taken = worked(lambda: checked(Files(Memory(files), budget), "a.claim.json"))
    ended = next((limit for limit in ("steps", "numbers") if f"more {limit} than the limit" in result.reason), "")
    return steps_given - max(budget.steps, 0), taken, ended or result.verdict


if __name__ == "__main__":
    sys.set_int_max_str_digits(0)
    run(page, __file__, "budget.md", "the checker's budget")
