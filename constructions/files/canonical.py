"""Canonical files of networks and data sets (docs/reference/format.md), read strictly."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence as Items
from fractions import Fraction
from pathlib import Path
from typing import Any

from constructions.files.disk import read_bytes
from constructions.files.notation import framed, loaded, numbers_text, rational_of, rationals_of, spelling
from constructions.files.tables.number_text import columns_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, shown
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
    children,
    distinct_nodes,
)
from constructions.model.numbers.vectors import Vectors
from constructions.model.rational import Point, long_integers
from constructions.model.unchecked import gate


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes of a file, in hexadecimal.

    >>> digest(b"")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(data).hexdigest()


def network_bytes(network: Network) -> bytes:
    """Return the canonical file of ``network``: one line a distinct node, children first, the root last.

    Equal sub-networks become one node, so networks that are equal, shared in memory or not, have equal files.

    Raises:
        BadInput: if a numerator or denominator has more than ``MAX_DIGITS`` digits.

    >>> print(network_bytes(Sequence((Affine([[2], [-1]], [0, Fraction(1, 2)]), Relu(2)))).decode(), end="")
    {"format":"memocert network","version":1,"nodes":[
    ["affine",1,[[0,"2"],[0,"-1"]],["0","1/2"]],
    ["relu",2],
    ["sequence",[0,1]]
    ]}
    """
    lines: dict[str, int] = {}
    place: dict[int, int] = {}
    heads: dict[int, str] = {}  # what gates on the same form begin with
    with long_integers():
        for node in distinct_nodes(network):
            if isinstance(node, Branch):
                head = heads.get(id(node.normal)) or heads.setdefault(id(node.normal), _gate_head(node))
                sides = f"{place[id(node.below)]},{place[id(node.above)]}"
                line = f'{head}"{spelling(node.threshold)}",{sides}]'
            else:
                line = _node_line(node, [place[id(child)] for child in children(node)])
            place[id(node)] = lines.setdefault(line, len(lines))
    return framed("network", '"nodes":[\n' + ",\n".join(lines) + "\n]")


def network_from_bytes(data: bytes, name: str = "network.json") -> Network:
    """Return the network in the bytes of a file; ``name`` stands in messages.

    Raises:
        BadInput: if the bytes are not a network file of this version; one line that names the node and the value.

    >>> network_from_bytes(network_bytes(Relu(2)))
    Relu(2 -> 2)
    """
    fields = loaded(data, name, "network", {"nodes"})
    table = fields["nodes"]
    if not isinstance(table, list) or not table:
        raise BadInput(f"{name}: nodes must be a list with at least one entry")
    nodes: list[Network] = []
    forms: dict[tuple[int, int, str], Form] = {}
    with long_integers():
        for number, entry in enumerate(table):
            try:
                nodes.append(_gate(entry, nodes, forms) or _node(entry, nodes))
            except (ValueError, TypeError) as error:
                raise BadInput(f"{name}: node {number}: {error}") from error
    used = {id(child) for node in nodes for child in children(node)}
    for number, node in enumerate(nodes[:-1]):
        if id(node) not in used:
            raise BadInput(f"{name}: node {number} is used by no other node")
    return nodes[-1]


def dataset_bytes(dataset: Dataset) -> bytes:
    """Return the canonical file of ``dataset``: one line a point, with its label and its count.

    Raises:
        BadInput: if a numerator or denominator has more than ``MAX_DIGITS`` digits.

    >>> print(dataset_bytes(Dataset.from_rows([[1, 2], [3, 4]], [[0], [1]], ["no", "yes"])).decode(), end="")
    {"format":"memocert dataset","version":1,"classes":["no","yes"],"rows":[
    [["1","2"],["0"],1],
    [["3","4"],["1"],1]
    ]}
    """
    with long_integers():
        points, labels = _row_texts(dataset.points), _row_texts(dataset.labels)
        rows = [
            f"[[{point}],[{label}],{count}]" for point, label, count in zip(points, labels, dataset.counts, strict=True)
        ]
    names = json.dumps(dataset.class_names, separators=(",", ":"))
    return framed("dataset", f'"classes":{names},"rows":[\n' + ",\n".join(rows) + "\n]")


def _row_texts(vectors: Items[Items[Fraction]]) -> Iterable[str]:
    """Return the numbers of each vector, between the brackets of its list."""
    if not isinstance(vectors, Vectors):
        return map(numbers_text, vectors)
    frame = ",".join(['"%s"'] * vectors.width)
    return map(frame.__mod__, zip(*vectors.texts(), strict=True))


def dataset_from_bytes(data: bytes, name: str = "dataset.json") -> Dataset:
    """Return the data set in the bytes of a file; ``name`` stands in messages.

    Raises:
        BadInput: if the bytes are not a data set file of this version; one line that names the row and the value.

    >>> dataset_from_bytes(dataset_bytes(Dataset.from_rows([[1], [2]], [[5], [6]]))).size
    2
    """
    begin = data.find(_ROWS) + len(_ROWS)
    columns = _columns_of_rows(data[begin:]) if begin >= len(_ROWS) else None
    fields = loaded(data if columns is None else data[:begin] + _END, name, "dataset", {"classes", "rows"})
    table, names = fields["rows"], fields["classes"]
    if not isinstance(table, list) or not (table or columns):
        raise BadInput(f"{name}: rows must be a list with at least one entry")
    if names is not None and (not isinstance(names, list) or not all(isinstance(value, str) for value in names)):
        raise BadInput(f"{name}: classes must be null or a list of names")
    points, labels, counts = columns or _objects_of_rows(table, name)
    try:
        return Dataset(points, labels, counts, None if names is None else tuple(names))
    except ValueError as error:
        raise BadInput(f"{name}: {error}") from error


_ROWS, _END = b'"rows":[\n', b"]}\n"


def _columns_of_rows(text: bytes) -> tuple[Vectors, Vectors, tuple[int, ...]] | None:
    """Return points, labels and counts of the rows of a data set file, read all at once; None if one is not as
    ``dataset_bytes`` writes it, or a number is long."""
    first = re.match(rb'\[\[((?:"[^"]*",?)+)\],\[((?:"[^"]*",?)+)\],', text)
    if first is None or not text.endswith(b"\n" + _END):
        return None
    width, outputs = [group.count(b'"') // 2 for group in first.groups()]
    lists = [b"[" + b",".join([b'""'] * numbers) + b"]" for numbers in (width, outputs)]
    frame = b"[" + b",".join(lists) + b",],\n"
    quotes = [place for place, sign in enumerate(frame) if sign == ord('"')]
    found = columns_of(
        text[: -len(_END) - 1] + b",\n", frame, [*[place + 1 for place in quotes[::2]], len(frame) - 3], "/"
    )
    if found is None or found.scales[-1] != 1:
        return None
    points, labels = found.part(range(width)), found.part(range(width, width + outputs))
    return points, labels, tuple(found.columns[-1].tolist())


def _objects_of_rows(table: Items[Any], name: str) -> tuple[Items[Point], Items[Point], tuple[int, ...]]:
    """Return points, labels and counts of the rows of any data set file."""
    points, labels, counts = [], [], []
    with long_integers():
        for number, entry in enumerate(table):
            try:
                point, label, count = _list_of(entry, 3, "a row")
                points.append(tuple(rationals_of(point, "a point")))
                labels.append(tuple(rationals_of(label, "a label")))
                counts.append(count)
            except ValueError as error:
                raise BadInput(f"{name}: row {number}: {error}") from error
    return tuple(points), tuple(labels), tuple(counts)


def read_network(path: str | Path) -> Network:
    """Return the network in a file of this project (docs/reference/format.md, section 2).

    Raises what ``read_bytes`` and ``network_from_bytes`` raise.

    >>> read_network(Path("nowhere.json"))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: nowhere.json: no such file or directory
    """
    return network_from_bytes(read_bytes(Path(path)), str(path))


def _gate_head(node: Branch) -> str:
    return f'["branch",{node.input_width},[{form_text(node.normal)}],'


def _node_line(node: Affine | Identity | Relu | Step | Sequence | Concatenate, below: list[int]) -> str:
    match node:
        case Affine():
            rows = ",".join([f"[{form_text(form)}]" for form in node.weights])
            return f'["affine",{node.input_width},[{rows}],[{numbers_text(node.bias)}]]'
        case Identity():
            return f'["identity",{node.width}]'
        case Relu():
            return f'["relu",{node.width}]'
        case Step():
            return f'["step",{node.width}]'
        case Sequence():
            return f'["sequence",[{",".join(map(str, below))}]]'
        case Concatenate():
            return f'["concatenate",[{",".join(map(str, below))}]]'


def form_text(form: Form) -> str:
    """Return what stands between the brackets of a row in a file.

    >>> form_text(Form.dense([0, Fraction(1, 2)]))
    '1,"1/2"'
    """
    entries = zip(form.indices, form.weights, strict=True)
    return ",".join([f'{index},"{spelling(weight)}"' for index, weight in entries])


def _list_of(value: object, length: int, name: str) -> list[Any]:
    if not isinstance(value, list) or len(value) != length:
        raise ValueError(f"{name} must be a list with {length} entries, not {shown(value)}")
    return value


def form_of(width: int, entries: object) -> Form:
    """Return the form that a row of a file spells: positions and weights in turn.

    Raises:
        ValueError: if it is not such a list, or does not fit ``width`` inputs.

    >>> form_of(2, [1, "1/2"])
    Form(1/2 x1 of 2)
    """
    if not isinstance(entries, list) or len(entries) % 2:
        raise ValueError(f"a row must be a list of positions and weights in turn, not {shown(entries)}")
    return Form(width, entries[0::2], [rational_of(value) for value in entries[1::2]])


def _child(index: object, nodes: Items[Network]) -> Network:
    if type(index) is not int or not 0 <= index < len(nodes):
        raise ValueError(f"a child must be the number of an earlier node, not {shown(index)}")
    return nodes[index]


def _gate(entry: Any, nodes: Items[Network], forms: dict[tuple[int, int, str], Form]) -> Network | None:
    """Return a gate of one weight, with one of the forms that are kept; None if it is not one whose sides fit."""
    match entry:
        case ["branch", width, [index, str(weight)], threshold, below, above]:
            count = len(nodes)
            if not all([type(value) is int for value in (width, index, below, above)]):
                return None
            if not (0 <= below < count and 0 <= above < count):
                return None
            low, high = nodes[below], nodes[above]
            if not (low.input_width == high.input_width == width and low.output_width == high.output_width):
                return None
            form = forms.get((width, index, weight))
            if form is None:
                form = forms.setdefault((width, index, weight), form_of(width, [index, weight]))
            return gate(form, rational_of(threshold), low, high)
    return None


def _node(entry: Any, nodes: Items[Network]) -> Network:
    match entry:
        case ["affine", width, [*rows], [*bias]]:
            return Affine([form_of(width, row) for row in rows], rationals_of(bias, "bias"))
        case ["identity", width]:
            return Identity(width)
        case ["relu", width]:
            return Relu(width)
        case ["step", width]:
            return Step(width)
        case ["sequence", [*stages]]:
            return Sequence([_child(index, nodes) for index in stages])
        case ["concatenate", [*parts]]:
            return Concatenate([_child(index, nodes) for index in parts])
        case ["branch", width, normal, threshold, below, above]:
            gate = form_of(width, normal)
            return Branch(gate, rational_of(threshold), _child(below, nodes), _child(above, nodes))
        case _:
            raise ValueError(f"not one of the seven forms: {shown(entry)}")
