"""The operators of ONNX that decide: comparisons become steps, ``Where`` and ``If`` gates, truth values 0 and 1."""

from collections.abc import Sequence as Items
from dataclasses import replace
from fractions import Fraction

import numpy as np

from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Relu,
    Step,
    chain,
    constant as fixed,
)
from constructions.model.nouns import count_of
from exchange.exact_arrays import FLOATS, scaled, selection
from exchange.onnx.bounds import joined
from exchange.onnx.fold import cast
from exchange.onnx.node import Operation, Operator
from exchange.onnx.operators.elementwise import combined_rows, known_bounds, multiplied
from exchange.onnx.operators.stairs import to_integers
from exchange.onnx.operators.wires import picked, side_by_side
from exchange.onnx.values import ELEMENTS, ROW, Shape, Tape, Test, Value, constant
from exchange.wiring import moved_form, wired

_ONE, _ZERO = Fraction(1), Fraction(0)

_WIDE = ("float32", "float64")


def _cast(operation: Operation) -> Value:
    """A constant is rounded to the type. A computed value is passed on if the type is float32 or float64, since exact
    arithmetic has nothing to round; to integers it is cut towards 0 where it is bounded. A truth value is the 0 or 1
    that its wire holds, and a number is true where it is not 0."""
    value = operation.operand(0)
    kind = ELEMENTS.get(operation.attributes["to"])
    if kind is None:
        operation.refuse(f"the type {operation.attributes['to']} of the cast is not read")
    if value.is_constant:
        return cast(operation, value, kind)
    if kind == value.kind:
        return value
    if kind in FLOATS:
        if kind not in _WIDE and value.kind != "bool":
            operation.refuse(
                f"a computed value is not rounded to {kind}: only a cast to float32 or float64 is read of it"
            )
        truth = value.test or (_own_test(value) if value.kind == "bool" else None)
        return Value(value.shape, kind, value.name, test=truth)
    if kind != "bool":
        return to_integers(operation, value, kind)
    zero = constant([_ZERO], (), value.kind)
    return _opposite(operation, equality(operation, value, zero))


def _own_test(truth: Value) -> Test:
    """Return the test whether a truth value is 1."""
    width = truth.size
    return Test((truth.name,), scaled([_ONE] * width, [-_ONE] * width), False)


def _mul(operation: Operation) -> Value:
    """An affine map if one operand is a constant; a gate if one is a truth value cast to a number; of two other
    computed values it is refused."""
    left, right = operation.operand(0), operation.operand(1)
    operation.common_kind([left, right])
    if not left.is_constant and not right.is_constant:
        for truth, value in ((left, right), (right, left)):
            if truth.test is not None:
                return where(operation, replace(truth, kind="bool"), value, constant([_ZERO], (), value.kind))
    return multiplied(operation, left, right)


def _cast_like(operation: Operation) -> Value:
    """A cast to the type of the second operand."""
    kind = operation.operand(1).kind
    number = next((number for number, name in ELEMENTS.items() if name == kind), 0)
    return _cast(replace(operation, attributes={"to": number}))


def _comparison(operation: Operation) -> Value:
    """``a >= b`` is a step of a - b, ``a <= b`` one of b - a; ``a > b`` and ``a < b`` are the opposite of these."""
    left, right = operation.operand(0), operation.operand(1)
    shape = operation.broadcast([left, right])
    sign = _ONE if operation.kind in ("GreaterOrEqual", "Less") else -_ONE
    negated = operation.kind in ("Greater", "Less")
    rows, bias, operands = combined_rows(operation, [left, right], [sign, -sign], shape)
    names = tuple([operand.name for operand in operands])
    return _truth(operation, Test(names, Affine(rows, bias), negated), shape)


def _truth(operation: Operation, test: Test, shape: Shape) -> Value:
    """Return the truth value of a test, with its wires, which nobody needs where the test itself becomes a gate."""
    width = test.affine.output_width
    network: Network = chain(test.affine, Step(width))
    if test.negated:
        network = chain(test.affine, Step(width), scaled([-_ONE] * width, [_ONE] * width))
    return Value(shape, "bool", operation.tape.emit(network, test.operands), test=test)


def _equal(operation: Operation) -> Value:
    """``step(a - b) + step(b - a) - 1``."""
    return equality(operation, operation.operand(0), operation.operand(1))


def equality(operation: Operation, left: Value, right: Value) -> Value:
    """Return whether two values are equal, number by number: ``step(a - b) + step(b - a) - 1``."""
    shape = operation.broadcast([left, right])
    rows, bias, operands = combined_rows(operation, [left, right], [_ONE, -_ONE], shape)
    width = len(rows)
    opposite = [Form(form.width, form.indices, [-weight for weight in form.weights]) for form in rows]
    both = chain(Affine([*rows, *opposite], [*bias, *[-value for value in bias]]), Step(2 * width))
    sums = [Form(2 * width, (place, width + place), (1, 1)) for place in range(width)]
    return operation.value(shape, chain(both, Affine(sums, [-_ONE] * width)), operands, "bool")


def _not(operation: Operation) -> Value:
    """The opposite test, or 1 - x."""
    return _opposite(operation, operation.computed(0))


def _opposite(operation: Operation, value: Value) -> Value:
    if value.test is not None:
        test = Test(value.test.operands, value.test.affine, not value.test.negated)
        return _truth(operation, test, value.shape)
    return operation.value(value.shape, scaled([-_ONE] * value.size, [_ONE] * value.size), [value])


def _connective(operation: Operation) -> Value:
    """``a and b`` is relu(a + b - 1), ``a or b`` is a + b - relu(a + b - 1), ``a xor b`` a + b - 2 relu(a + b - 1)."""
    left, right = operation.operand(0), operation.operand(1)
    if left.kind != "bool" or right.kind != "bool":
        operation.refuse(f"its operands must be truth values, not {left.kind} and {right.kind}")
    shape = operation.broadcast([left, right])
    rows, bias, operands = combined_rows(operation, [left, right], [_ONE, _ONE], shape)
    width, total = len(rows), Affine(rows, bias)
    both = chain(scaled([_ONE] * width, [-_ONE] * width), Relu(width))
    if operation.kind == "And":
        return operation.value(shape, chain(total, both), operands, "bool")
    weights = (1, -1 if operation.kind == "Or" else -2)
    sums = Affine([Form(2 * width, (place, width + place), weights) for place in range(width)], [_ZERO] * width)
    return operation.value(shape, chain(total, Concatenate((Identity(width), both)), sums), operands, "bool")


def _where(operation: Operation) -> Value:
    """A gate for each number, or steps and gates of a computed condition."""
    return where(operation, operation.operand(0), operation.operand(1), operation.operand(2))


def where(operation: Operation, condition: Value, left: Value, right: Value) -> Value:
    """Return the numbers of ``left`` where the condition is true, else those of ``right``: a gate for each."""
    if condition.kind != "bool":
        operation.refuse(f"the condition must be truth values, not {condition.kind}")
    shape, kind = operation.broadcast([condition, left, right]), operation.common_kind([left, right])
    if condition.is_constant:
        chosen = np.broadcast_to(operation.exact(condition, "condition").astype(bool), shape)
        first, second = [np.broadcast_to(value.places(), shape) for value in (left, right)]
        return picked(operation, [left, right], np.where(chosen, first, left.size + second))
    where, *sides = [np.broadcast_to(value.places(), shape).reshape(-1).tolist() for value in (condition, left, right)]
    names, gates = _gates(condition)
    before = sum([operation.tape.widths[name] for name in names])
    above, below = side_by_side(operation, [left, right], before)
    names += tuple([value.name for value in (left, right) if not value.is_constant])
    width = sum([operation.tape.widths[name] for name in names])
    groups: dict[int, list[int]] = {}
    for cell, gate in enumerate(where):
        groups.setdefault(gate, []).append(cell)
    parts: list[Network] = []
    for gate, members in groups.items():
        true = _picked([above[sides[0][cell]] for cell in members])
        false = _picked([below[sides[1][cell]] for cell in members])
        parts.append(gates[gate].branch(None, width, true, false))
    order = [cell for members in groups.values() for cell in members]
    network = parts[0] if len(parts) == 1 else Concatenate(parts)
    if order != list(range(len(order))):
        back = sorted(range(len(order)), key=order.__getitem__)
        network = chain(network, selection(back, len(order)))
    return Value(shape, kind, operation.tape.emit(network, names))


def _picked(cells: Items[tuple[Form, Fraction]]) -> Affine:
    return Affine([form for form, _ in cells], [bias for _, bias in cells])


class _Gate:
    """One truth value as the condition of a gate: ``form . x + bias >= 0``, or, if negated, its opposite."""

    __slots__ = ("_bias", "_form", "_negated")

    def __init__(self, form: Form, bias: Fraction, negated: bool) -> None:
        self._form, self._bias, self._negated = form, bias, negated

    def branch(self, places: list[int] | None, width: int, true: Network, false: Network) -> Network:
        """Return the network that takes one side; the numbers of the gate stand at ``places`` of its ``width``, or, if
        that is None, first of all."""
        below, above = (true, false) if self._negated else (false, true)
        if not self._form.indices:
            return above if self._bias >= 0 else below
        if places is None:
            return Branch(Form(width, self._form.indices, self._form.weights), -self._bias, below, above)
        return Branch(moved_form(self._form, places, width), -self._bias, below, above)


def _gates(condition: Value) -> tuple[tuple[str, ...], list[_Gate]]:
    """Return the values that the gates of a computed truth value read, and a gate for each of its numbers."""
    test = condition.test or _own_test(condition)
    rows = zip(test.affine.weights, test.affine.bias, strict=True)
    return test.operands, [_Gate(form, bias, test.negated) for form, bias in rows]


def _if(operation: Operation) -> list[Value]:
    """A gate: both graphs are read, and only the one that the condition names runs."""
    condition = operation.operand(0)
    if condition.kind != "bool" or condition.size != 1:
        operation.refuse(f"the condition must be one truth value, not {condition.kind} {list(condition.shape)}")
    graphs = [operation.attributes[name] for name in ("then_branch", "else_branch")]
    if condition.is_constant:
        chosen = bool(operation.exact(condition, "condition").reshape(-1)[0])
        found = operation.read(graphs[not chosen], operation.tape)
        if len(found) != len(operation.results):
            operation.refuse(
                f"its graph gives {count_of(len(found), 'value')}, and "
                f"{count_of(len(operation.results), 'name is', 'names are')} given"
            )
        return found
    tapes = [operation.tape.side() for _ in graphs]
    sides = [operation.read(graph, tape) for graph, tape in zip(graphs, tapes, strict=True)]
    if not len(sides[0]) == len(sides[1]) == len(operation.results):
        operation.refuse(
            f"its graphs give {len(sides[0])} and {count_of(len(sides[1]), 'value')}, and "
            f"{count_of(len(operation.results), 'name is', 'names are')} given"
        )
    for number, (true, false) in enumerate(zip(*sides, strict=True)):
        if true.shape != false.shape or true.kind != false.kind:
            operation.refuse(
                f"result {number} must be one thing on both sides, not {true.kind} {list(true.shape)} and "
                f"{false.kind} {list(false.shape)}"
            )
    gate_names, gates = _gates(condition)
    sources = list(dict.fromkeys([*gate_names, *_read(tapes[0], sides[0]), *_read(tapes[1], sides[1])]))
    networks = [_side(operation, sources, tape, side) for tape, side in zip(tapes, sides, strict=True)]
    starts = dict(
        zip(sources, np.cumsum([0, *[operation.tape.widths[name] for name in sources]]).tolist(), strict=False)
    )
    places = [starts[name] + place for name in gate_names for place in range(operation.tape.widths[name])]
    width = sum([operation.tape.widths[name] for name in sources])
    name = operation.tape.emit(gates[0].branch(places, width, networks[0], networks[1]), sources)
    results = _parts(operation, name, sides[0])
    for result, pair in zip(results, zip(*sides, strict=True), strict=True):
        known = [known_bounds(operation, value, tape) for value, tape in zip(pair, tapes, strict=True)]
        operation.tape.bounds[result.name] = joined(known)
    return results


def _parts(operation: Operation, name: str, like: list[Value]) -> list[Value]:
    """Return the values that stand side by side on the wires ``name``."""
    if len(like) == 1:
        return [Value(like[0].shape, like[0].kind, name)]
    found, begin = [], 0
    for value in like:
        wires = list(range(begin, begin + value.size))
        picked = operation.tape.emit(selection(wires, operation.tape.widths[name]), [name])
        found.append(Value(value.shape, value.kind, picked))
        begin += value.size
    return found


def _read(tape: Tape, results: list[Value]) -> list[str]:
    """Return the values from outside that the steps of a tape, or its results, read."""
    made = {step.result for step in tape.steps}
    names = [name for step in tape.steps for name in step.operands]
    names += [value.name for value in results if not value.is_constant]
    return [name for name in names if name not in made]


def _side(operation: Operation, sources: list[str], tape: Tape, results: list[Value]) -> Network:
    targets = []
    for value in results:
        name = value.name
        if value.is_constant:
            numbers = [Fraction(entry) for entry in operation.exact(value, "a result").reshape(-1).tolist()]
            if not numbers:
                operation.refuse("a result has no numbers")
            name = tape.emit(fixed(numbers, tape.widths[sources[0]]), [sources[0]])
        targets.append(name)
    widths: list[tuple[str, int]] = [(name, tape.widths[name]) for name in sources]
    return wired(widths, tape.steps, targets, lambda wires: operation.charge(wires * ROW))


LOGIC: dict[str, Operator] = {
    "And": Operator(_connective, 7),
    "Cast": Operator(_cast, 28, "round_mode saturate to", folds=True),
    "CastLike": Operator(_cast_like, 28, "round_mode saturate", folds=True),
    "Equal": Operator(_equal, 19),
    "Greater": Operator(_comparison, 13),
    "GreaterOrEqual": Operator(_comparison, 16),
    "If": Operator(_if, 25, "else_branch then_branch", folds=True),
    "Less": Operator(_comparison, 13),
    "LessOrEqual": Operator(_comparison, 16),
    "Mul": Operator(_mul, 14, folds=True),
    "Not": Operator(_not, 1),
    "Or": Operator(_connective, 7),
    "Where": Operator(_where, 16, folds=True),
    "Xor": Operator(_connective, 7),
}
"""The operators of this module."""
