"""Inputs of a model and columns of data: matched by name where both have names, else taken in their order, and said."""

from collections.abc import Sequence as Items
from dataclasses import replace

from constructions.files.columns import place_of, places_of, real_names
from constructions.files.tables.chosen_columns import names_shown
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, shown
from constructions.model.names import with_numbers
from constructions.model.nouns import count_of
from constructions.model.provenance import Columns
from exchange.trained import Trained


def in_model_order(dataset: Dataset, names: tuple[str, ...] | None) -> tuple[Dataset, str]:
    """Return the data with their coordinates in the order of a model's inputs, and what a user must know, one line.

    Columns that the model does not read are left out; rows that are equal without them become one point. Where one side
    has no names, or no name of the one is a name of the other, columns keep their order, and the line says so.

    Args:
        dataset: the data, with the names of their columns or without.
        names: what the model calls its inputs, in its order; None if it does not.

    Raises:
        BadInput: if some inputs have columns of their names and others do not, or rows that become one point have
            different labels.

    >>> data = Dataset.from_rows([[1, 2]], [[0]], columns=Columns(("b", "a"), ("y",)))
    >>> moved, note = in_model_order(data, ("a", "b"))
    >>> [int(value) for value in moved.points[0]], note
    ([2, 1], "columns are matched with the model's inputs by name: 'a', 'b'")
    """
    ours = () if dataset.columns is None else dataset.columns.inputs
    if ours == names:
        return dataset, ""
    if names is None:
        made_up = ours and real_names(sorted(ours, key=lambda name: (len(name), name)), dataset.width) is None
        if made_up and real_names(ours, dataset.width) is not None:
            return dataset, f"the model has no names for its inputs: {names_shown(ours)} are taken in this order"
        return dataset, ""
    if dataset.columns is None or (real_names(ours, dataset.width) is None and not {*ours} & {*names}):
        return dataset, f"the data have no names of columns: they are taken in the model's order, {names_shown(names)}"
    places = places_of(names, ours)
    missing = [name for name, place in zip(names, places, strict=True) if place is None]
    if len(missing) == len(names):
        _refuse_label(missing, dataset.columns)
        return dataset, (
            f"no column has the name of an input of the model: {names_shown(ours)} "
            f"{'are taken in this order' if ours[1:] else 'is taken'} as {names_shown(names)}"
        )
    if missing:
        _refuse_label(missing, dataset.columns)
        raise BadInput(
            f"the model reads {shown(missing[0])}, and the columns of the data are {names_shown(ours)}: name them as "
            f"the model does ({names_shown(names)}), or leave the header out"
        )
    taken = [place for place in places if place is not None]
    if taken == list(range(len(ours))):
        return dataset, ""
    return _moved(dataset, taken, dataset.columns)


def fitted(dataset: Dataset, trained: Trained, file: str) -> tuple[Dataset, str]:
    """Return what ``in_model_order`` does for a model, whose network takes the data then.

    Args:
        dataset: the data.
        trained: the model.
        file: what messages begin with.

    Raises:
        BadInput: if the network takes another number of inputs than the data have, or numbers texts otherwise.

    >>> from constructions.model.network import Relu
    >>> fitted(Dataset.from_rows([[1, 2]], [[0]]), Trained(Relu(64), rows=32), "m.onnx")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: m.onnx: the model takes a batch of 32 rows of 2 numbers: --one-row reads one
    """
    try:
        dataset, note = in_model_order(dataset, trained.columns)
        _check_width(dataset, trained)
        _check_texts(dataset, trained)
    except BadInput as error:
        raise type(error)(f"{file}: {error}") from None
    return dataset, note


def _check_width(dataset: Dataset, trained: Trained) -> None:
    """Refuse data of another number of coordinates than the model has inputs."""
    inputs = trained.network.input_width
    if dataset.width * trained.rows == inputs and trained.rows > 1:
        numbers = count_of(dataset.width, "number")
        raise BadInput(f"the model takes a batch of {trained.rows} rows of {numbers}: --one-row reads one")
    if dataset.width != inputs:
        of_table = dataset.origin is not None and dataset.origin.unit == "line"
        hint = ": --inputs or --drop chooses columns" if of_table and dataset.width > inputs else ""
        raise BadInput(
            f"the network takes {count_of(inputs, 'input')}, but the data have "
            f"{count_of(dataset.width, 'coordinate')}{hint}"
        )


def _check_texts(dataset: Dataset, trained: Trained) -> None:
    """Refuse data in which a text stands for another number than in the model, as where names do not match."""
    columns = dataset.columns
    known = {} if columns is None else dict(columns.categories)
    for place, texts in trained.texts:
        name = "" if columns is None else columns.inputs[place]
        if known.get(name, texts) != texts:
            ours = f"the texts of the column {shown(name)} would be the numbers {with_numbers(known[name])}, and"
            theirs = f"the model, which has no names of columns, was fitted on {with_numbers(texts)}: write these"
            if trained.columns is not None:
                own = shown(trained.columns[place])
                theirs = f"those of {own} in the model are {with_numbers(texts)}: call the column {own}, or write these"
            raise BadInput(f"{ours} {theirs} numbers in the table")


def _refuse_label(missing: Items[str], columns: Columns) -> None:
    """Refuse data of which a label has the name of an input."""
    for name in missing:
        if place_of(name, columns.labels) is not None:
            raise BadInput(
                f"the model reads the column {shown(name)}, which is taken for the label: say which column is by "
                "--labels"
            )


def _moved(dataset: Dataset, taken: list[int], columns: Columns) -> tuple[Dataset, str]:
    points = [tuple([point[place] for place in taken]) for point in dataset.points]
    inputs = tuple([columns.inputs[place] for place in taken])
    kept = Columns(inputs, columns.labels, tuple([pair for pair in columns.categories if pair[0] in inputs]))
    note = f"columns are matched with the model's inputs by name: {names_shown(kept.inputs)}"
    out = [name for place, name in enumerate(columns.inputs) if place not in taken]
    if not out:
        return replace(dataset, points=tuple(points), columns=kept), note
    rows = [number for number, times in enumerate(dataset.counts) for _ in range(times)]
    merged = Dataset.from_rows(
        [points[number] for number in rows],
        [dataset.labels[number] for number in rows],
        dataset.class_names,
        lambda row: f"without the columns that the model does not read, {dataset.place_of(rows[row])}",
        kept,
        None if dataset.origin is None else dataset.origin.part(rows),
    )
    return merged, f"{note}; {count_of(len(out), 'column')} left out: {names_shown(out)}"
