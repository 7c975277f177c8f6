"""The input line or plane of a network: the regions of its paths, exactly cut, and the points of the data."""

import time
from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from constructions.model.dataset import Dataset
from constructions.model.names import printable
from constructions.model.network import Form, Network
from constructions.model.nouns import count_of
from constructions.model.rational import different
from guide.drawing.svg import DASHES, MARKS, brief, element, mark, picture, places, words
from guide.drawing.tree_chart import input_names
from lowerbound.comparisons.decision_paths import Path, outcomes_at, paths_of_data, paths_over
from verify.domain import box
from verify.prove.limits import Limits, Stopped

MOST_REGIONS, SECONDS = 250, 5.0
"""More regions in the window are not looked for, nor for longer; then only those of some points are drawn."""

MOST_STEPS = 100_000
"""Then so many points that following them takes no more steps."""

MOST_WORK = 10_000
"""Of a larger network the regions are not looked for: following its paths takes long."""

MOST_POINTS = 3_000
"""More points are not drawn."""

SIDE, MARGIN = 520, 64

Corner = tuple[Fraction, Fraction]
Test = tuple[Form, Fraction, bool]


@dataclass(frozen=True, slots=True)
class Plane:
    """A picture with the sentence that says what is drawn, and what is left out; the picture may be empty."""

    svg: Markup
    caption: str


def plane_of(network: Network, dataset: Dataset) -> Plane | None:
    """Return the picture of the inputs of a network with one or two; None if it has more."""
    if network.input_width > 2:
        return None
    if network.work > MOST_WORK:
        return Plane(Markup(""), f"The regions are not drawn: a visit of the network takes over {MOST_WORK:,} steps.")
    window = window_of(dataset)
    paths, whole = _regions(network, dataset, window)
    draw = _line_picture if network.input_width == 1 else _plane_picture
    svg, drawn = draw(network, dataset, window, paths)
    which = "All" if whole else "There are too many regions; drawn are those of some points, these"
    caption = f"{which} {count_of(drawn, 'region')} with an interior in the window, cut exactly."
    if drawn < len(paths):
        caption += f" {len(paths) - drawn:,} more paths are taken on boundaries only."
    if network.input_width == 2 and _colours(dataset, network.output_width):
        caption += " A colour is the class whose output is the greatest there; a thick line is where two are equal."
    if dataset.size > MOST_POINTS:
        caption += f" The first {MOST_POINTS:,} of {dataset.size:,} points are drawn."
    return Plane(svg, caption)


def window_of(dataset: Dataset) -> list[tuple[Fraction, Fraction]]:
    """Return for every coordinate what is drawn: the range of the data, a tenth more on both sides.

    >>> window_of(Dataset.from_rows([[0], [10]], [[0], [1]]))
    [(Fraction(-1, 1), Fraction(11, 1))]
    """
    sides = []
    for column in zip(*dataset.points, strict=True):
        low, high = min(column), max(column)
        more = (high - low) / 10 or Fraction(1)
        sides.append((low - more, high + more))
    return sides


def axes_of(dataset: Dataset) -> tuple[str, ...]:
    """Return what the axes are called: the names of the columns, or letters.

    >>> axes_of(Dataset.from_rows([[0, 1]], [[0]])), axes_of(Dataset.from_rows([[0]], [[0]]))
    (('x0', 'x1'), ('x',))
    """
    names = input_names(dataset)
    if not isinstance(names, str):
        return names
    return tuple([f"{names}{number}" for number in range(dataset.width)]) if dataset.width > 1 else (names,)


def clipped(corners: list[Corner], tests: Items[Test]) -> list[Corner]:
    """Return the part of a convex polygon on which all tests come out as they did, its boundary included.

    >>> square = [(Fraction(x), Fraction(y)) for x, y in ((0, 0), (2, 0), (2, 2), (0, 2))]
    >>> clipped(square, [(Form.dense([1, 0]), Fraction(-1), True)])[0]
    (Fraction(1, 1), Fraction(0, 1))
    """
    for form, bias, above in tests:
        values = [form.at(corner) + bias if above else -form.at(corner) - bias for corner in corners]
        kept: list[Corner] = []
        for number, corner in enumerate(corners):
            value, before = values[number], values[number - 1]
            if value * before < 0:
                x, y = corners[number - 1]
                part = before / (before - value)
                kept.append((x + part * (corner[0] - x), y + part * (corner[1] - y)))
            if value >= 0:
                kept.append(corner)
        corners = kept
    return corners


def shares(path: Path, corners: list[Corner]) -> list[tuple[int, list[Corner], list[list[Corner]]]]:
    """Return the parts of a region where one output alone is greatest: which, the part, where others are equal to it.

    That is the two ends of an edge, for each other output; the region need not have its border with another one.
    """
    axes = ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))
    slopes = [[form.at(axis) for axis in axes] for form in path.weights]
    found = []
    for one, slope in enumerate(slopes):
        tests = {
            other: (
                Form.dense([a - b for a, b in zip(slope, rival, strict=True)]),
                path.bias[one] - path.bias[other],
                True,
            )
            for other, rival in enumerate(slopes)
            if other != one
        }
        part = clipped(corners, list(tests.values()))
        tied = any([not form.indices and not bias for form, bias, _ in tests.values()])
        if tied or len(part) < 3 or not area(part):
            continue
        equal = [
            [corner for corner in part if form.at(corner) + bias == 0]
            for form, bias, _ in tests.values()
            if form.indices
        ]
        found.append((one, part, [ends for ends in equal if len(ends) == 2]))
    return found


def area(corners: Items[Corner]) -> Fraction:
    """Return the area of a polygon, exactly.

    >>> area([(Fraction(0), Fraction(0)), (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))])
    Fraction(1, 2)
    """
    around = zip(corners, [*corners[1:], *corners[:1]], strict=True)
    return abs(sum([x * v - u * y for (x, y), (u, v) in around], Fraction(0))) / 2


def _regions(network: Network, dataset: Dataset, window: list[Corner]) -> tuple[list[Path], bool]:
    """Return the paths that inputs of the window take, or, if they are too many, those of data; and whether all."""
    limits = Limits(deadline=time.monotonic() + SECONDS, paths=MOST_REGIONS, seconds=SECONDS)
    domain = box([low for low, _ in window], [high for _, high in window])
    try:
        return paths_over(network, domain, dataset, limits), True
    except Stopped:
        points = max(1, min(MOST_REGIONS, MOST_STEPS // network.work))
        return paths_of_data(network, dataset.part(range(min(points, dataset.size)))), False


def _plane_picture(network: Network, dataset: Dataset, window: list[Corner], paths: list[Path]) -> tuple[Markup, int]:
    (left, right), (low, high) = window
    across, up = SIDE / (right - left), SIDE / (high - low)

    def at(point: Items[Fraction]) -> Corner:
        return MARGIN + (point[0] - left) * across, 10 + (high - point[1]) * up

    tones = _tones(dataset, network.output_width)
    colours = _colours(dataset, network.output_width)
    names = {tuple(_right(label, network.output_width)): label_text(dataset, label) for label in dataset.labels}
    parts, lines, drawn = list[Markup](), list[str](), 0
    for path in paths:
        tests = outcomes_at(network, path.witness)
        corners = clipped([(left, low), (right, low), (right, high), (left, high)], tests)
        if len(corners) < 3 or not area(corners):
            continue
        drawn += 1
        spoken = element("title", _spoken(path, drawn))
        constant = not any([form.indices for form in path.weights])
        tint = f" tinted f{tones[path.bias]}" if constant and path.bias in tones else ""
        around = places([at(corner) for corner in corners])
        parts.append(element("polygon", spoken, points=around, class_="region" + tint))
        for output, part, borders in shares(path, corners) if colours and not tint else []:
            around = places([at(corner) for corner in part])
            if output in colours:
                parts.append(element("polygon", spoken, points=around, class_=f"tinted f{colours[output]}"))
            borders = [ends for ends in borders if _holds(tests, _middle(ends))]  # else another region has this edge
            lines += [places([at(end) for end in ends]) for ends in borders]
        text = names.get(path.bias, "" if colours else _answer(path)) if constant else ""
        room = [max(column) - min(column) for column in zip(*[at(corner) for corner in corners], strict=True)]
        if text and room[0] > 7 * len(text) and room[1] > 14:
            parts.append(words(*at(_middle(corners)), text, kind="soft"))
    parts += [element("polyline", points=line, class_="border") for line in dict.fromkeys(lines)]
    parts += _points(dataset, at)
    axes = axes_of(dataset)
    bottom = 10 + SIDE
    parts += [
        *[
            words(MARGIN + SIDE * number, bottom + 16, brief(value), kind="soft")
            for number, value in ((0, left), (1, right))
        ],
        *[words(MARGIN - 4, y, brief(value), "end", "soft") for y, value in ((bottom, low), (18, high))],
        words(MARGIN + SIDE // 2, bottom + 16, axes[0]),
        _upward(MARGIN - 14, 10 + SIDE // 2, axes[1]),
    ]
    shown = f"{count_of(drawn, 'region')} and {count_of(min(dataset.size, MOST_POINTS), 'point')}"
    title = f"the input plane, {' and '.join(axes)}: {shown}"
    return picture(MARGIN + SIDE + 40, bottom + 24, title, parts), drawn


def _line_picture(network: Network, dataset: Dataset, window: list[Corner], paths: list[Path]) -> tuple[Markup, int]:
    ((left, right),) = window
    pieces = []
    for path in paths:
        ends = _interval(left, right, outcomes_at(network, path.witness))
        if ends[0] < ends[1]:
            pieces.append((*ends, path))
    outputs = range(min(network.output_width, 4))
    targets = [_right(label, network.output_width) for label in dataset.labels[:MOST_POINTS]]
    values = [target[output] for target in targets for output in outputs]
    for start, end, path in pieces:
        values += [_value(path, output, z) for output in outputs for z in (start, end)]
    low, high = min(values), max(values)
    more = (high - low) / 12 or Fraction(1)
    across, up, height = SIDE / (right - left), 260 / (high - low + 2 * more), 270

    def at(z: Fraction, value: Fraction) -> Corner:
        return MARGIN + (z - left) * across, 10 + (high + more - value) * up

    parts: list[Markup] = []
    for number, (start, end, path) in enumerate(sorted(pieces, key=lambda piece: piece[:2])):
        (x1, _), (x2, _) = at(start, low), at(end, low)
        band = "region" if number % 2 else "region tinted"
        spoken = element("title", _spoken(path, number + 1))
        parts.append(element("rect", spoken, x=x1, y=10, width=x2 - x1, height=height - 10, class_=band))
        for output in outputs:
            way = [at(z, _value(path, output, z)) for z in (start, end)]
            kind = f"curve s{output}"
            parts.append(element("polyline", points=places(list(way)), class_=kind, stroke_dasharray=DASHES[output]))
    for number, target in enumerate(targets):
        for output in outputs:
            parts.append(mark(*at(dataset.points[number][0], target[output]), output))
    parts += [
        *[words(MARGIN + SIDE * side, height + 16, brief(z), kind="soft") for side, z in ((0, left), (1, right))],
        *[words(MARGIN - 4, at(left, value)[1] + 4, brief(value), "end", "soft") for value in {low, high}],
        words(MARGIN + SIDE // 2, height + 16, *axes_of(dataset)),
    ]
    shown = f"outputs 0 to {outputs[-1]} of {network.output_width}" if network.output_width > 1 else "the output"
    parts.append(words(MARGIN, height + 34, f"{shown}; points at their labels", "start", "soft"))
    title = f"the input line: {count_of(len(pieces), 'region')}"
    return picture(MARGIN + SIDE + 40, height + 44, title, parts), len(pieces)


def _upward(x: int, y: int, text: str) -> Markup:
    """Return a line of text that is read from below."""
    return element("text", text, x=x, y=y, text_anchor="middle", transform=f"rotate(-90 {x} {y})")


def _interval(left: Fraction, right: Fraction, tests: Items[Test]) -> tuple[Fraction, Fraction]:
    for form, bias, above in tests:
        end = -bias / form.weights[0]
        if (form.weights[0] > 0) == above:
            left = max(left, end)
        else:
            right = min(right, end)
    return left, right


def _value(path: Path, output: int, z: Fraction) -> Fraction:
    return path.weights[output].at((z,)) + path.bias[output]


def _right(label: tuple[Fraction, ...], outputs: int) -> list[Fraction]:
    """Return what each output should be: the label, or the unit vector of its class."""
    return list(label) if len(label) == outputs else [Fraction(label[0] == output) for output in range(outputs)]


def _tones(dataset: Dataset, outputs: int) -> dict[tuple[Fraction, ...], int]:
    """Return for the answer that is right for a label the label's number, if labels have signs of their own."""
    labels = different(dataset.labels)
    if len(labels) > len(MARKS):
        return {}
    return {tuple(_right(label, outputs)): number for number, label in enumerate(labels)}


def _colours(dataset: Dataset, outputs: int) -> dict[int, int]:
    """Return for outputs that are classes, two or more, the number of the label that each stands for."""
    if dataset.label_width != 1 or outputs < 2:
        return {}
    return {answer.index(1): number for answer, number in _tones(dataset, outputs).items() if any(answer)}


def _points(dataset: Dataset, at: Callable[[Items[Fraction]], Corner]) -> list[Markup]:
    labels = different(dataset.labels)
    numbers = {label: number if len(labels) <= len(MARKS) else 0 for number, label in enumerate(labels)}
    pairs = zip(dataset.points[:MOST_POINTS], dataset.labels, strict=False)
    return [mark(*at(point), numbers[label]) for point, label in pairs]


def legend_of(dataset: Dataset) -> list[tuple[Markup, str]]:
    """Return the sign and the name of every label, if they are few enough to have signs of their own."""
    labels = different(dataset.labels)
    if len(labels) > len(MARKS):
        return []
    return [
        (picture(14, 14, "", [mark(7, 7, number)]), label_text(dataset, label)) for number, label in enumerate(labels)
    ]


def label_text(dataset: Dataset, label: tuple[Fraction, ...]) -> str:
    """Return a label as a person knows it: the name of its class, or its numbers."""
    if dataset.class_names is not None and len(label) == 1:
        return printable(dataset.class_names[label[0].numerator], 40)
    return printable(", ".join([brief(value) for value in label]), 40)


def _holds(tests: Items[Test], corner: Corner) -> bool:
    """Return whether all tests come out as they did; 0 is above."""
    return all([(form.at(corner) + bias >= 0) == above for form, bias, above in tests])


def _middle(corners: Items[Corner]) -> Corner:
    count = len(corners)
    return sum([x for x, _ in corners], Fraction(0)) / count, sum([y for _, y in corners], Fraction(0)) / count


def _answer(path: Path) -> str:
    if any([form.indices for form in path.weights]):
        return "affine"
    return printable(", ".join([brief(value) for value in path.bias]), 14)


def _spoken(path: Path, number: int) -> str:
    spent, points = count_of(path.comparisons, "comparison"), count_of(len(path.points), "point")
    return f"region {number}: {spent}, {points}, answer {_answer(path)}"
