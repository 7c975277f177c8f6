"""A flow chart laid out and drawn: what dominates stands above, shared parts stand between those that use them."""

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from constructions.model.dataset import Dataset
from constructions.model.names import printable
from constructions.model.network import Network
from constructions.model.nouns import count_of
from guide.drawing.svg import NARROW, element, picture, words
from guide.drawing.tree_chart import Box, Flow, Way, flow_of

LETTER, PADDING, GAP, LINE, LEVEL = 7, 12, 18, 15, 56
"""Pixels: a letter's width, around text, between boxes, a line of text, between the rows of boxes."""

SOFT, BESIDE = 6, 6
"""Pixels: a letter's width beside a way, and how far from the way it stands."""


@dataclass(slots=True)
class _Place:
    """Where a box stands: its middle, its top, its size, and the width of what stands beside its way in, if more."""

    x: int
    y: int
    width: int
    height: int
    room: int


def network_picture(network: Network, dataset: Dataset | None = None, ends: int = 10) -> Markup:
    """Return a network as SVG: gates are hexagons, ways are as wide as many rows of the data take them.

    Boxes with the same letter are one stored part, used several times. Large parts are folded.

    >>> from constructions.model.network import Relu
    >>> "ReLU x 2" in network_picture(Relu(2))
    True
    """
    return flow_picture(flow_of(network, dataset, ends), 0 if dataset is None else dataset.rows)


def flow_picture(flow: Flow, rows: int) -> Markup:
    """Return a chart as SVG; ``rows`` is how many rows were sent through it.

    Around it stands a block in which a mark, ``here``, says where the input is: what shows a wide chart in a narrow
    place begins there.
    """
    places = _layout(flow)
    entry = f"input, {_rows(rows)}" if flow.counted else "input"
    width = max([place.x + place.room // 2 for place in places.values()], default=80) + PADDING
    if flow.start.to is not None:
        width = max(width, places[id(flow.start.to)].x + LETTER * len(entry) + PADDING)
    height = max([place.y + place.height for place in places.values()], default=40) + PADDING
    parts, texts = [], []
    ways_in = Counter([id(way.to) for box in flow.boxes for way in box.ways])
    for box in flow.boxes:
        for number, way in enumerate(box.ways):
            if way.to is not None:
                start, end, side = places[id(box)], places[id(way.to)], _side(box, number)
                parts.append(_arrow(start, end, way, side, flow.counted, rows))
                texts += _outcome(start, end if ways_in[id(way.to)] == 1 else None, way, side, flow.counted)
    parts += texts
    if flow.start.to is not None:
        place = places[id(flow.start.to)]
        parts.append(element("path", d=f"M{place.x},4 V{place.y}", class_="way", stroke_width=2))
        parts.append(words(place.x + 6, 14, entry, "start", "soft"))
    else:
        parts.append(words(40, 24, "the input itself"))
    parts += [_drawn(box, places[id(box)], flow.counted) for box in flow.boxes]
    gates = sum([box.kind == "gate" for box in flow.boxes])
    folded = ", large parts folded" if flow.folded else ""
    title = f"the network as a flow chart: {count_of(gates, 'gate')} drawn{folded}"
    least = min(width, max(NARROW, width * 4 // 5))
    drawn = picture(width, height, title, parts, narrow=least)
    begin = 0 if flow.start.to is None else places[id(flow.start.to)].x
    here = element("span", class_="here", style=f"left: {100 * begin // width}%")
    return element("div", drawn + here, class_="whole", style=f"min-width: {least}px; max-width: {width}px")


def _side(box: Box, number: int) -> int:
    return (-1, 1)[number] if box.kind == "gate" else 0


def _layout(flow: Flow) -> dict[int, _Place]:
    """Return the place of every box: levels by the longest way from the input, columns by who dominates whom."""
    sizes = {id(box): _size(box, flow.counted) for box in flow.boxes}
    levels, under = _levels(flow), _dominated(flow)
    rooms = {id(box): sizes[id(box)][0] for box in flow.boxes}
    for way in [way for box in flow.boxes for way in box.ways]:
        if way.to is not None:
            longest = max([len(text) for text in _said(way, flow.counted)], default=0)
            rooms[id(way.to)] = max(rooms[id(way.to)], 2 * (BESIDE + SOFT * longest))
    widths: dict[int, int] = {}
    for box in reversed(flow.boxes):
        below = sum([widths[id(child)] for child in under[id(box)]])
        widths[id(box)] = max(rooms[id(box)] + GAP, below)
    heights: dict[int, int] = {}
    for box in flow.boxes:
        level = levels[id(box)]
        heights[level] = max(heights.get(level, 0), sizes[id(box)][1])
    tops = {level: 30 + sum([heights[other] + LEVEL for other in range(level)]) for level in heights}
    places: dict[int, _Place] = {}
    left = {id(flow.start.to): 4} if flow.start.to is not None else {}
    for box in flow.boxes:
        start = left[id(box)]
        places[id(box)] = _Place(start + widths[id(box)] // 2, tops[levels[id(box)]], *sizes[id(box)], rooms[id(box)])
        start += (widths[id(box)] - sum([widths[id(child)] for child in under[id(box)]])) // 2
        for child in under[id(box)]:
            left[id(child)] = start
            start += widths[id(child)]
    return places


def _levels(flow: Flow) -> dict[int, int]:
    levels: dict[int, int] = {}
    for box in flow.boxes:
        level = levels.setdefault(id(box), 0)
        for way in box.ways:
            if way.to is not None:
                levels[id(way.to)] = max(levels.get(id(way.to), 0), level + 1)
    return levels


def _dominated(flow: Flow) -> dict[int, list[Box]]:
    """Return for each box those that it dominates immediately, in the order in which they are drawn.

    Box A dominates B if every way to B leads through A. So what two branches share hangs below the gate where they
    part, between them.
    """
    parents: dict[int, list[Box]] = {id(box): [] for box in flow.boxes}
    for box in flow.boxes:
        for way in box.ways:
            if way.to is not None:
                parents[id(way.to)].append(box)
    above: dict[int, Box] = {}
    depth: dict[int, int] = {}
    under: dict[int, list[Box]] = {id(box): [] for box in flow.boxes}
    for box in flow.boxes:
        if not parents[id(box)]:
            depth[id(box)] = 0
            continue
        found = parents[id(box)][0]
        for other in parents[id(box)][1:]:
            while found is not other:
                if depth[id(found)] >= depth[id(other)]:
                    found = above[id(found)]
                else:
                    other = above[id(other)]
        above[id(box)], depth[id(box)] = found, depth[id(found)] + 1
        under[id(found)].append(box)
    return {id(box): _arranged(box, under[id(box)]) for box in flow.boxes}


def _arranged(box: Box, under: list[Box]) -> list[Box]:
    """Return boxes in the order of the ways that lead to them; those that several ways share stand in the middle."""
    direct = [way.to for way in box.ways if way.to is not None and any([way.to is child for child in under])]
    shared = [child for child in under if not any([child is item for item in direct])]
    if box.kind == "gate" and len(direct) == 1 and direct[0] is box.ways[0].to:
        return [*direct, *shared]
    middle = len(direct) // 2
    return list(dict.fromkeys([*direct[:middle], *shared, *direct[middle:]]))


def _size(box: Box, counted: bool) -> tuple[int, int]:
    longest = max([len(line) for line in _lines(box, counted)])
    slanted = 2 * PADDING if box.kind == "gate" else 0
    return longest * LETTER + 2 * PADDING + slanted, len(_lines(box, counted)) * LINE + PADDING


def _lines(box: Box, counted: bool) -> tuple[str, ...]:
    first = (f"[{box.mark}] {box.lines[0]}", *box.lines[1:]) if box.mark else box.lines
    return (*first, _rows(box.rows)) if counted and box.ways[0].to is None else first


def _rows(count: int) -> str:
    return count_of(count, "row")


def _drawn(box: Box, place: _Place, counted: bool) -> Markup:
    left, right = place.x - place.width // 2, place.x + place.width // 2
    top, bottom, tip = place.y, place.y + place.height, PADDING
    if box.kind == "gate":
        middle = (top + bottom) // 2
        outline = f"M{left},{middle} L{left + tip},{top} H{right - tip} L{right},{middle} L{right - tip},{bottom} "
        shape = element("path", d=outline + f"H{left + tip} Z", class_="gate")
    else:
        kind = "folded" if box.kind == "folded" else "box"
        rounded = LINE if box.kind == "leaf" else 3
        shape = element("rect", x=left, y=top, width=place.width, height=place.height, rx=rounded, class_=kind)
    lines = _lines(box, counted)
    texts = [words(place.x, top + 17 + LINE * number, text) for number, text in enumerate(lines)]
    return element("g", Markup("").join([shape, *texts, element("title", printable(_spoken(box, counted)))]))


def _spoken(box: Box, counted: bool) -> str:
    marked = f"; part {box.mark}, stored once" if box.mark else ""
    return ", ".join(box.lines) + marked + (f"; {_rows(box.rows)} of the data" if counted else "")


def _arrow(start: _Place, end: _Place, way: Way, side: int, counted: bool, rows: int) -> Markup:
    x, y = start.x + side * start.width // 4, start.y + start.height
    half = (end.y - y) // 2
    unused = counted and not way.rows
    wide = 1 if not counted or not rows else 1 + 5 * way.rows // rows
    curve = f"M{x},{y} C{x},{y + half} {end.x},{end.y - half} {end.x},{end.y}"
    return element("path", d=curve, class_="way unused" if unused else "way", stroke_width=wide)


def _said(way: Way, counted: bool) -> list[str]:
    """Return the lines that stand beside a way."""
    return [way.outcome, *([_rows(way.rows)] if counted else [])] if way.outcome else []


def _outcome(start: _Place, end: _Place | None, way: Way, side: int, counted: bool) -> list[Markup]:
    """Return what stands beside a way: above the box where it ends if no other way does, else where it begins."""
    lines = _said(way, counted)
    x, y = start.x + side * start.width // 4, start.y + start.height + LINE - 2
    if end is not None:
        x, y = end.x, end.y - 6 - (LINE - 3) * (len(lines) - 1)
    anchor = "start" if side > 0 else "end"
    return [
        words(x + side * BESIDE, y + (LINE - 3) * number, text, anchor, "soft") for number, text in enumerate(lines)
    ]
