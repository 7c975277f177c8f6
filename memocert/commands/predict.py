"""The command that runs a network at new points: ``memocert predict``."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from constructions.model.nouns import count_of
from guide.console import complain, say, spinner, wrapped
from memocert.commands.shared.stopping import ends_in_time
from memocert.commands.shared.tables import reads_tables
from memocert.commands.shared.targets import read_named
from memocert.commands.shared.usage import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructions.files.points_reader import Rows
    from constructions.files.tables.read_options import ReadOptions
    from memocert.commands.shared.targets import Named

_LONG = 40
"""From so many characters on an exact output is long to read: float64 as a decimal has some 20."""


@ends_in_time
@reads_tables
def predict(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="A bundle (folder), or a network file; .onnx and others, too.")],
    data: Annotated[
        Path, typer.Argument(help="The points, with a label or without: .csv, .tsv, .txt, .npy, .npz, .json.")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The CSV file. Default: standard output.")
    ] = None,
    decimals: Annotated[
        int | None, typer.Option(min=0, max=10_000, help="Round outputs to so many decimals. Default: exact numbers.")
    ] = None,
    by_position: Annotated[
        bool, typer.Option("--by-position", help="Take columns in their order, whatever they are called.")
    ] = False,
    *,
    reading: "ReadOptions",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Run a network at every row of a file, and write a CSV table.

    It has the class, the outputs, the operations and the path of each row. Columns are matched by name where the
    network's data had names.
    """
    from constructions.files.bundle import check_output
    from constructions.files.disk import write_whole
    from constructions.files.points_reader import Wanted, read_points
    from guide.predictions import predictions

    refuse(context, ["skip_contradicting"], "by predict, which reads no labels", "where labels are read")
    if output is None:
        refuse(context, ["force"], "without -o", "to replace what -o names")
    else:
        check_output(output, force)
    with spinner(f"reading {target}"):
        named = read_named(target)
    network, dataset = named.network, named.dataset
    if named.columns is None:
        refuse(context, ["by_position"], f"for {target}, whose inputs have no names", "where columns go by name")
    width_of_label = 1 if dataset is None else dataset.label_width
    wanted = Wanted(network.input_width, None if by_position else named.columns, width_of_label, named.texts)
    with spinner(f"reading {data.name}"):
        rows = read_points(data, wanted, replace(reading, categories=named.categories))
    if not rows.has_names:
        refuse(context, ["by_position"], f"for {data.name}, whose columns have no names", "where columns go by name")
    with spinner("running the network") as progress:
        found = predictions(network, dataset, rows, decimals, progress, named.classes)
    notes = [*_notes(rows, found.unnamed), *_beyond(named, rows)]
    if named.assumed:
        notes.append(named.assumed)
    if decimals is None and found.longest > _LONG:
        notes.append(f"the longest output has {count_of(found.longest, 'character')}: --decimals N rounds outputs")
    if output is None:
        say(found.text, end="")
        for note in notes:
            complain(f"memocert: {data.name}: {note}")
        return
    write_whole(output, found.text.encode("utf-8", "surrogatepass"))
    say(wrapped("; ".join([f"{output}: {count_of(len(rows.points), 'row')}", *notes])))


def _notes(rows: "Rows", unnamed: int) -> list[str]:
    """Return what a reader of the table must know: columns that were not read, rows without a class."""
    notes = []
    if rows.left_out:
        names = ", ".join(rows.left_out[:8]) + ", ..." * (len(rows.left_out) > 8)
        notes.append(f"{count_of(len(rows.left_out), 'column')} left out: {names}")
    if unnamed:
        notes.append(f"{count_of(unnamed, 'row names', 'rows name')} no class")
    return notes


def _beyond(named: "Named", rows: "Rows") -> "Iterator[str]":
    """Yield of how many rows a claim of synthesis does not speak, if there are some."""
    from guide.likeness import likenesses

    for claim in () if named.bundle is None else likenesses(named.bundle):
        beyond = claim.beyond(rows.points, () if named.dataset is None else named.dataset.points)
        if beyond:
            yield f"{beyond}; {claim}"
