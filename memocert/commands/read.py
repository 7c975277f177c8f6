"""The command that reads trained networks: ``memocert read``."""

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from constructions.model.answers import Score, ties_text
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Network
from constructions.model.nouns import count_of
from guide.console import say, spinner, wrapped
from memocert.commands.build import DelimiterOption, HeaderOption, JsonOption, LabelsOption
from memocert.commands.usage import DATA_OPTIONS, refuse

if TYPE_CHECKING:
    from exchange.onnx.runtime import RuntimeReport
    from exchange.rounding import FloatReport


def register(app: typer.Typer) -> None:
    """Add the command of this module to the command line."""
    app.command()(read)


def read(
    context: typer.Context,
    model: Annotated[Path, typer.Argument(help="A trained network: .onnx, .npz or .pt (a state), .joblib, .json.")],
    data: Annotated[Path | None, typer.Argument(help="The data to compare on: .csv, .npy, .npz, .json.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The new bundle, or without data the new network file.")
    ] = None,
    output_name: Annotated[
        str | None, typer.Option(help="Which value of an ONNX graph the network gives, e.g. one before a Softmax.")
    ] = None,
    trust_pickle: Annotated[
        bool, typer.Option("--trust-pickle", help="Read a pickle, which runs whatever code its writer put in.")
    ] = False,
    labels: LabelsOption = None,
    header: HeaderOption = None,
    delimiter: DelimiterOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a bundle, or a network file, that is there already.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read a trained network exactly, and say what floating point makes of it.

    Every finite float is a rational number, so nothing is rounded. With data: how many labels are right in exact
    arithmetic, in float32 and in float64, and for ONNX how far onnxruntime is away, if it is installed.
    """
    from constructions.files.bundle import check_target, write_bundle
    from constructions.files.canonical import network_bytes, write_whole
    from constructions.files.data_reader import ReadOptions, read_dataset
    from constructions.model.account import account_of
    from exchange.reader import PICKLES, read_trained
    from exchange.rounding import float_report
    from guide.tables import account_text

    if data is None:
        refuse(context, DATA_OPTIONS, "without a data set", "to read one")
        if output is not None and output.exists() and not force:
            raise BadInput(f"{output}: exists already; --force replaces it")
    elif output is not None:
        check_target(output, force)
    if output is None:
        refuse(context, ["force"], "without -o", "to replace what -o names")
    if model.suffix.lower() not in PICKLES:
        refuse(context, ["trust_pickle"], f"for {model.name}", f"for {', '.join(PICKLES)}")
    with spinner(f"reading {model.name}"):
        network = read_trained(model, output_name, trust_pickle)
        dataset = None if data is None else read_dataset(data, ReadOptions(tuple(labels or ()), header, delimiter))
    if dataset is None:
        if output is not None:
            write_whole(output, network_bytes(network))
        account = account_of(network)
        say(json.dumps(account.as_json()) if as_json else account_text(account), end="\n" if as_json else "")
        return
    with spinner("running it in floating point"):
        report = float_report(network, dataset)
        runtime = _runtime(model, network, dataset, output_name)
    with spinner("counting operations"):
        account = account_of(network, dataset)
    if output is not None:
        write_bundle(output, network, dataset, account_text(account), force)
    if as_json:
        say(json.dumps({**account.as_json(), "floats": _floats_json(report), "runtime": _runtime_json(runtime)}))
        return
    say(
        f"{model.name}: read exactly, {count_of(network.input_width, 'input')}, "
        f"{count_of(network.output_width, 'output')}"
    )
    say(wrapped(_floats_text(report)))
    if runtime is not None:
        off, size = _about(runtime.largest_difference), _about(runtime.largest_output)
        say(f"onnxruntime {runtime.version}: outputs off by at most {off}, the largest output being {size}")
    say("")
    say(account_text(account), end="")


def _runtime(model: Path, network: Network, dataset: Dataset, output_name: str | None) -> "RuntimeReport | None":
    from exchange.onnx.runtime import is_installed, runtime_report

    inner = output_name is not None
    if model.suffix.lower() != ".onnx" or inner or not is_installed():
        return None
    return runtime_report(model, network, dataset.points)


def _floats_text(report: "FloatReport") -> str:
    what = "the largest output is the label's" if report.answers == "argmax" else "the outputs are the label"
    ties = ties_text(Score(report.right, report.ties, report.first_tie), "points")
    right = f"{report.right:,} of {count_of(report.points, 'point')}"
    lines = [f"exact arithmetic: {what} at {right} (this is what is certified){ties}"]
    for run in report.runs:
        ties = ties_text(Score(run.right, run.ties, run.first_tie), "points")
        off = "not all finite" if run.largest_difference is None else f"off by at most {_about(run.largest_difference)}"
        lines.append(
            f"{run.format}: at {run.right:,}; the exact answer at {run.same:,}; outputs {off} (measured){ties}"
        )
    return "\n".join(lines)


def _floats_json(report: "FloatReport") -> dict[str, Any]:
    runs = [
        {
            "format": run.format,
            "right": run.right,
            "ties": run.ties,
            "first_tie": run.first_tie,
            "same": run.same,
            "largest_difference": None if run.largest_difference is None else str(run.largest_difference),
            "first_other": run.first_other,
        }
        for run in report.runs
    ]
    ties = {"ties": report.ties, "first_tie": report.first_tie}
    return {"points": report.points, "answers": report.answers, "right": report.right, **ties, "runs": runs}


def _runtime_json(report: "RuntimeReport | None") -> dict[str, Any] | None:
    if report is None:
        return None
    return {"onnxruntime": report.version, "largest_difference": str(report.largest_difference), "point": report.point}


def _about(value: Fraction) -> str:
    """Return an exact number to two digits, for reading only."""
    if value.numerator.bit_length() > 1000 + value.denominator.bit_length():
        raise BadInput("an output is beyond what can be shown")
    return f"{value.numerator / value.denominator:.2g}" if value else "0"
