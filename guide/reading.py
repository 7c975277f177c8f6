"""What is said of a trained model that was read: its outputs, its classes, floating point, the tool that made it."""

from collections.abc import Sequence as Items
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any

from constructions.files.tables.dialects import typed_word
from constructions.model.answers import Errors, Score, largest, names_classes, ties_text
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.names import printable
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.progress import STOPS
from constructions.model.rational import Point, for_reading, nearest_float
from exchange.agreement import Agreement, Rounding, agreement, rounding_of, rows_of_floats
from exchange.class_order import Order, better_order, labels_matched
from exchange.column_order import fitted
from exchange.onnx.runtime import RuntimeReport
from exchange.rounding import FloatReport, float_report
from exchange.trained import Tool, Trained, notes_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A model on data.

    Attributes:
        network: the network that is used: with ``rounded`` the one that makes up for the tool's rounding of inputs.
        dataset: the data, labels numbered as the model's classes.
        column_note: what is to be said of the names of columns; empty if nothing.
        note: what is to be said of the classes' names; empty if nothing.
        order: another order of the classes that fits far better, where names do not decide.
        floats: what floating point makes of it.
        rounding: what the tool's rounding of inputs changes; None if it has none.
        tool: the tool and how it agrees; None if there is none to be asked.
        with_rounding: how the tool agrees once its rounding of inputs counts; None where that is the same thing.
        refused: why the tool gave no answer; empty if it did, or if there is none.
    """

    network: Network
    dataset: Dataset
    column_note: str
    note: str
    order: Order | None
    floats: FloatReport
    rounding: Rounding | None
    tool: tuple[Tool, Agreement] | None
    with_rounding: Agreement | None
    refused: str


def network_of(trained: Trained, rounded: bool, file: str) -> Network:
    """Return the network that is used, with the rounding of inputs or without it.

    Raises:
        BadInput: if there is no rounding to make up for.
    """
    if not rounded:
        return trained.network
    if trained.rounding is None:
        raise BadInput(
            f"{file}: --round-inputs has no effect: no rounding of inputs before thresholds is known of this model"
        )
    return trained.rounding()


def reading_of(trained: Trained, network: Network, rounded: bool, dataset: Dataset, file: str) -> Reading:
    """Return what a model does on data: classes matched by name, floating point, rounding, and the tool's own answers.

    Args:
        trained: the model.
        network: ``network_of`` it.
        rounded: whether that makes up for the rounding of inputs.
        dataset: the data, as they were read.
        file: what messages about the model begin with.
    """
    dataset, of_columns = fitted(dataset, trained, file)
    found = labels_matched(dataset, trained.classes, network.output_width)
    data = found.dataset
    _check_labels(network, data)
    floats = float_report(network, data)
    by_class = names_classes(network, data)
    outputs = evaluate_many(network, data.points).outputs
    order = None if found.by_name else order_of(network, data, outputs)
    rounding = rounding_of(trained, rounded, outputs, data.points, by_class)
    said, refused = _asked(trained.tool, data)
    tool = with_rounding = None
    if trained.tool is not None and said and isinstance(said[0], tuple) != by_class:
        tool = (trained.tool, agreement(outputs, said, by_class))
        if rounding is not None and not rounded:
            with_rounding = agreement(rounding.other_outputs, said, by_class)
    return Reading(network, data, of_columns, found.note, order, floats, rounding, tool, with_rounding, refused)


def _check_labels(network: Network, data: Dataset) -> None:
    """Refuse labels that are no classes where the outputs of a model are; for tables and arrays it says what to do."""
    try:
        if names_classes(network, data):
            data.classes()
    except BadInput as error:
        outputs = count_of(network.output_width, "output")
        advice = ""
        if data.origin is not None:  # else a .json file, which says itself what its labels are
            advice = ": --labels names the labels, as many as outputs where these are values"
        raise BadInput(f"{error}; the model has {outputs}, one a class{advice}") from None


def order_of(network: Network, data: Dataset, outputs: Items[Point] | None = None) -> Order | None:
    """Return another order of the classes that fits far better; None if there is none, or labels are no classes.

    Args:
        network: the network.
        data: the data, whose labels are numbered by something else than the names of the model's classes.
        outputs: what the network gives at the points, if that is known.
    """
    if not names_classes(network, data):
        return None
    with suppress(BadInput):
        classes = data.classes()
        answers = [largest(output) for output in outputs or evaluate_many(network, data.points).outputs]
        return better_order(answers, classes, data.counts, network.output_width)
    return None


def _asked(tool: Tool | None, dataset: Dataset) -> tuple[list[Any], str]:
    """Return what the tool answers at the points, or nothing and why."""
    if tool is None or tool.answers is None:
        return [], ""
    rows = rows_of_floats(dataset)
    try:
        return tool.answers(rows), ""
    except STOPS:
        raise
    except Exception as error:  # each tool raises kinds of its own, some of many lines
        said = str(error).strip().partition("\n")[0] or type(error).__name__
        return [], f"{tool.name} gives no answer: {said[:160]}"


def reading_text(reading: Reading, notes: Items[str], runtime: RuntimeReport | None) -> str:
    """Return lines for people, none wrapped."""
    lines = [*notes, *[note for note in (reading.column_note, reading.note) if note]]
    lines += _exact_lines(reading.floats, reading.dataset)
    if reading.order is not None:
        lines.append(order_text(reading.order, reading.dataset))
    lines += _float_lines(reading.floats, reading.dataset)
    if reading.rounding is not None:
        lines.append(_rounding_text(reading.rounding, reading.dataset))
    if reading.tool is not None:
        lines.append(_tool_text(*reading.tool, reading.with_rounding))
    if reading.refused:
        lines.append(reading.refused)
    if runtime is not None:
        off, size = about(runtime.largest_difference), about(runtime.largest_output)
        rounding = reading.rounding
        changes = rounding is not None and not rounding.applied and rounding.other.same < rounding.other.points
        where = ", at rounded inputs" if changes else ""
        lines.append(
            f"onnxruntime {runtime.version}{where}: outputs off by at most {off}, the largest output being {size}"
        )
    return "\n".join(lines)


def _exact_lines(report: FloatReport, dataset: Dataset) -> list[str]:
    right = f"{report.right:,} of {count_of(report.points, 'point')}"
    if report.errors is not None:
        line = f"exact arithmetic: {errors_text(report.errors, dataset)}"
        return [f"{line}; the outputs are the label at {right} (claims are about this)" if report.right else line]
    ties = ties_text(Score(report.right, report.ties, report.first_tie), "points", dataset)
    return [f"exact arithmetic: the largest output is the label's at {right} (claims are about this){ties}"]


def errors_text(found: Errors, dataset: Dataset) -> str:
    """Return how far values are from labels; the numbers are rounded, and --json has them exactly.

    >>> data = Dataset.from_rows([[0], [1]], [[0], [1]])
    >>> errors_text(Errors(Fraction(1, 3), Fraction(1, 8), 1), data)
    'outputs and labels are at most about 0.33 apart (data point 1), 0.12 in the mean (exactly with --json)'
    >>> errors_text(Errors(Fraction(0), Fraction(0), 0), data)
    'outputs and labels are equal'
    """
    if not found.largest:
        return "outputs and labels are equal"
    most = f"at most about {about(found.largest)} apart ({dataset.place_of(found.point)})"
    return f"outputs and labels are {most}, {about(found.mean)} in the mean (exactly with --json)"


def _float_lines(report: FloatReport, dataset: Dataset) -> list[str]:
    lines = []
    for run in report.runs:
        ties = ties_text(Score(run.right, run.ties, run.first_tie), "points", dataset)
        off = "not all finite" if run.largest_difference is None else f"off by at most {about(run.largest_difference)}"
        counts = f"at {run.right:,}; the exact answer at {run.same:,}; "
        if report.errors is not None and not report.right:  # values that are no label are none in floats either
            counts = ""
        lines.append(f"{run.format}: {counts}outputs {off} (measured){ties}")
    return lines


def order_text(order: Order, dataset: Dataset) -> str:
    """Return in a line that another order of the classes fits far better, and that it is left as it is."""
    called = dataset.class_names
    names = [str(label) if called is None or label >= len(called) else called[label] for label in order.labels[:12]]
    options = " ".join([f"--class {typed_word(name)}" for name in names])
    taken = f": {options} takes the other" if len(names) == len(order.labels) else ""
    said = ", ".join(map(printable, names))
    return (
        f"another order of the classes fits far better: with the outputs as {said} the answer is right at "
        f"{order.right:,} of {count_of(dataset.rows, 'row')}, with the order as it is at {order.now:,}; names do not "
        f"decide, so the order is left{taken}"
    )


def _rounding_text(rounding: Rounding, dataset: Dataset) -> str:
    formats = " and then ".join(rounding.formats)
    changed = rounding.other.points - rounding.other.same
    other = rounding.other.first_other
    first = "" if other is None else f", first at {dataset.place_of(other)}"
    if rounding.applied:
        start = f"thresholds make up for inputs rounded to {formats}; without that the answer changes"
        return f"{start} at {count_of(changed, 'point')}{first}"
    start = f"the tool rounds inputs to {formats}, the network does not; with that the answer changes"
    return f"{start} at {count_of(changed, 'point')}{first}" + (" (--round-inputs)" if changed else "")


def _tool_text(tool: Tool, found: Agreement, rounded: Agreement | None) -> str:
    if found.largest_difference is None:
        text = f"{tool.name}: the same class at {found.same:,} of {count_of(found.points, 'point')}"
        if rounded is not None and rounded.same != found.same:
            text += f", with its rounding of inputs at {rounded.same:,}"
        return text
    text = f"{tool.name}: outputs off by at most {about(found.largest_difference)}"
    if rounded is not None and rounded.same != found.same and rounded.largest_difference is not None:
        text += f", with its rounding of inputs by {about(rounded.largest_difference)}"
    return text


def model_json(trained: Trained) -> dict[str, Any]:
    """Return what the file says of the model, as ``--json`` prints it."""
    return {"classes": trained.classes, "notes": notes_of(trained), "rounds": trained.rounds}


def reading_json(reading: Reading, runtime: RuntimeReport | None) -> dict[str, Any]:
    """Return the same as ``reading_text``, as ``--json`` prints it."""
    rounding, ran = reading.rounding, None
    if runtime is not None:
        ran = {
            "onnxruntime": runtime.version,
            "largest_difference": runtime.largest_difference,
            "point": runtime.point,
        }
    return {
        "floats": reading.floats,
        "runtime": ran,
        "column_note": reading.column_note or None,
        "class_note": reading.note or None,
        "better_order": reading.order,
        "rounding": None
        if rounding is None
        else {"formats": rounding.formats, "applied": rounding.applied, **_agreement_json(rounding.other)},
        "tool": None
        if reading.tool is None
        else {
            "name": reading.tool[0].name,
            **_agreement_json(reading.tool[1]),
            "with_rounding": None if reading.with_rounding is None else _agreement_json(reading.with_rounding),
        },
        "tool_note": reading.refused or None,
    }


def _agreement_json(found: Agreement) -> dict[str, Any]:
    return {"same": found.same, "largest_difference": found.largest_difference, "first_other": found.first_other}


def about(value: Fraction) -> str:
    """Return an exact number to two digits, or to six where no float is near it, for reading only.

    >>> about(Fraction(1, 3)), about(Fraction(0)), about(Fraction(10**5000, 3)), about(Fraction(1, 10**400))
    ('0.33', '0', '3.33333E+4999', '1E-400')
    """
    found = nearest_float(value)
    return f"{found:.2g}" if isfinite(found) and (found or not value) else for_reading(value).removeprefix("~")
