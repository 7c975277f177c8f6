"""Pictures: operations, parameters and neurons against the number of points; operations over the rows of data."""

import random
from collections.abc import Iterator, Mapping, Sequence as Items
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import log2, sqrt
from pathlib import Path
from typing import Any
from warnings import catch_warnings

from constructions.catalogue import named
from constructions.files.bundle import check_output
from constructions.files.disk import write_whole
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, shown
from constructions.model.names import printable
from constructions.model.network import Network
from constructions.model.progress import Progress, silent
from guide.comparison import Figures, figures_of
from guide.drawing.gates import ALMOST_ALL, Sizes
from guide.drawing.trade_off import Curve

FORMATS = (".svg", ".png", ".pdf")

SHOWN = (
    *("search-tree", "oblique-tree", "packed-tree", "interpolation", "zhang", "two-hidden-layers", "threshold"),
    *("bit-extraction", "sqrt-operations", "sqrt-operations-relu", "width-two", "active-tree"),
)
"""What is drawn unless memorizers are named."""

MOST_TICKS = 6
"""So many numbers beside an axis do not overlap."""

PANELS = (("operations", "operations per input"), ("parameters", "stored parameters"), ("units", "neurons or gates"))


@dataclass(frozen=True, slots=True)
class Dot:
    """The figures of one memorizer on the first n points."""

    name: str
    conditional: bool
    points: int
    figures: Figures


def random_line(size: int, seed: int = 0) -> Dataset:
    """Return ``size`` different random integers below 8 ``size``, each with a random label 0 or 1.

    >>> random_line(3).size
    3
    """
    source = random.Random(seed)
    return Dataset.from_rows(
        [[z] for z in source.sample(range(8 * size), size)], [[source.randint(0, 1)] for _ in range(size)]
    )


def by_lot(dataset: Dataset) -> Dataset:
    """Return the points in another order, drawn by lot, always the same: files are often sorted by label.

    >>> [int(x) for (x,) in by_lot(Dataset.from_rows([[x] for x in range(6)], [[0]] * 6)).points]
    [4, 2, 1, 0, 5, 3]
    """
    order = list(range(dataset.size))
    random.Random(0).shuffle(order)
    return dataset.part(order)


def sizes_up_to(largest: int) -> list[int]:
    """Return 4, 8, 16, ... below ``largest``, and ``largest``.

    >>> sizes_up_to(20)
    [4, 8, 16, 20]
    """
    found = []
    size = 4
    while size < largest:
        found.append(size)
        size *= 2
    return [*found, largest]


def sweep(
    names: Items[str], largest: int, dataset: Dataset | None = None, progress: Progress = silent
) -> Iterator[Dot]:
    """Yield the figures of each memorizer on growing data: points of ``dataset`` by lot, or random ones on a line.

    A memorizer is left out where it refuses, and beyond the size from which it takes long.

    Raises:
        BadInput: if there is no memorizer of a name.
    """
    chosen = [named(name) for name in names or SHOWN]
    drawn = None if dataset is None else by_lot(dataset)
    sizes = sizes_up_to(largest if dataset is None else min(largest, dataset.size))
    for number, size in enumerate(sizes):
        progress(number, len(sizes))
        data = random_line(size, size) if drawn is None else drawn.part(range(size))
        for memorizer in chosen:
            if size > memorizer.most and not names:
                continue
            try:
                yield Dot(memorizer.name, memorizer.conditional, size, figures_of(memorizer, data))
            except BadInput:
                continue
    progress(len(sizes), len(sizes))


def log_ticks(low: float, high: float) -> list[int]:
    """Return the whole numbers that are written on a logarithmic axis: 6 or fewer, 1, 2 or 5 times powers of 10.

    >>> log_ticks(4, 149), log_ticks(2, 100_000), log_ticks(3, 4)
    ([5, 10, 20, 50, 100], [10, 100, 1000, 10000, 100000], [3, 4])
    """
    top = len(str(int(high)))
    powers = [10**power for power in range(top)]
    fine = [factor * power for power in powers for factor in (1, 2, 5)]
    every = powers[:: -(-top // MOST_TICKS)]
    for ticks in (fine, powers, every):
        found = [tick for tick in ticks if low <= tick <= high]
        if 2 <= len(found) <= MOST_TICKS:
            return found
    return even_ticks(max(1, int(low)), int(high))


def even_ticks(low: int, high: int) -> list[int]:
    """Return the whole numbers that are written on an axis from ``low`` to ``high``: 6 or fewer, equally far apart.

    >>> even_ticks(3, 3), even_ticks(2, 6), even_ticks(5, 42)
    ([3], [2, 3, 4, 5, 6], [5, 12, 19, 26, 33, 40])
    """
    return list(range(low, high + 1, -(-(high - low + 1) // MOST_TICKS)))


def check_picture(path: Path) -> None:
    """Refuse a file whose name does not end in one of ``FORMATS``, or that cannot be written or drawn.

    Raises:
        BadInput: if it is so, or if matplotlib does not start, as with settings that it cannot read.

    >>> check_picture(Path("plot.svg"))
    """
    if path.suffix.lower() not in FORMATS:
        raise BadInput(f"{path}: a picture's name must end in {', '.join(FORMATS)}")
    check_output(path, force=True)  # pictures are made anew
    try:
        import matplotlib.figure  # noqa: F401 - a second, which only pictures need
    except (OSError, ValueError) as error:
        where = "look at the variable MPLBACKEND and at the file matplotlibrc"
        raise BadInput(f"{path}: matplotlib does not start: {shown(str(error), 100)}: {where}") from error


def draw_sweep(dots: Items[Dot], title: str, path: Path) -> None:
    """Draw operations, parameters and neurons against n on logarithmic axes, sqrt(n) and log n as guides.

    Conditional memorizers are drawn with full lines, unconditional ones broken. Raises ``BadInput`` if there is nothing
    to draw or the file cannot be written.
    """
    if not dots:
        raise BadInput("there is nothing to draw: no memorizer takes these data")
    with _drawn(path, title, len(PANELS)) as (figure, panels):
        names = list(dict.fromkeys([dot.name for dot in dots]))
        sizes = sorted({dot.points for dot in dots})
        for panel, (what, heading) in zip(panels, PANELS, strict=True):
            for number, name in enumerate(names):
                mine = [dot for dot in dots if dot.name == name]
                panel.plot(
                    [dot.points for dot in mine],
                    [max(1, _value(dot.figures, what)) for dot in mine],
                    "-" if mine[0].conditional else "--",
                    color=f"C{number % 10}",
                    marker="osv^D"[number // 10 % 5] if len(mine) == 1 else None,
                    linewidth=1.6,
                    label=name,
                )
            for guide, style, height in (("sqrt(n)", ":", sqrt), ("log2 n", "-.", log2)):
                panel.plot(sizes, [height(size) for size in sizes], style, color="black", linewidth=1, label=guide)
            panel.set(xlabel="points n", title=heading)
            _logarithmic(panel)
        _named_below(figure, panels[0], 6)


def draw_trade_off(curves: Mapping[int, Items[Curve]], path: Path) -> None:
    """Draw stored numbers against operations, a panel for each number of points.

    Networks have full lines, the bound below them a broken one. Raises ``BadInput`` if the file cannot be written.
    """
    title = "points side by side, labels 0 or 1: networks for every labelling, by formula"
    with _drawn(path, title, len(curves)) as (figure, panels):
        for panel, (points, mine) in zip(panels if len(curves) > 1 else [panels], curves.items(), strict=True):
            for curve in mine:
                bound = curve.name == "lower bound"
                panel.plot(
                    *zip(*curve.pairs, strict=True),
                    "--" if bound else "-",
                    color="black" if bound else None,
                    marker="o" if len(curve.pairs) == 1 else None,
                    label=curve.name,
                )
            panel.set(xlabel="operations", ylabel="stored numbers", title=f"n = {points:,}")
            _logarithmic(panel)
        _named_below(figure, panel, 4)


def draw_gates(sizes: Items[Sizes], path: Path) -> None:
    """Draw operations against n: without gates what is needed and what is enough, with gates both in one.

    Raises:
        BadInput: if the file cannot be written.
    """
    title = f"without gates: two labels, {ALMOST_ALL} of the labellings\nwith gates: the worst case over all labels"
    with _drawn(path, title, 1, 6.6) as (figure, panel):
        points = [found.points for found in sizes]
        enough = [found.enough for found in sizes]
        counted = [(found.points, found.needed, found.enough) for found in sizes if found.needed]
        where, needed, above = zip(*counted, strict=True) if counted else ((), (), ())
        panel.fill_between(where, needed, above, color="C0", alpha=0.12, linewidth=0)
        panel.plot(points, enough, "-", color="C0", label="no gates: enough (Theorems 25a, 7)")
        panel.plot(where, needed, "--", color="C0", label="no gates: needed (Theorem 36)")
        panel.plot(
            points, [found.gates for found in sizes], "-", color="C3", label="gates: needed and enough (Theorem 40)"
        )
        panel.plot(points, [sqrt(size) for size in points], ":", color="black", linewidth=1, label="sqrt(n)")
        panel.set(xlabel="points n, side by side on a line", ylabel="operations per input")
        _logarithmic(panel)
        _named_below(figure, panel, 2)


def draw_operations(network: Network, dataset: Dataset, title: str, path: Path) -> None:
    """Draw how many rows of the data take how many operations; raises ``BadInput`` if the file cannot be written."""
    evaluation = evaluate_many(network, dataset.points)
    with _drawn(path, title, 3) as (_, panels):
        kinds = ("total", "comparisons", "arithmetic")
        for panel, kind in zip(panels, kinds, strict=True):
            rows: dict[int, int] = {}
            for number, times in enumerate(dataset.counts):
                count = int(getattr(evaluation.at(number), kind))
                rows[count] = rows.get(count, 0) + times
            panel.bar(list(rows), list(rows.values()), color="C0")
            panel.set(title=kind, xlabel="operations", ylabel="rows", xticks=even_ticks(min(rows), max(rows)))
            panel.set_xlim(min(rows) - 1, max(rows) + 1)


def draw_bars(panels: Items[tuple[str, str, Items[int]]], title: str, path: Path) -> None:
    """Draw a bar chart for each title, axis and list of heights; raises ``BadInput`` if the file cannot be written."""
    with _drawn(path, title, len(panels)) as (_, axes):
        for axis, (heading, label, heights) in zip(axes, panels, strict=True):
            axis.bar(range(1, len(heights) + 1), heights, color="C0")
            axis.set(title=heading, xlabel=label)
            axis.yaxis.get_major_locator().set_params(integer=True)


def _logarithmic(panel: Any) -> None:
    """Make both axes logarithmic, with few plain numbers beside them, and a grid."""
    panel.grid(visible=True, which="major", alpha=0.3)
    for axis in (panel.xaxis, panel.yaxis):
        low, high = axis.get_data_interval()
        ticks = log_ticks(low, high)
        axis.axes.set(**{f"{axis.axis_name}scale": "log"})
        axis.set_ticks(ticks, [_tick_text(tick) for tick in ticks])
        axis.set_ticks([], minor=True)


def _named_below(figure: Any, panel: Any, columns: int) -> None:
    """Write the names of a panel's lines below all panels."""
    figure.legend(
        *panel.get_legend_handles_labels(), loc="outside lower center", ncols=columns, frameon=False, fontsize="small"
    )


def _tick_text(tick: int) -> str:
    power = len(str(tick)) - 1
    return f"$10^{power}$" if power >= 5 and tick == 10**power else f"{tick:,}"


def _value(figures: Figures, what: str) -> int:
    return figures.neurons + figures.gates if what == "units" else int(getattr(figures, what))


@contextmanager
def _drawn(path: Path, title: str, panels: int, width: float = 4.2) -> Iterator[tuple[Any, Any]]:
    """Yield a figure and its panels, which settings of matplotlib that the user has do not change; then write it.

    Raises:
        BadInput: as ``check_picture``.
    """
    check_picture(path)
    from matplotlib import rc_context, rcParamsDefault
    from matplotlib.figure import Figure

    style: dict[Any, Any] = {name: value for name, value in rcParamsDefault.items() if name != "backend"}
    metadata = {"Date": None} if path.suffix.lower() == ".svg" else None
    written = BytesIO()
    with rc_context(style | {"svg.hashsalt": "memocert", "svg.fonttype": "none"}):
        figure = Figure(figsize=(width * panels, 4.6), layout="constrained")
        yield figure, figure.subplots(1, panels)
        shown_lines = "\n".join([printable(line) for line in title.split("\n")])
        figure.suptitle(shown_lines, fontsize="medium", parse_math=False)  # a file may be called $x$
        with catch_warnings(action="ignore"):  # of letters that its font has not
            figure.savefig(written, format=path.suffix[1:].lower(), dpi=150, metadata=metadata)
    write_whole(path, written.getvalue())
