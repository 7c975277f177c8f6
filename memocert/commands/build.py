"""Commands that build and show networks: ``memocert build`` and ``memocert show``."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from constructions.model.errors import BadInput, shown, typed_path
from constructions.model.names import printable, spoken
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import for_reading, spelled
from guide.console import complain, say, say_json, spinner, wrapped, written_to
from memocert.commands.shared.stopping import ends_in_time
from memocert.commands.shared.tables import reads_tables
from memocert.commands.shared.targets import Named, read_named
from memocert.commands.shared.usage import DATA_OPTIONS, exclude, refuse

if TYPE_CHECKING:
    from constructions.files.tables.read_options import ReadOptions
    from constructions.model.dataset import Dataset


DataArgument = Annotated[Path, typer.Argument(help="A data set: .csv, .tsv, .txt, .npy, .npz or the project's .json.")]
OutputsOption = Annotated[
    Literal["labels", "one-hot"],
    typer.Option(help="What the network gives: the labels as numbers, or one output a class."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


def memorizers(begun: str) -> list[str]:
    """Return the memorizers whose names begin so, for the shell's completion."""
    from constructions.catalogue import FEWEST, everything

    return [name for name in (*everything(), FEWEST) if name.startswith(begun)]


@ends_in_time
@reads_tables
def build(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(help="A memorizer (--list names them), or fewest-operations.", autocompletion=memorizers)
    ] = "",
    data: Annotated[Path | None, typer.Argument(help="A data set: .csv, .tsv, .txt, .npy, .npz or .json.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The folder of the new bundle.")] = None,
    outputs: OutputsOption = "labels",
    *,
    reading: "ReadOptions",
    numbers: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="A number of the memorizer, as group=8 or digit=4; --list names them; repeat for several."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a bundle that is there already.")] = False,
    list_them: Annotated[bool, typer.Option("--list", help="List the memorizers and stop.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Build a network that memorizes a data set.

    The network, the data and a table of sizes and operations are written as a bundle, a new folder.
    """
    from constructions.catalogue import build as build_named, check_options, everything
    from constructions.files.bundle import check_target, write_bundle
    from constructions.files.data_reader import read_dataset
    from constructions.model.account import account_of
    from guide.tables import account_text

    if list_them:
        names = ("name", "data", "output", "outputs", *DATA_OPTIONS, "numbers", "force")
        refuse(context, names, "with --list", "where a network is built")
        _list(as_json)
        return
    if not name or data is None or output is None:
        raise BadInput("build needs a memorizer, a data set and -o FOLDER; --list names the memorizers")
    if name not in everything() and Path(name).is_file():
        meant = str(data) if str(data) in everything() else "axis-tree"
        words = f"memocert build {meant} {typed_path(name)} -o {typed_path(output)}"
        raise BadInput(f"{name}: is a file; the memorizer comes first: {words}")
    chosen = _numbers(numbers or [])
    check_options(name, chosen)
    check_target(output, force)
    with spinner(f"reading {data.name}"):
        dataset = read_dataset(data, reading)
    with spinner(f"building {name} for {count_of(dataset.size, 'point')}"):
        try:
            used, built = build_named(name, dataset.one_hot() if outputs == "one-hot" else dataset, chosen)
        except BadInput as error:
            raise BadInput(f"{data}: {error}") from error
    with spinner("counting operations"):
        account = account_of(built.network, dataset)
    with spinner(f"writing {output}"):
        write_bundle(output, built.network, dataset, account_text(account), force)
    if as_json:
        counts = {"points": dataset.size, "rows": dataset.rows, "width": dataset.width}
        promise = {"total": built.promise.total, "comparisons": built.promise.comparisons}
        say_json({"bundle": output, "memorizer": used, "data": counts, "promise": promise, **account.as_json()})
        return
    repeated = "" if dataset.rows == dataset.size else f" ({count_of(dataset.rows, 'row')}, equal ones merged)"
    say(f"{used}: {count_of(dataset.size, 'point')} of Q^{dataset.width}{repeated}{written_to(output)}")
    say(f"labels: {labels_text(dataset)}\n")
    say(account_text(account), end="")
    say(
        f"\npromised by formula: at most {count_of(built.promise.total, 'operation')}, "
        f"{count_of(built.promise.comparisons, 'comparison')}"
    )


def _numbers(assignments: list[str]) -> dict[str, int]:
    """Read ``NAME=NUMBER``, each name once."""
    found: dict[str, int] = {}
    for text in assignments:
        match = re.fullmatch(r"([a-z]+)=([0-9]{1,9})", text)
        if match is None:
            raise BadInput(f"--set must be NAME=NUMBER, as group=8, not {shown(text)}")
        if match[1] in found:
            raise BadInput(f"--set names {match[1]} twice, as {found[match[1]]} and as {match[2]}")
        found[match[1]] = int(match[2])
    return found


@ends_in_time
def show(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="A bundle (folder), or a network file; .onnx and others, too.")],
    point: Annotated[
        str | None, typer.Option(help="Run the network at this point, e.g. '1,2.5,-1/3', and show what it does.")
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option(help="Draw how many rows of the bundle's data take how many operations: .svg, .png, .pdf."),
    ] = None,
    in_words: Annotated[
        bool, typer.Option("--as-text", help="Print the network as text: if petal length >= 2.45: ...")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show sizes and operations of a network.

    With --point: what the network does at that point. With --as-text: the network itself, with the names of columns
    and classes.
    """
    from constructions.model.account import account_of
    from guide.likeness import likenesses
    from guide.tables import account_text

    exclude(context, "point", "plot", "in_words")
    exclude(context, "in_words", "as_json")
    if plot is not None:
        from guide.drawing.plot import check_picture

        check_picture(plot)
    with spinner(f"reading {target}"):
        named = read_named(target)
    network, dataset = named.network, named.dataset
    if named.assumed:
        complain(named.assumed)
    if point is not None:
        _show_point(named, point, as_json)
        return
    if in_words:
        from constructions.model.provenance import Columns
        from guide.as_text import as_text

        columns = None if named.columns is None else Columns(named.columns, (), named.categories)
        say(as_text(network, dataset, named.classes, columns), end="")
        return
    if plot is not None:
        _draw(network, dataset, target, plot)
    with spinner("counting operations"):
        account = account_of(network, dataset)
    if as_json:
        say_json(account.as_json())
        return
    say(account_text(account), end="")
    for line in map(str, likenesses(named.bundle) if named.bundle is not None else ()):
        say(wrapped(f"\nclaimed in {line}"))
    if plot is not None:
        say(f"\n{plot}: how many rows of the data take how many operations")


def _draw(network: Network, dataset: "Dataset | None", target: Path, picture: Path) -> None:
    from guide.drawing.plot import draw_operations

    if dataset is None:
        raise BadInput(f"{target}: has no data set: --plot needs the data of a bundle")
    with spinner("drawing"):
        draw_operations(network, dataset, f"operations per input, {target.name}", picture)


def _show_point(named: Named, text: str, as_json: bool) -> None:
    from constructions.model.evaluation import trace
    from guide.predictions import OutputNames
    from verify.words import point_text

    try:
        numbers = [spelled(part) for part in text.split(",")]
        run = trace(named.network, numbers)
    except ValueError as error:
        raise BadInput(f"--point: {error}") from error
    operations = {
        "total": run.operations.total,
        "comparisons": run.operations.comparisons,
        "additions": run.operations.additions,
        "multiplications": run.operations.multiplications,
    }
    names = OutputNames.of(named.network, named.dataset, named.classes)
    found = names.of_output(run.output) if names.has_classes else None
    decisions = "".join(["1" if decision else "0" for decision in run.decisions])
    if as_json:
        say_json({"output": run.output, "class": found, "decisions": decisions, "operations": operations})
        return
    if named.columns is not None:
        say(f"input:       {point_text(tuple(numbers), spoken(named.columns))}")
    say(f"output:      {', '.join([str(value) for value in run.output])}")
    rounded = [for_reading(value) for value in run.output]
    if any([number.startswith("~") for number in rounded]):
        say(f"about:       {', '.join(rounded)}")
    if found is not None:
        say(f"class:       {printable(found)}")
    elif names.by_largest:
        say("class:       none, since several outputs are the largest")
    say(f"decisions:   {decisions or 'none'}  (1: at or above, in the order taken)")
    spent = [
        f"{count:,} total" if name == "total" else count_of(count, name[:-1]) for name, count in operations.items()
    ]
    say(f"operations:  {', '.join(spent)}")


def labels_text(dataset: "Dataset") -> str:
    """Return what labels are: so many numbers, or text and its numbers."""
    if dataset.class_names is not None:
        names = ", ".join([shown(name) if "," in name else printable(name) for name in dataset.class_names[:5]]) + (
            ", ..." if len(dataset.class_names) > 5 else ""
        )
        return f"text, numbered as {count_of(len(dataset.class_names), 'class')}: {names}"
    different = len(dataset.label_numbers()[1])
    return f"{count_of(dataset.label_width, 'number')} each, {different:,} different"


def _list(as_json: bool) -> None:
    from constructions.catalogue import FEWEST, everything
    from constructions.memorizer import FIGURES, SYMBOLS

    if as_json:
        keys = ("name", "conditional", "idea", "assumes", "source", "options")
        say_json(
            [
                {
                    **{key: getattr(entry, key) for key in keys},
                    "cost": {figure: getattr(entry.cost, figure) for figure in FIGURES},
                    "bounds": dict(entry.cost.bounds),
                }
                for entry in everything().values()
            ]
        )
        return
    lines = []
    for entry in everything().values():
        cost = entry.cost
        units = cost.gates if entry.conditional else cost.neurons
        bounds = ", ".join([f"{letter} <= {bound}" for letter, bound in cost.bounds.items()])
        lines += [
            f"{entry.name} ({'conditional' if entry.conditional else 'unconditional'})",
            f"  {entry.idea}",
            f"  {'gates' if entry.conditional else 'neurons'}: {units}; parameters: {cost.parameters}",
            f"  comparisons: {cost.comparisons}; additions: {cost.additions}; multiplications: {cost.multiplications}",
            *([f"  with {bounds}"] if bounds else []),
            f"  data: {entry.assumes or 'any'}",
            *([f"  --set: {', '.join(entry.options)}"] if entry.options else []),
            f"  source: {entry.source}",
        ]
    lines += [FEWEST, "  whichever conditional one needs the fewest operations on the data", ""]
    lines += [f"{letter}: {meaning}" for letter, meaning in SYMBOLS.items()]
    say(wrapped("\n".join(lines)))
