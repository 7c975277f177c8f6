"""Commands that set memorizers side by side: ``memocert compare`` and ``memocert plot``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from constructions.model.errors import BadInput
from constructions.model.nouns import count_of
from guide.console import say, say_json, spinner
from memocert.commands.build import DataArgument, JsonOption, OutputsOption, memorizers
from memocert.commands.shared.stopping import ends_in_time, kept
from memocert.commands.shared.tables import reads_tables
from memocert.commands.shared.usage import DATA_OPTIONS, exclude, refuse

if TYPE_CHECKING:
    from constructions.files.tables.read_options import ReadOptions
    from constructions.model.dataset import Dataset


MOST_BY_FORMULA = 10_000_000
"""Up to how many points ``plot`` evaluates formulas: counts of labellings have as many bits as there are points."""

MemorizerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--memorizer", help="Only this memorizer; repeat for several (build --list).", autocompletion=memorizers
    ),
]


@ends_in_time
@reads_tables
def compare(
    context: typer.Context,
    data: DataArgument,
    memorizer: MemorizerOption = None,
    price: Annotated[
        bool, typer.Option("--price", help="What each skeleton pays for few operations: parameters and bits.")
    ] = False,
    families: Annotated[
        bool, typer.Option("--families", help="The families of conditional computation, with means over the rows.")
    ] = False,
    outputs: OutputsOption = "labels",
    *,
    reading: "ReadOptions",
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of tables.")] = False,
) -> None:
    """Build every memorizer on a data set, and print what they need, side by side, and how near to the least.

    With --families: one memorizer for each known way of conditional computation.
    """
    from constructions.catalogue import CATALOGUE
    from constructions.families.registry import FAMILIES
    from guide import comparison

    for pair in (("as_json", "as_csv"), ("price", "families"), ("price", "as_csv")):
        exclude(context, *pair)
    dataset = _read(data, outputs, reading)
    with spinner("building memorizers") as progress:
        among = FAMILIES if families else CATALOGUE
        entries = list(comparison.compare(dataset, tuple(memorizer or ()), price, progress, among, families))
    if as_csv:
        say(comparison.comparison_csv(entries), end="")
        return
    if not as_json:
        say(
            f"{count_of(dataset.size, 'point')} of Q^{dataset.width}, "
            f"{count_of(len(dataset.label_numbers()[1]), 'different label')}, "
            f"{count_of(dataset.label_width, 'number')} each\n"
        )
        say((comparison.families_text if families else comparison.comparison_text)(entries))
    left = "nothing is printed" if as_json else "the table is whole, but does not say how near to the least each is"
    with kept(lambda: left), spinner("looking for the fewest comparisons") as progress:
        least = comparison.least_beside(dataset, entries, progress)
    if as_json:
        size = {"points": dataset.size, "width": dataset.width, "label_width": dataset.label_width}
        found = comparison.comparison_json(entries, least)
        say_json({"data": size, "least_comparisons": comparison.least_json(least), "memorizers": found})
    else:
        say(comparison.nearness_text(entries, least), end="")


@ends_in_time
@reads_tables
def plot(
    context: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", help="The picture: .svg, .png or .pdf.")],
    data: Annotated[
        Path | None, typer.Argument(help="A data set, of which points are drawn by lot; default: random on a line.")
    ] = None,
    memorizer: MemorizerOption = None,
    largest: Annotated[
        int | None,
        typer.Option(min=4, help="The largest number of points: 100,000, with --trade-off or --gates 1,000,000."),
    ] = None,
    exchange: Annotated[
        bool,
        typer.Option(
            "--trade-off", help="No data: stored numbers against operations, by formula, and the bound below them."
        ),
    ] = False,
    gates: Annotated[
        bool, typer.Option("--gates", help="No data: operations needed and enough, without gates and with, by theorem.")
    ] = False,
    outputs: OutputsOption = "labels",
    *,
    reading: "ReadOptions",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the drawn numbers as CSV, too.")] = False,
) -> None:
    """Draw operations, parameters and neurons against the number of points, on logarithmic axes."""
    from guide.drawing.plot import check_picture, draw_sweep, sweep

    exclude(context, "exchange", "gates")
    if exchange or gates:
        option = "--trade-off" if exchange else "--gates"
        refuse(context, ("data", "memorizer", "outputs", *DATA_OPTIONS), f"with {option}", "without it")
        check_picture(output)
        if largest is not None and largest > MOST_BY_FORMULA:
            raise BadInput(f"--largest must be at most {MOST_BY_FORMULA:,} with {option}, not {largest:,}")
        (_plot_trade_off if exchange else _plot_gates)(output, largest or 1_000_000, as_csv)
        return
    largest = largest or 100_000
    if data is None:
        refuse(context, ("outputs", *DATA_OPTIONS), "for random points", "with a data set")
    check_picture(output)
    dataset = None if data is None else _read(data, outputs, reading)
    with spinner("building memorizers") as progress:
        dots = list(sweep(tuple(memorizer or ()), largest, dataset, progress))
    title = "random points on a line, labels 0 or 1" if data is None else f"points of {data.name}, drawn by lot"
    with spinner("drawing"):
        draw_sweep(dots, title, output)
    if as_csv:
        say("memorizer,points,operations,parameters,neurons,gates")
        for dot in dots:
            count = dot.figures
            say(f"{dot.name},{dot.points},{count.operations},{count.parameters},{count.neurons},{count.gates}")
        return
    say(
        f"{output}: {count_of(len({dot.name for dot in dots}), 'memorizer')}, up to "
        f"{count_of(max([dot.points for dot in dots]), 'point')}"
    )


def _plot_trade_off(output: Path, largest: int, as_csv: bool) -> None:
    """Draw stored numbers against operations for three numbers of points, each ten times the one before."""
    from guide.drawing.plot import draw_trade_off
    from guide.drawing.trade_off import trade_off

    with spinner("counting"):
        curves = {points: trade_off(points) for points in sorted({max(4, largest // 10**i) for i in range(3)})}
    with spinner("drawing"):
        draw_trade_off(curves, output)
    if as_csv:
        say("points,network,operations,stored numbers")
        for points, mine in curves.items():
            for curve in mine:
                for operations, numbers in curve.pairs:
                    say(f'{points},"{curve.name}",{operations},{numbers}')
        return
    say(f"{output}: stored numbers against operations, up to {count_of(max(curves), 'point')}")


def _plot_gates(output: Path, largest: int, as_csv: bool) -> None:
    """Draw operations without gates and with them, up to so many points."""
    from guide.drawing.gates import up_to
    from guide.drawing.plot import draw_gates

    with spinner("counting"):
        sizes = up_to(largest)
    with spinner("drawing"):
        draw_gates(sizes, output)
    if as_csv:
        say("points,needed without gates,enough without gates,with gates")
        for found in sizes:
            say(f"{found.points},{found.needed},{found.enough},{found.gates}")
        return
    say(f"{output}: operations without gates and with them, up to {largest:,} points")


def _read(data: Path, outputs: Literal["labels", "one-hot"], reading: "ReadOptions") -> "Dataset":
    from constructions.files.data_reader import read_dataset

    with spinner(f"reading {data.name}"):
        dataset = read_dataset(data, reading)
        return dataset.one_hot() if outputs == "one-hot" else dataset
