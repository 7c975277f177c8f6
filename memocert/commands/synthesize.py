"""The command ``memocert synthesize``: from any network to a conditional one, with a proof that nothing changed."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from constructions.model.errors import BadInput
from guide.console import say, spinner, wrapped
from memocert.commands.build import DelimiterOption, HeaderOption, JsonOption, LabelsOption

if TYPE_CHECKING:
    from constructions.model.dataset import Dataset
    from constructions.model.network import Network
    from verify.synthesis import Costs, Synthesized


_TESTED = {
    "units": "the network's units, as forms of the input",
    "coordinates": "single coordinates",
    "projection": "one projection of the input",
    "layers": "the network's units, computed layer by layer",
    "zeros": "the network's units, computed layer by layer, zeros skipped",
}


def register(app: typer.Typer) -> None:
    """Add the command of this module to the command line."""
    app.command()(synthesize)


def synthesize(
    model: Annotated[Path, typer.Argument(help="A bundle, a network file, or a trained network: .onnx, .npz, .pt.")],
    data: Annotated[Path | None, typer.Argument(help="A data set; a bundle has its own.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The folder of the new bundle.")] = None,
    equal_on: Annotated[
        Literal["data", "domain"], typer.Option(help="Where the answers stay the same: on the data, or on a domain.")
    ] = "data",
    radius: Annotated[str, typer.Option(help="data: also on the balls of this radius around the points.")] = "0",
    box: Annotated[
        tuple[str, str] | None, typer.Option(help="domain: only inputs with LOW <= z_j <= HIGH. Default: all.")
    ] = None,
    gates: Annotated[
        Literal["cheapest", "units", "coordinates", "projection", "layers", "zeros"],
        typer.Option(
            help="data: what gates test: the network's units as forms of the input, single coordinates, one "
            "projection, units as they are computed layer by layer, or nothing but zeros skipped."
        ),
    ] = "cheapest",
    target: Annotated[
        Literal["worst", "mean"], typer.Option(help="data: fewest operations on the worst point, or in the mean.")
    ] = "worst",
    most_gates: Annotated[
        int, typer.Option(min=0, help="The most gates; where they are used up, the rest runs as it is.")
    ] = 100_000,
    labels: LabelsOption = None,
    header: HeaderOption = None,
    delimiter: DelimiterOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a bundle that is there already.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Synthesize a conditional network that does less work per input, and prove that its answers are the same.

    A unit whose sign is settled costs nothing, and what is left at the end of the gates is the network's own map: its
    answers are not memorized anew. The bundle holds both networks and the certificate. Exit codes: as of prove.
    """
    from constructions.files.bundle import check_target
    from constructions.model.rational import spelled
    from constructions.synthesis.affine_wires import Limits
    from verify.domain import Domain, box as box_of
    from verify.lanes import Options
    from verify.synthesis import Choice, costs_of, prove_synthesized, synthesize_for_data, synthesize_for_domain
    from verify.verdict import EXIT_CODES
    from verify.words import verdict_json, verdict_text

    if output is None:
        raise BadInput("synthesize needs -o FOLDER")
    check_target(output, force)
    with spinner(f"reading {model.name}"):
        network, dataset = _read(model, data, labels, header, delimiter)
    size = spelled(radius)
    if size < 0:
        raise BadInput(f"--radius: {radius} must be at least 0")
    domain: Domain = ()
    if box is not None:
        low, high = [spelled(side) for side in box]
        domain = box_of([low] * network.input_width, [high] * network.input_width)
    if equal_on == "data" and dataset is None:
        raise BadInput(f"{model}: --equal-on data needs a data set")
    with spinner("synthesizing") as progress:
        if equal_on == "data" and dataset is not None:
            choice = Choice(None if gates == "cheapest" else gates, target, most_gates, progress)
            result = synthesize_for_data(network, dataset, size, choice)
        else:
            result = synthesize_for_domain(network, domain, Limits(most_gates, progress))
        found = result.network
    with spinner("counting operations"):
        before, after = costs_of(network, dataset), costs_of(found, dataset)
        wrong = None if dataset is None else _wrong(network, dataset)
    with spinner("proving that they are equal") as progress:
        kept = dataset or _origin(network)
        about = size if equal_on == "data" else domain
        claim, verdict = prove_synthesized(output, found, network, kept, about, Options(progress=progress), force)
    if as_json:
        found_json = {
            "before": _costs_json(before),
            "after": _costs_json(after),
            "gates": result.gates,
            "left_as_it_is": result.cut,
            "wrong_labels": wrong,
        }
        say(json.dumps({"bundle": str(output), **found_json, "result": verdict_json(claim, verdict)}))
    else:
        say(_text(before, after, result, wrong, dataset))
        say(wrapped(verdict_text(claim, verdict)))
    raise typer.Exit(EXIT_CODES[type(verdict)])


def _read(
    model: Path, data: Path | None, labels: list[str] | None, header: bool | None, delimiter: str | None
) -> "tuple[Network, Dataset | None]":
    from constructions.files.bundle import read_bundle
    from constructions.files.data_reader import ReadOptions, read_dataset
    from exchange.reader import read_trained

    dataset = None if data is None else read_dataset(data, ReadOptions(tuple(labels or ()), header, delimiter))
    if model.is_dir():
        bundle = read_bundle(model)
        network, dataset = bundle.network, dataset or bundle.dataset
    else:
        network = read_trained(model)
    if dataset is not None and dataset.width != network.input_width:
        raise BadInput(
            f"{data or model}: points have {dataset.width} coordinates, but the network takes {network.input_width}"
        )
    return network, dataset


def _wrong(network: "Network", dataset: "Dataset") -> int:
    """Return how many rows of the data the network gives another label: by value, or by its largest output."""
    from constructions.model.batch import evaluate_many

    outputs = evaluate_many(network, dataset.points).outputs
    rows = zip(outputs, dataset.labels, dataset.counts, strict=True)
    if dataset.label_width == 1 and network.output_width > 1:
        return sum([count for output, (label,), count in rows if output.index(max(output)) != label])
    return sum([count for output, label, count in rows if output != label])


def _origin(network: "Network") -> "Dataset":
    """Return a data set for the bundle where none was given: the network's own answer at 0."""
    from constructions.model.dataset import Dataset
    from constructions.model.evaluation import evaluate

    zero = [0] * network.input_width
    return Dataset.from_rows([zero], [evaluate(network, zero)])


def _text(before: "Costs", after: "Costs", result: "Synthesized", wrong: int | None, dataset: "Dataset | None") -> str:
    from guide.tables import plain_table, rendered

    table = plain_table("operations per input", "before", "after")
    table.add_row("at most, on any input", f"{before.structural:,}", f"{after.structural:,}")
    if before.worst is not None and before.mean is not None and after.worst is not None and after.mean is not None:
        table.add_row("most, over the data", f"{before.worst:,}", f"{after.worst:,}")
        table.add_row("mean, over the data", _decimal(before.mean), _decimal(after.mean))
    lines = [f"gates test {_TESTED[result.gates]}"]
    if result.cut:
        lines.append(f"gates used up at {result.cut} places, where the rest of the network runs as it is")
    if after.structural >= before.structural:
        lines.append("the network does not become cheaper in the worst case")
    if wrong is not None and dataset is not None:
        lines.append(f"labels of the data that the network gets wrong, before and after: {wrong} of {dataset.rows:,}")
    return rendered(table, *lines).rstrip()


def _decimal(value: Any) -> str:
    hundredths = round(value * 100)
    return f"{hundredths // 100:,}.{hundredths % 100:02}"


def _costs_json(costs: "Costs") -> dict[str, Any]:
    mean = None if costs.mean is None else str(costs.mean)
    return {"structural": costs.structural, "worst": costs.worst, "mean": mean}
