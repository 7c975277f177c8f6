"""The command that reads trained networks: ``memocert read``."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from constructions.model.names import printable
from constructions.model.network import Affine, Network
from constructions.model.nouns import count_of
from guide.console import say, say_json, spinner, wrapped, written_to
from memocert.commands.build import JsonOption
from memocert.commands.shared.stopping import ends_in_time
from memocert.commands.shared.tables import reads_tables
from memocert.commands.shared.usage import DATA_OPTIONS, refuse

if TYPE_CHECKING:
    from constructions.files.tables.read_options import ReadOptions
    from constructions.model.dataset import Dataset
    from exchange.onnx.runtime import RuntimeReport
    from exchange.trained import Trained

RoundInputsOption = Annotated[
    bool, typer.Option("--round-inputs", help="Move thresholds to where the tool's rounding of inputs changes sides.")
]

OneRowOption = Annotated[
    bool, typer.Option("--one-row", help="Read an ONNX model with a batch of fixed size for one row.")
]
OneLogitOption = Annotated[
    bool, typer.Option("--one-logit", help="Take the one output z for a logit: two classes, with the outputs 0 and z.")
]
ClassesOption = Annotated[
    list[str] | None,
    typer.Option("--class", help="What the model's classes are called in the data, in its order; repeat for each."),
]


@ends_in_time
@reads_tables
def read(
    context: typer.Context,
    model: Annotated[Path, typer.Argument(help="A trained model: .onnx, .pt, .npz, .skops, .joblib, .json, .txt.")],
    data: Annotated[
        Path | None, typer.Argument(help="The data to compare on: .csv, .tsv, .txt, .npy, .npz, .json.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The new bundle, or without data the new network file.")
    ] = None,
    output_name: Annotated[
        str | None, typer.Option(help="Which value of an ONNX graph the network gives, e.g. one before a Softmax.")
    ] = None,
    trust_pickle: Annotated[
        bool, typer.Option("--trust-pickle", help="Read a pickle, which runs whatever code its writer put in.")
    ] = False,
    round_inputs: RoundInputsOption = False,
    one_row: OneRowOption = False,
    one_logit: OneLogitOption = False,
    classes: ClassesOption = None,
    *,
    reading: "ReadOptions",
    force: Annotated[
        bool, typer.Option("--force", help="Replace a bundle, or a network file, that is there already.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read a trained network exactly, and say what floating point makes of it.

    Every finite float is a rational number, so nothing is rounded. With data: how many labels are right in exact
    arithmetic, in float32 and in float64, how far values are off, and how the tool that made the model agrees, if it is
    installed: onnxruntime, scikit-learn, XGBoost, LightGBM. Classes are matched by name.
    """
    from constructions.files.bundle import check_output, check_target, write_bundle
    from constructions.files.data_reader import read_dataset
    from constructions.model.account import account_of
    from exchange.reader import PICKLES, read_model
    from exchange.trained import notes_of
    from guide.reading import model_json, network_of, reading_json, reading_of, reading_text
    from guide.tables import account_text

    if data is None:
        refuse(context, DATA_OPTIONS, "without a data set", "to read one")
        if output is not None:
            check_output(output, force)
    elif output is not None:
        check_target(output, force)
    if output is None:
        refuse(context, ["force"], "without -o", "to replace what -o names")
    if model.suffix.lower() not in PICKLES:
        refuse(context, ["trust_pickle"], f"for {model.name}", f"for {', '.join(PICKLES)}")
    with spinner(f"reading {model.name}"):
        trained = read_model(model, output_name, trust_pickle, one_row, one_logit, classes or ())
        network = network_of(trained, round_inputs, str(model))
        reading = replace(reading, categories=trained.categories, model_inputs=trained.columns or ())
        dataset = None if data is None else read_dataset(data, reading)
    if dataset is None:
        _without_data(model, trained, network, output, as_json)
        return
    with spinner("running it in floating point"):
        judged = reading_of(trained, network, round_inputs, dataset, str(model))
        runtime = _runtime(model, network, judged.dataset, output_name)
    with spinner("counting operations"):
        account = account_of(network, judged.dataset)
    if output is not None:
        write_bundle(output, network, judged.dataset, account_text(account), force)
    if as_json:
        say_json({**account.as_json(), "model": model_json(trained), **reading_json(judged, runtime)})
        return
    say(
        f"{model.name}: {_how(trained)}, {count_of(network.input_width, 'input')}, "
        f"{count_of(network.output_width, 'output')}{written_to(output)}"
    )
    say(wrapped(reading_text(judged, notes_of(trained), runtime)))
    say("")
    say(account_text(account), end="")


def _without_data(model: Path, trained: "Trained", network: Network, output: Path | None, as_json: bool) -> None:
    from constructions.files.canonical import network_bytes
    from constructions.files.disk import write_whole
    from constructions.model.account import account_of
    from exchange.trained import notes_of
    from guide.reading import model_json
    from guide.tables import account_text

    if output is not None:
        write_whole(output, network_bytes(network))
    account = account_of(network)
    if as_json:
        say_json({**account.as_json(), "model": model_json(trained)})
        return
    if trained.classes is not None:
        say(wrapped(f"classes, in the order of the outputs: {', '.join(map(printable, trained.classes[:12]))}"))
    if notes_of(trained):
        say(wrapped("\n".join(notes_of(trained))))
    if output is not None and (trained.classes or trained.columns):
        names = " and ".join(["classes"] * bool(trained.classes) + ["columns"] * bool(trained.columns))
        say(
            wrapped(
                f"{output}: the network alone, without the names of its {names}; predict, show and paths take {model} "
                f"itself, and read {model} DATA -o FOLDER keeps them"
            )
        )
    say(account_text(account), end="")


def _how(trained: "Trained") -> str:
    """Return how a model was read: what a file does not say is not exact."""
    if not trained.assumed:
        return "read exactly"
    return "weights read exactly" + ("" if isinstance(trained.network, Affine) else ", ReLU assumed between layers")


def _runtime(model: Path, network: Network, dataset: "Dataset", output_name: str | None) -> "RuntimeReport | None":
    from exchange.onnx.runtime import is_installed, runtime_report

    if model.suffix.lower() != ".onnx" or not is_installed():
        return None
    return runtime_report(model, network, dataset.points, output_name, dataset.place_of)
