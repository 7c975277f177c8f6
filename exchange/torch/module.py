"""A PyTorch module of an exact network, whose forward runs only the sides of gates that a row takes; and its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from constructions.model.batch import evaluate_many
from constructions.model.errors import BadInput, needs, of_kind
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Identity,
    Network,
    Node,
    Relu,
    Sequence,
    Step,
    children,
    distinct_nodes,
)
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from exchange.exact_arrays import MAX_WEIGHTS, check_size
from exchange.precision import Precision


@dataclass(frozen=True, slots=True)
class TorchSource:
    """Python source that defines ``class Network(torch.nn.Module)``, and what was rounded in it."""

    text: str = field(repr=False)
    precision: Precision


def torch_source(network: Network, kind: str = "float32") -> TorchSource:
    """Return the source of a module that computes ``network`` on rows of numbers; it needs nothing but torch.

    Rows that take the same sides travel together; a side that no row takes does not run. Weights, biases and
    thresholds are multiplied up where the format then holds them exactly, as in ``Precision.row``.

    Args:
        network: the network; parts that are shared in memory are shared in the module.
        kind: ``float32`` or ``float64``, the format of its parameters.

    Raises:
        BadInput: if a constant is beyond the format, or a layer has too many weights.

    >>> source = torch_source(Branch([1], 0, Affine([[0]], [7]), Relu(1)))
    >>> source.precision.rounded, "class Network(torch.nn.Module):" in source.text
    (0, True)
    """
    of_kind(Node, "a network", network=network)
    precision = Precision(kind)
    places: dict[int, int] = {}
    lines: list[str] = []
    for node in distinct_nodes(network):
        places[id(node)] = len(lines)
        lines.append(f"    {_entry(node, [places[id(child)] for child in children(node)], precision)!r},\n")
    inputs, outputs = count_of(network.input_width, "input"), count_of(network.output_width, "output")
    text = _TEXT.replace("@DTYPE", f"torch.{kind}").replace("@WIDTHS", f"{network.input_width}, {network.output_width}")
    return TorchSource(text.replace("@WHAT", f"{inputs} and {outputs}").replace("@NODES", "".join(lines)), precision)


def _entry(node: Network, below: list[int], precision: Precision) -> tuple[Any, ...]:
    """Return a node as it stands in the source."""
    match node:
        case Affine():
            check_size(node.input_width * node.output_width, MAX_WEIGHTS, "a layer", "weights with its zeros")
            rows = [precision.row(form.weights, bias) for form, bias in zip(node.weights, node.bias, strict=True)]
            weights = [(form.indices, _floats(row[0])) for form, row in zip(node.weights, rows, strict=True)]
            divisors = [row[2] for row in rows]
            held = None if set(divisors) == {1} else _floats(divisors)
            return ("affine", node.input_width, weights, _floats([row[1] for row in rows]), held)
        case Branch():
            factors, threshold = precision.gate(node.normal.weights, node.threshold)
            return ("branch", list(node.normal.indices), _floats(factors), _floats([threshold])[0], *below)
        case Relu() | Step() | Identity():
            return (type(node).__name__.lower(),)
        case Sequence() | Concatenate():
            return (type(node).__name__.lower(), below)


def _floats(values: Items[Fraction]) -> list[Any]:
    """Return numbers of a format of floats as Python's floats, which hold them."""
    return [value.numerator / value.denominator for value in values]


def torch_module(network: Network, kind: str = "float32") -> Any:
    """Return a ``torch.nn.Module`` that computes ``network`` on rows of numbers; what ``torch_source`` defines.

    Raises:
        BadInput: if torch is not installed, and what ``torch_source`` raises.

    >>> if is_installed():
    ...     import torch
    ...     assert torch_module(Relu(1))(torch.tensor([[-1.0], [2.0]])).tolist() == [[0.0], [2.0]]
    """
    of_kind(Node, "a network", network=network)
    with needs("a PyTorch module", "torch", "torch"):
        return loaded(torch_source(network, kind).text)


def loaded(text: str) -> Any:
    """Return the module that a source of ``torch_source`` defines; it is run for that."""
    names: dict[str, Any] = {"__name__": "memocert_network"}
    exec(compile(text, "<network>", "exec"), names)
    return names["Network"]()


def is_installed() -> bool:
    """Return whether there is a PyTorch to run it with."""
    from importlib.util import find_spec

    return find_spec("torch") is not None


def torch_difference(
    source: TorchSource, network: Network, points: Items[Point], place: Callable[[int], str] = "point {}".format
) -> tuple[str, Fraction]:
    """Run the source with torch at the points, rounded to its format; return torch's version and how far it is off.

    The outputs of the exact network at the same rounded points are what it is compared with.

    Raises:
        BadInput: if torch gives something that is not finite.
    """
    import torch

    rounder = Precision(source.precision.kind)
    rows = [[rounder.number(value) for value in point] for point in points]
    given = torch.tensor([_floats(row) for row in rows], dtype=getattr(torch, source.precision.kind))
    with torch.no_grad():
        found = loaded(source.text)(given).tolist()
    largest = Fraction(0)
    for number, (values, wanted) in enumerate(zip(found, evaluate_many(network, rows).outputs, strict=True)):
        for value, exact in zip(values, wanted, strict=True):
            if value - value != 0:
                raise BadInput(f"torch gives something that is not finite at {place(number)}")
            largest = max(largest, abs(Fraction(value) - exact))
    return str(torch.__version__), largest


_TEXT = '''"""A network of @WHAT, written by memocert; it needs nothing but torch."""

import torch

DTYPE = @DTYPE
INPUTS, OUTPUTS = @WIDTHS

# Children are numbers of earlier nodes; the last node is the network. ("affine", inputs, rows, biases, divisors) is
# (W x + b) / divisors, a row being positions and weights; ("branch", positions, weights, threshold, below, above) runs
# one side.
NODES = [
@NODES]


class Network(torch.nn.Module):
    """Takes N rows of INPUTS numbers and gives N rows of OUTPUTS; a side of a gate runs for the rows that take it."""

    def __init__(self):
        super().__init__()
        for number, node in enumerate(NODES):
            if node[0] == "affine":
                weight = torch.zeros(len(node[2]), node[1], dtype=DTYPE)
                for row, (positions, weights) in enumerate(node[2]):
                    weight[row, list(positions)] = torch.tensor(weights, dtype=DTYPE)
                self.register_parameter(f"weight{number}", torch.nn.Parameter(weight))
                self.register_parameter(f"bias{number}", torch.nn.Parameter(torch.tensor(node[3], dtype=DTYPE)))
                divisor = None if node[4] is None else torch.tensor(node[4], dtype=DTYPE)
                self.register_buffer(f"divisor{number}", divisor, persistent=False)

    def forward(self, x):
        if x.dim() != 2 or x.shape[1] != INPUTS:
            raise ValueError(f"x must be rows of {INPUTS} numbers, not of the shape {list(x.shape)}")
        if not len(x):
            return x.new_zeros(0, OUTPUTS)
        end = []
        todo = [(torch.arange(len(x), device=x.device), x, (len(NODES) - 1, (end, None)))]
        while todo:  # groups of rows, each with what is still to run: a linked list
            rows, state, rest = todo.pop()
            if rows is None:  # the parts of a concatenation are done
                parts = [_together(part) for part in state]
                rows, state = parts[0][0], torch.cat([values for _, values in parts], 1)
            while rest is not None:
                number, rest = rest
                if isinstance(number, list):  # where the outputs are waited for
                    number.append((rows, state))
                    break
                kind, *node = NODES[number]
                if kind == "affine":
                    state = self._affine(number, state)
                elif kind == "relu":
                    state = torch.relu(state)
                elif kind == "step":
                    state = (state >= 0).to(state.dtype)
                elif kind == "sequence":
                    for child in reversed(node[0]):
                        rest = (child, rest)
                elif kind == "concatenate":
                    parts = [[] for _ in node[0]]
                    todo.append((None, parts, rest))
                    todo += [(rows, state, (child, (part, None))) for child, part in zip(node[0], parts)]
                    break
                elif kind == "branch":
                    positions, weights, threshold, below, above = node
                    taken = _total(state, positions, weights) >= threshold
                    for side, chosen in ((below, ~taken), (above, taken)):
                        if chosen.any():
                            todo.append((rows[chosen], state[chosen], (side, rest)))
                    break
        return _together(end)[1]

    def _affine(self, number, state):
        total = torch.nn.functional.linear(state, getattr(self, f"weight{number}"), getattr(self, f"bias{number}"))
        divisor = getattr(self, f"divisor{number}")
        return total if divisor is None else total / divisor


def _total(state, positions, weights):
    if len(positions) == 1:
        return state[:, positions[0]] * weights[0]
    return state[:, positions] @ state.new_tensor(weights)


def _together(groups):
    if len(groups) == 1:
        return groups[0]
    rows = torch.cat([rows for rows, _ in groups])
    order = torch.argsort(rows)
    return rows[order], torch.cat([values for _, values in groups])[order]
'''
