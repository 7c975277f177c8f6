"""The rule of *operations needed*: on a line every network that memorizes D makes so many operations of all kinds."""

from collections.abc import Callable

from ..budget import price
from ..dataset import Dataset
from ..engine import Engine
from ..values import longest
from ..verdict import Rejected, counted
from .shared import keys
from .shared.line import Pairs, pairs_on_a_line
from .shared.rule import Rule


def operations_needed(engine: Engine, dataset: Dataset, operations: int) -> dict[str, object]:
    """Accept if trees of one operation less do not reach the last point."""
    if operations > (len(dataset.points) - 1).bit_length():
        raise Rejected("a tree of comparisons alone needs fewer operations")
    pairs = pairs_on_a_line(dataset, engine.budget)
    bits = max(map(longest, pairs))
    engine.budget.spend(len(pairs) * (operations + 8) * (4 + 2 * price(bits, bits)))
    if _reach(pairs, operations - 1, 0) == len(pairs):
        raise Rejected(f"{counted(operations - 1, 'operation')} may be enough")
    return {"operations": counted(operations, "operation")}


def _reach(pairs: Pairs, operations: int, start: int) -> int:
    """Return where points end that a tree of so many operations takes: a leaf, or a test with one less on each side."""
    if not operations:
        return _leaf(pairs, 0, start)
    middle = _reach(pairs, operations - 1, start)
    if middle == len(pairs):
        return middle
    return max(_leaf(pairs, operations, start), _reach(pairs, operations - 1, middle))


def _leaf(pairs: Pairs, operations: int, start: int) -> int:
    """Return where points end that one leaf takes: a constant or z for nothing, z + b, b - z, s z for one operation."""
    if start + 1 == len(pairs):
        return start + 1
    (a, u), (b, v) = pairs[start : start + 2]
    c, w = (a, u) if a else (b, v)
    kinds: list[Callable[[int, int], bool]] = [lambda z, y: (y - u) * (b - a) == (v - u) * (z - a)]
    if operations == 0:
        kinds = [lambda _, y: y == u, lambda z, y: y == z]
    elif operations == 1:
        kinds = [
            lambda _, y: y == u,
            lambda z, y: y - z == u - a,
            lambda z, y: y + z == u + a,
            lambda z, y: y * c == w * z,
        ]
    return max([_run(pairs, start, fits) for fits in kinds])


def _run(pairs: Pairs, start: int, fits: Callable[[int, int], bool]) -> int:
    """Return the first place from a start on whose point does not fit."""
    place = start
    while place < len(pairs) and fits(*pairs[place]):
        place += 1
    return place


_SENTENCE = (
    "every network that memorizes D makes at least {operations} (additions, multiplications, comparisons) "
    "on some point of D"
)
RULES = (Rule("operations needed", ("dataset",), keys.named("operations"), operations_needed, _SENTENCE),)
