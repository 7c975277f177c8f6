"""Hints of a certificate as integers, which proofs/Hints.v reads."""

from collections.abc import Sequence as Items
from itertools import chain, pairwise, takewhile
from typing import Any

from constructions.model.nouns import count_of
from verify.check.budget import Budget
from verify.check.hints import plain
from verify.check.verdict import Malformed, shown
from verify.kernel.terms import CELL

DECISIONS = ("split", "below", "above", "empty", "vacuous")
"""The names of the hints that any execution may read."""

UNITS = ("relax", "unit", "divide", "own")
"""The names of the hints that an execution does not read where paths count."""

CODES = {
    **{"split": 1, "below": 2, "above": 3, "empty": 4, "bound": 5, "goal": 6, "path": 7, "wrong": 7, "vacuous": 13},
    **{"below*": 15, "above*": 16, "empty*": 17, "goal*": 18, "relax": 19, "unit": 20, "divide": 21, "own": 22},
    "structure": 14,  # no execution reads it
}
"""Of each hint the code in proofs/Hints.v."""

_ALONE = {"split": 1, "below": 2, "above": 2, "goal": 1, "path": 1, "wrong": 1, "relax": 1, "unit": 1, "divide": 1}
"""Of each hint how many numbers, if any, stand before its pairs."""

_WITHOUT_PAIRS = ("split", "bound", "structure", "unit")


class _Unread(Exception):
    """There is no such hint: what it names is not there."""


def hint_numbers(
    hint: object,
    budget: Budget,
    names: Items[str] = (*DECISIONS, *UNITS, "goal"),
    points: Items[int] = (),
    places: int = 2**20,
    inputs: int = 0,
) -> list[int]:
    """Return a hint of a certificate as integers; none if there is no such hint.

    ``names`` are those that the kind of claim reads, ``points`` says how many numbers stand in a hint with points
    beside the denominator, ``inputs`` how many variables there are before the units. No layer has more than ``places``
    coordinates and no region so many constraints or units: a hint that names one beyond is none. Coq counts up to those
    that are named: that is paid for.

    Raises:
        Malformed: if the budget does not allow it, or the hint is not a list of a name and integers, its pairs are not
            complete, or a denominator is not positive.

    >>> hint_numbers(["below", 2, 1, 0, 5, 3, 7], Budget()), hint_numbers(["path", 1, 0], Budget(), ["path"], [1])
    ([2, 2, 1, 0, 5, 2, 7], [7, 1, 0])
    >>> hint_numbers(["goal*", 1, -4, 5, -2, 6, 3, 7], Budget()), hint_numbers(["own", 3, 1, 0, 2], Budget())
    ([18, 1, 2, 3, 5, 1, 6, 3, 7], [22, 3, 1, 0, 0, 2])
    >>> hint_numbers(["divide", 5, -1, 2, 1, 3], Budget(), inputs=4)
    [21, 5, 1, 3, 2, 2]
    """
    name, *numbers = named(hint)
    if name not in CODES or plain(name) not in names:
        return []
    try:
        return [CODES[name], *_written(name, numbers, budget, points, places, inputs)]
    except _Unread:
        return []


def _written(name: str, numbers: list[int], budget: Budget, points: Items[int], places: int, inputs: int) -> list[int]:
    """Return the numbers of a hint as Coq reads them."""
    kind = str(plain(name))
    alone = min(len(numbers), 2) if name == "own" else _ALONE.get(kind, 0)
    if len(numbers) < alone:
        raise Malformed(f"the hint {name} must have at least {count_of(alone, 'number')}")
    first, rest = numbers[:alone], numbers[alone:]
    if name in ("path", "wrong"):
        if first[0] < 1 or len(rest) not in points:
            widths = " or ".join(map(str, points))
            raise Malformed(f"the hint {name} must hold a positive denominator and {widths} numerators, all integers")
        return numbers
    if name == "relax":
        if first[0] < 1:
            raise Malformed("the hint relax must hold a scale of at least 1, and places")
        _gaps(rest, places, budget)
        return numbers
    if rest and name in _WITHOUT_PAIRS:
        raise Malformed(f"the hint {name} must have {count_of(alone, 'number') if alone else 'no number'}")
    if len(rest) % 2 or (name == "divide" and not rest):
        beside = f"{count_of(alone, 'number')} and " if alone else ""
        raise Malformed(f"the hint {name} must have {beside}pairs of a constraint and a multiplier")
    if kind in ("split", "below", "above", "unit", "own"):
        _gaps(first[:1], places, budget)
    if name == "divide":
        return first + _divider(rest, places, inputs, budget)
    if name != kind or (name == "own" and alone == 2):
        return first + _with_slopes(rest, places, budget)
    return first + _pairs(_gaps(rest[::2], places, budget), rest[1::2])


def _with_slopes(pairs: list[int], places: int, budget: Budget) -> list[int]:
    """Return how many slopes there are, the slopes, the newest unit first, and the multipliers."""
    units = [-1 - key for key in takewhile(lambda key: key < 0, pairs[::2])]
    slopes, multipliers = pairs[: 2 * len(units)], pairs[2 * len(units) :]
    _gaps(units[::-1], places, budget)  # they increase, and are counted
    passed = units[:1] + [newer - older - 1 for newer, older in pairwise(units)]
    return [
        len(units),
        *_pairs(passed, slopes[1::2]),
        *_pairs(_gaps(multipliers[::2], places, budget), multipliers[1::2]),
    ]


def _divider(pairs: list[int], places: int, inputs: int, budget: Budget) -> list[int]:
    """Return the factors of a form, those of inputs before those of units."""
    keys, factors = pairs[::2], pairs[1::2]
    if 0 in factors or max(keys) >= inputs or any([last >= key for last, key in pairwise(keys)]):
        raise _Unread
    terms = sorted([(key if key >= 0 else inputs - 1 - key, factor) for key, factor in zip(keys, factors, strict=True)])
    return _pairs(_gaps([variable for variable, _ in terms], inputs + places, budget), [factor for _, factor in terms])


def _pairs(passed: list[int], numbers: list[int]) -> list[int]:
    return list(chain.from_iterable(zip(passed, numbers, strict=True)))


def _gaps(numbers: list[int], limit: int, budget: Budget) -> list[int]:
    """Return how many are passed over before each number; they increase, and are less than a limit."""
    gaps = [number - previous - 1 for previous, number in pairwise([-1, *numbers])]
    if min(gaps, default=0) < 0 or (numbers and numbers[-1] >= limit):
        raise _Unread
    budget.spend(sum(gaps))
    budget.hold(sum(gaps) * CELL)
    return gaps


def named(hint: object) -> list[Any]:
    """Return a hint if it is a list of a name and integers.

    Raises:
        Malformed: if it is not.

    >>> named(["split", 0])
    ['split', 0]
    """
    if type(hint) is not list or not hint or type(hint[0]) is not str:
        raise Malformed("a hint must be a list that begins with a name")
    if not all([type(number) is int for number in hint[1:]]):
        raise Malformed(f"the hint {shown(hint[0])} holds something that is not an integer")
    return hint
