"""How many of what: the one place where a number meets its noun in what users read."""

from collections.abc import Sequence


def count_of(count: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, as people write it.

    Args:
        count: how many.
        one: what one of them is called, with its verb if one follows (``point is``).
        many: what several are called; by the rules of English spelling if it is left out.

    >>> count_of(1, "point"), count_of(0, "point"), count_of(12_000, "class"), count_of(3, "dichotomy")
    ('1 point', '0 points', '12,000 classes', '3 dichotomies')
    >>> count_of(1, "radius is", "radii are"), count_of(2, "radius is", "radii are")
    ('1 radius is', '2 radii are')
    """
    return f"{count:,} {one if count == 1 else many or plural(one)}"


def numbered(one: str, numbers: Sequence[int]) -> str:
    """Return things by their numbers, as people write it; of more than eight the first.

    >>> numbered("line", [4]), numbered("line", [4, 7]), numbered("data point", range(20))
    ('line 4', 'lines 4, 7', 'data points 0, 1, 2, 3, 4, 5, 6, 7, ...')
    """
    some = ", ".join([str(number) for number in numbers[:8]]) + ", ..." * (len(numbers) > 8)
    return f"{one if len(numbers) == 1 else plural(one)} {some}"


def all_of(count: int, one: str) -> str:
    """Return all of so many, in words.

    >>> all_of(1, "point"), all_of(12, "point")
    ('the only point', 'all 12 points')
    """
    return f"the only {one}" if count == 1 else f"all {count_of(count, one)}"


def plural(noun: str) -> str:
    """Return a regular noun for several.

    >>> plural("point"), plural("class"), plural("box"), plural("query"), plural("way")
    ('points', 'classes', 'boxes', 'queries', 'ways')
    """
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"
