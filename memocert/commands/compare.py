"""Commands that set memorizers side by side: ``memocert compare`` and ``memocert plot``."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from constructions.model.dataset import Dataset
from guide.console import say, spinner
from memocert.commands.build import (
    DataArgument,
    DelimiterOption,
    HeaderOption,
    JsonOption,
    LabelsOption,
    OutputsOption,
    memorizers,
)
from memocert.commands.usage import DATA_OPTIONS, exclude, refuse

MemorizerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--memorizer", help="Only this memorizer; repeat for several (build --list).", autocompletion=memorizers
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    app.command()(compare)
    app.command()(plot)


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
    labels: LabelsOption = None,
    header: HeaderOption = None,
    delimiter: DelimiterOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of tables.")] = False,
) -> None:
    """Build every memorizer on a data set, and print what they need, side by side.

    With --families: one memorizer for each known way of conditional computation.
    """
    from constructions.catalogue import CATALOGUE
    from constructions.families.registry import FAMILIES
    from guide import comparison

    for pair in (("as_json", "as_csv"), ("price", "families"), ("price", "as_csv")):
        exclude(context, *pair)
    dataset = _read(data, outputs, labels, header, delimiter)
    with spinner("building memorizers") as progress:
        among = FAMILIES if families else CATALOGUE
        entries = list(comparison.compare(dataset, tuple(memorizer or ()), price, progress, among, families))
    if as_json:
        size = {"points": dataset.size, "width": dataset.width, "label_width": dataset.label_width}
        say(json.dumps({"data": size, "memorizers": comparison.comparison_json(entries)}))
    elif as_csv:
        say(comparison.comparison_csv(entries), end="")
    else:
        numbers = f"{dataset.label_width} number{'s'[: dataset.label_width != 1]} each"
        say(f"{dataset.size:,} points of Q^{dataset.width}, {len(set(dataset.labels)):,} different labels, {numbers}\n")
        text = comparison.families_text if families else comparison.comparison_text
        say(text(entries), end="")


def plot(
    context: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", help="The picture: .svg, .png or .pdf.")],
    data: Annotated[
        Path | None, typer.Argument(help="A data set, whose first points are taken; default: random on a line.")
    ] = None,
    memorizer: MemorizerOption = None,
    largest: Annotated[int, typer.Option(min=4, help="The largest number of points.")] = 100_000,
    outputs: OutputsOption = "labels",
    labels: LabelsOption = None,
    header: HeaderOption = None,
    delimiter: DelimiterOption = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the drawn numbers as CSV, too.")] = False,
) -> None:
    """Draw operations, parameters and neurons against the number of points, on logarithmic axes."""
    from guide.plot import check_format, draw_sweep, sweep

    if data is None:
        refuse(context, ("outputs", *DATA_OPTIONS), "for random points", "with a data set")
    check_format(output)
    dataset = None if data is None else _read(data, outputs, labels, header, delimiter)
    with spinner("building memorizers") as progress:
        dots = list(sweep(tuple(memorizer or ()), largest, dataset, progress))
    title = "random points on a line, labels 0 or 1" if data is None else f"first points of {data.name}"
    with spinner("drawing"):
        draw_sweep(dots, title, output)
    if as_csv:
        say("memorizer,points,operations,parameters,neurons,gates")
        for dot in dots:
            count = dot.figures
            say(f"{dot.name},{dot.points},{count.operations},{count.parameters},{count.neurons},{count.gates}")
        return
    say(f"{output}: {len({dot.name for dot in dots})} memorizers, up to {max([dot.points for dot in dots]):,} points")


def _read(
    data: Path,
    outputs: Literal["labels", "one-hot"],
    labels: list[str] | None,
    header: bool | None,
    delimiter: str | None,
) -> Dataset:
    from constructions.files.data_reader import ReadOptions, read_dataset

    with spinner(f"reading {data.name}"):
        dataset = read_dataset(data, ReadOptions(tuple(labels or ()), header, delimiter))
        return dataset.one_hot() if outputs == "one-hot" else dataset
