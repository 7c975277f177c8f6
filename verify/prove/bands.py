"""How parts of slopes lead along a line from point to point: the checker's bands, kept for the way back."""

from verify.check.rules.shared.bands import ALL as ALL, Band as Band, crossed as crossed, crossed_twice, kept, tidy

Table = tuple[list[Band], list[Band]]
"""What is possible right of a point with as few kinks as can be, and with one more."""


def tables(slopes: list[int], turns: list[bool], start: Band, most: int | None = None) -> list[Table] | None:
    """Return the bands at each point, or None if they are more than ``most``.

    Args:
        slopes: those of the chords.
        turns: for each chord whether it asks for a kink more.
        start: what is possible right of the first point.

    >>> [now for now, _ in tables([7], [False], (True, (0, 0), ALL))]
    [[(True, (0, 0), (None, None))], [(True, (0, 0), (7, 7))]]
    """
    found, bands = [([start], list[Band]())], 0
    for slope, turn in zip(slopes, turns, strict=True):
        now, spare = found[-1]
        bands += len(now) + len(spare)
        if most is not None and bands > most:
            return None
        onward = [band for old in spare for band in kept(slope, old)]
        onward += [band for old in now for band in crossed(slope, old)]
        if turn:
            more = [band for old in spare for band in crossed(slope, old)]
            more += [band for old in now for band in crossed_twice(slope, old)]
            found.append((tidy(onward), tidy(more)))
        else:
            found.append((tidy([band for old in now for band in kept(slope, old)]), tidy(onward)))
    return found
