"""From a list of steps on named values to one network: what is needed later is carried along, side by side."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.model.cost import own_cost
from constructions.model.network import Affine, Concatenate, Form, Identity, Network, chain
from exchange.arrays import selection


@dataclass(frozen=True, slots=True)
class Step:
    """``result = network(operands side by side)``."""

    result: str
    network: Network
    operands: tuple[str, ...]


def wired(source: str, width: int, steps: Items[Step], target: str) -> Network:
    """Return the network from value ``source``, of ``width`` numbers, to value ``target``.

    The steps run in their order. The state between two steps is the concatenation of the values that a later step
    reads; a value that nobody reads any more is dropped, and a step that ``target`` does not need is left out. So a
    plain chain becomes a plain ``Sequence``, and a skip connection one more part beside it. Affine maps that follow
    each other are fused where ``fused`` says so.

    >>> from constructions.model.network import Relu
    >>> wired("x", 1, [Step("h", Relu(1), ("x",)), Step("y", Affine([[1, 1]], [0]), ("x", "h"))], "y")
    Sequence(1 -> 1)
    """
    kept = _needed(steps, target)
    last = {name: number for number, step in enumerate(kept) for name in step.operands}
    last[target] = len(kept)
    state: list[tuple[str, int]] = [(source, width)]
    stages: list[Network] = []
    for number, step in enumerate(kept):
        carried = [(name, size) for name, size in state if last.get(name, -1) > number]
        stages.append(_stage(step, state, [name for name, _ in carried]))
        state = [(step.result, step.network.output_width), *carried]
    if [name for name, _ in state] != [target]:
        stages.append(selection(_places(state, [target]), sum([size for _, size in state])))
    return chain(*fused(stages)) if stages else Identity(width)


def fused(stages: Items[Network]) -> list[Network]:
    """Return stages that do the same, with neighbouring affine maps made one where that costs no more operations.

    Only maps of which one is coordinatewise (each row reads at most one input) are tried: a bias, a scale, a
    normalization, wires. A product of two full matrices is left alone, since it may well be dearer.

    >>> from constructions.model.network import Relu
    >>> fused([Affine([[2, 1]], [0]), Affine([[1]], [5]), Relu(1), Identity(1)])
    [Affine(2 -> 1), Relu(1 -> 1)]
    """
    result: list[Network] = []
    for stage in stages:
        if isinstance(stage, Identity):
            continue
        previous = result[-1] if result else None
        if isinstance(stage, Affine) and isinstance(previous, Affine) and (_is_thin(stage) or _is_thin(previous)):
            product = composed(previous, stage)
            if own_cost(product).total <= own_cost(previous).total + own_cost(stage).total:
                result[-1] = product
                continue
        result.append(stage)
    return result or list(stages[:1])


def composed(first: Affine, second: Affine) -> Affine:
    """Return the affine map ``x -> second(first(x))``.

    >>> composed(Affine([[2]], [1]), Affine([[3]], [1])).weights, composed(Affine([[2]], [1]), Affine([[3]], [1])).bias
    ((Form(6 x0 of 1),), (Fraction(4, 1),))
    """
    rows, biases = [], []
    for form, bias in zip(second.weights, second.bias, strict=True):
        total: dict[int, Fraction] = {}
        for place, factor in zip(form.indices, form.weights, strict=True):
            inner = first.weights[place]
            for index, weight in zip(inner.indices, inner.weights, strict=True):
                total[index] = total.get(index, Fraction(0)) + factor * weight
            bias += factor * first.bias[place]
        indices = sorted([index for index, weight in total.items() if weight])
        rows.append(Form(first.input_width, indices, [total[index] for index in indices]))
        biases.append(bias)
    return Affine(rows, biases)


def _is_thin(node: Affine) -> bool:
    return all([len(form.indices) <= 1 for form in node.weights])


def _needed(steps: Items[Step], target: str) -> list[Step]:
    wanted, kept = {target}, []
    for step in reversed(steps):
        if step.result in wanted:
            wanted.update(step.operands)
            kept.append(step)
    return kept[::-1]


def _places(state: Items[tuple[str, int]], names: Items[str]) -> list[int]:
    """Return where the numbers of the values ``names`` stand in the state."""
    begin, spans = 0, {}
    for name, size in state:
        spans[name] = range(begin, begin + size)
        begin += size
    return [place for name in names for place in spans[name]]


def _stage(step: Step, state: Items[tuple[str, int]], carried: list[str]) -> Network:
    width = sum([size for _, size in state])
    read, kept = _places(state, step.operands), _places(state, carried)
    if isinstance(step.network, Affine):
        rows = [_moved(form, read, width) for form in step.network.weights]
        rows += [Form.coordinate(place, width) for place in kept]
        return Affine(rows, [*step.network.bias, *[Fraction(0)] * len(kept)])
    work = step.network if read == list(range(width)) else chain(selection(read, width), step.network)
    return Concatenate((work, selection(kept, width))) if kept else work


def _moved(form: Form, places: Items[int], width: int) -> Form:
    """Return the form that reads ``places[i]`` of a wider state where ``form`` reads input i."""
    total: dict[int, Fraction] = {}
    for index, weight in zip(form.indices, form.weights, strict=True):
        total[places[index]] = total.get(places[index], Fraction(0)) + weight
    indices = sorted([index for index, weight in total.items() if weight])
    return Form(width, indices, [total[index] for index in indices])
