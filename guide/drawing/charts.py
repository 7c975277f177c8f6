"""Charts: how many rows take how many operations, costs against the number of points, two bounds on one scale."""

from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log2, sqrt

from markupsafe import Markup

from constructions.model.nouns import count_of, plural
from constructions.model.rational import decimal_text
from guide.drawing.svg import DASHES, element, line, mark, picture, places, words

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 560, 240, 52, 44, 16
APART = 0.5
"""Numbers on a logarithmic axis that differ by less, in powers of 2, would cover each other."""
MOST_BARS, MOST_SPREAD = 24, 12
"""The most bars, of whole numbers and of fractions."""

Place = Callable[[int, int | float], tuple[Fraction, Fraction]]
"""From n and a value to a place in the picture."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through (n, value) pairs, drawn full if ``full``, else broken."""

    name: str
    dots: tuple[tuple[int, int], ...]
    full: bool


def histogram(rows: dict[int, int], label: str) -> Markup:
    """Return bars: for every number of operations how many rows take it; neighbours share a bar if there are many.

    >>> "operations" in histogram({3: 10, 4: 20}, "operations")
    True
    """
    bars = [(_span(low, high), count) for low, high, count in binned(rows)]
    highest = max([count for _, count in bars])
    return _bars(bars, label, "row", f"how many rows take how many {label}; at most {highest:,} in a bar")


def spread(values: Items[Fraction], label: str, noun: str) -> Markup:
    """Return bars of equal width from 0 on: how many of some numbers above or at 0 fall into each, the largest too.

    >>> "0 to 0.5 radius: 1 point" in spread([Fraction(1, 3), Fraction(1), Fraction(5)], "radius", "point")
    True
    """
    wide = bar_width(max(values))
    counts = [0] * max(1, ceil(max(values) / wide))
    for value in values:
        counts[min(int(value / wide), len(counts) - 1)] += 1
    edges = [decimal_text(wide * place) for place in range(len(counts) + 1)]
    bars = [(f"{edges[place]} to {edges[place + 1]}", count) for place, count in enumerate(counts)]
    title = f"how many {plural(noun)} have which {label}; at most {max(counts):,} in a bar"
    return _bars(bars, label, noun, title, edges)


def bar_width(largest: Fraction) -> Fraction:
    """Return 1, 2 or 5 times a power of 10, such that at most 12 bars so wide reach from 0 to the largest value.

    >>> [str(bar_width(Fraction(largest))) for largest in ("23/20", "5", "1000", "1/7000", "0")]
    ['1/10', '1/2', '100', '1/50000', '1']
    """
    if not largest:
        return Fraction(1)
    digits = len(str(int(largest))) - 1 if largest >= 1 else -len(str(int(1 / largest)))
    power = Fraction(10) ** (digits - 1)
    while True:
        for factor in (1, 2, 5):
            if largest <= MOST_SPREAD * factor * power:
                return factor * power
        power *= 10


def _bars(bars: Items[tuple[str, int]], label: str, noun: str, title: str, edges: Items[str] = ()) -> Markup:
    """Return bars with what they stand for below them; with ``edges`` that stands where each of them begins."""
    highest, step = max([count for _, count in bars]), Fraction(WIDTH - LEFT - 10, len(bars))
    bottom, scale = HEIGHT - BOTTOM, Fraction(HEIGHT - BOTTOM - TOP - 14, highest)
    parts = [line(LEFT, bottom, WIDTH, bottom, "axis")]
    for number, (text, count) in enumerate(bars):
        x, wide = LEFT + step * number + step / 8, step * 3 / 4
        middle, top = x + wide / 2, bottom - scale * count
        spoken = element("title", f"{text} {label}: {count_of(count, noun)}")
        parts.append(element("rect", spoken, x=x, y=top, width=wide, height=scale * count, class_="bar"))
        if count:
            parts.append(words(middle, top - 4, f"{count:,}", kind="soft"))
        if edges or len(bars) <= 14 or number % 2 == 0:
            below = (LEFT + step * number, edges[number]) if edges else (middle, text)
            parts.append(words(below[0], bottom + 15, below[1], kind="soft"))
    if edges:
        parts.append(words(LEFT + step * len(bars), bottom + 15, edges[-1], kind="soft"))
    parts.append(words(Fraction(WIDTH + LEFT, 2), HEIGHT - 6, label))
    parts.append(words(4, TOP, plural(noun), "start", "soft"))
    return picture(WIDTH, HEIGHT, title, parts)


def binned(rows: dict[int, int]) -> list[tuple[int, int, int]]:
    """Return bars (least, most, rows) from the least number to the largest, all of the same width.

    >>> binned({3: 1, 5: 2})
    [(3, 3, 1), (4, 4, 0), (5, 5, 2)]
    >>> len(binned({0: 1, 1000: 1}))
    24
    """
    low, high = min(rows), max(rows)
    width = -(-(high - low + 1) // MOST_BARS)
    return [
        (start, start + width - 1, sum([count for value, count in rows.items() if start <= value < start + width]))
        for start in range(low, high + 1, width)
    ]


def curves(lines: Items[Curve], label: str, own: tuple[int, int] | None = None) -> Markup:
    """Return values against n on logarithmic axes, sqrt(n) and log2 n as guides, a name at the end of each line.

    Args:
        own: n and the value of the network that all is about, a large mark with a ring.

    >>> "sqrt(n)" in curves([Curve("a tree", ((4, 2), (8, 3)), True)], "operations")
    True
    """
    right, height = 500, 420
    sizes = sorted({n for item in lines for n, _ in item.dots})
    reach = sorted({*sizes, *([own[0]] if own else [])})
    most = max([value for item in lines for _, value in item.dots] + [2] + ([own[1]] if own else []))
    low, high = log2(reach[0]), log2(max(reach[-1], 2 * reach[0]))
    across, up = (right - LEFT) / (high - low), (height - BOTTOM - TOP) / log2(most)

    def place(n: int, value: int | float) -> tuple[Fraction, Fraction]:
        upward = up * log2(max(1, value))
        return _hundredths(LEFT + across * (log2(n) - low)), _hundredths(height - BOTTOM - upward)

    parts = _grid(reach, _ticks(sizes, own), most, place)
    ends: list[tuple[Fraction, Fraction, str, str]] = []
    guides = (("sqrt(n)", sqrt, DASHES[2]), ("log2 n", log2, DASHES[3]))
    for name, function, dash in guides:
        way = [place(n, function(n)) for n in reach]
        parts.append(element("polyline", points=places(list(way)), class_="guide", stroke_dasharray=dash))
        ends.append((way[-1][1], way[-1][0], name, "soft"))
    for number, item in enumerate(lines):
        way = [place(n, value) for n, value in item.dots]
        dash = DASHES[0] if item.full else DASHES[1]
        kind = f"curve s{number % 6}"
        parts.append(element("polyline", points=places(list(way)), class_=kind, stroke_dasharray=dash))
        parts += [element("circle", cx=x, cy=y, r=2, class_=f"f{number % 6}") for x, y in way]
        if item.dots[-1][0] < sizes[-1]:
            parts.append(words(way[-1][0] + 4, way[-1][1] - 4, item.name, "start", "soft"))
        else:
            ends.append((way[-1][1], way[-1][0], item.name, f"f{number % 6}"))
    if own is not None:
        x, y = place(*own)
        parts += [element("circle", cx=x, cy=y, r=7, class_="ring"), mark(x, y, 3, 5)]
        ends.append((y, x, "this network", "strong"))
    parts += _names(ends, right + 12)
    parts.append(words(Fraction(right + LEFT, 2), height - 6, "points n"))
    lines_of = count_of(len(lines), "memorizer")
    title = f"{label} against the number of points, for {lines_of}{', and this network' if own else ''}"
    title += ", with sqrt(n) and log2 n as guides"
    return picture(right + 166, height, title, parts)


def bounds(lower: int, upper: int, label: str) -> Markup:
    """Return a lower and an upper bound on one scale; where they meet the value is exact.

    >>> "exactly 3" in bounds(3, 3, "comparisons"), "2 to 4" in bounds(2, 4, "comparisons")
    (True, True)
    """
    scale = Fraction(WIDTH - 60, max(upper, lower, 1))
    low, high = 20 + scale * lower, 20 + scale * upper
    parts = [line(20, 60, WIDTH - 20, 60, "axis")]
    parts.append(element("rect", x=low, y=54, width=max(high - low, Fraction(2)), height=12, class_="bar tinted"))
    parts += [
        element("polygon", points=places([(low, 60), (low - 7, 74), (low + 7, 74)]), class_="f2"),
        element("polygon", points=places([(high, 60), (high - 7, 46), (high + 7, 46)]), class_="f1"),
        words(min(max(low, Fraction(110)), Fraction(WIDTH - 110)), 92, f"every network: at least {lower:,}"),
        words(min(max(high, Fraction(110)), Fraction(WIDTH - 110)), 38, f"this network: at most {upper:,}"),
    ]
    known = f"exactly {lower:,}" if lower == upper else f"{lower:,} to {upper:,}"
    return picture(WIDTH, 104, f"least {label}: {known}", parts)


def _ticks(sizes: list[int], own: tuple[int, int] | None) -> list[int]:
    """Return the numbers of points that are written: those of the lines, apart from one beside the network's own."""
    if own is None:
        return sizes
    return sorted({own[0], *[n for n in sizes if n == own[0] or abs(log2(n / own[0])) >= APART]})


def _grid(reach: list[int], ticks: list[int], most: int, at: Place) -> list[Markup]:
    parts = []
    bottom = at(reach[0], 1)[1]
    for n in ticks:
        x = at(n, 1)[0]
        parts += [line(x, TOP, x, bottom, "tick"), words(x, bottom + 16, f"{n:,}", kind="soft")]
    value = 1
    while value <= most:
        y = at(reach[0], value)[1]
        parts += [line(LEFT, y, at(reach[-1], 1)[0], y, "tick"), words(LEFT - 6, y + 4, f"{value:,}", "end", "soft")]
        value *= 10
    return parts


def _names(ends: list[tuple[Fraction, Fraction, str, str]], x: int) -> list[Markup]:
    """Return names beside the ends of lines, moved apart where they would cover each other."""
    parts, last = [], Fraction(-100)
    for y, end, name, kind in sorted(ends):
        last = max(y + 4, last + 14)
        parts += [line(end + 1, y, x, last - 4, "axis"), words(x + 3, last, name, "start", kind)]
    return parts


def _span(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"


def _hundredths(value: float) -> Fraction:
    return Fraction(round(value * 100), 100)
