"""From a list of steps on named values to one network: what is needed later is carried along, side by side."""

from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.model.cost import own_cost
from constructions.model.network import Affine, Concatenate, Form, Identity, Network, Sequence, chain
from exchange.exact_arrays import selection


@dataclass(frozen=True, slots=True)
class Step:
    """``result = network(operands side by side)``."""

    result: str
    network: Network
    operands: tuple[str, ...]


def wired(
    sources: Items[tuple[str, int]],
    steps: Items[Step],
    targets: Items[str],
    charge: Callable[[int], None] | None = None,
) -> Network:
    """Return the network from the values ``sources``, names with widths, to the values ``targets``, side by side both.

    The steps run in their order. The state between two steps is the concatenation of the values that a later step
    reads; a value that nobody reads any more is dropped, and a step that no target needs is left out. So a
    plain chain becomes a plain ``Sequence``, and a skip connection one more part beside it. Affine maps that follow
    each other are fused where ``fused`` says so.

    Before anything is built ``charge`` is told how many wires are carried along beside all steps together.

    >>> from constructions.model.network import Relu
    >>> steps = [Step("h", Relu(1), ("x",)), Step("y", Affine([[1, 1]], [0]), ("x", "h"))]
    >>> wired([("x", 1)], steps, ["y"])
    Sequence(1 -> 1)
    """
    kept = _needed(steps, targets)
    last = {name: number for number, step in enumerate(kept) for name in step.operands}
    last.update(dict.fromkeys(targets, len(kept)))
    if charge is not None:
        charge(_carried_wires(sources, kept, last))
    state = list(sources)
    width = sum([size for _, size in state])
    stages: list[Network] = []
    for number, step in enumerate(kept):
        carried = [(name, size) for name, size in state if last.get(name, -1) > number]
        beside = sum([size for _, size in carried])
        stages.append(_stage(step, state, width, [name for name, _ in carried]))
        state = [(step.result, step.network.output_width), *carried]
        width = step.network.output_width + beside
    if [name for name, _ in state] != list(targets):
        stages.append(selection(_places(state, targets), width))
    return chain(*fused(stages)) if stages else Identity(width)


def fused(stages: Items[Network]) -> list[Network]:
    """Return stages that do the same, with neighbouring affine maps made one where that costs no more operations.

    Only maps of which one is coordinatewise (each row reads at most one input) are tried: a bias, a scale, a
    normalization, wires. A product of two full matrices is left alone, since it may well be dearer, and so is one whose
    numbers could have more than ``MAX_FUSED_BITS``. Coordinatewise maps in a row are made one before a full matrix
    takes them, so that a long chain of them goes through the matrix once.

    >>> from constructions.model.network import Relu
    >>> fused([Affine([[2, 1]], [0]), Affine([[1]], [5]), Relu(1), Identity(1)])
    [Affine(2 -> 1), Relu(1 -> 1)]
    """
    result: list[Network] = []
    for stage in stages:
        if isinstance(stage, Identity):
            continue
        previous = result[-1] if result else None
        if isinstance(stage, Affine) and isinstance(previous, Affine) and _is_thin(stage) and _is_thin(previous):
            product = _joined(previous, stage)
            if product is not None:
                result[-1] = product
                continue
        _take_thin(result)
        previous = result[-1] if result else None
        if isinstance(stage, Affine) and isinstance(previous, Affine) and _is_thin(previous):
            product = _joined(previous, stage)
            if product is not None:
                result[-1] = product
                continue
        result.append(stage)
    _take_thin(result)
    return result or list(stages[:1])


def flat(network: Network) -> list[Network]:
    """Return the stages of a network, those of stages that are sequences in their place.

    >>> from constructions.model.network import Relu, Sequence
    >>> flat(Sequence((Sequence((Relu(1), Relu(1))), Affine([[1]], [0]))))
    [Relu(1 -> 1), Relu(1 -> 1), Affine(1 -> 1)]
    """
    stages: list[Network] = []
    todo = [network]
    while todo:
        node = todo.pop()
        if isinstance(node, Sequence):
            todo.extend(reversed(node.stages))
        else:
            stages.append(node)
    return stages


MAX_FUSED_BITS = 4096
"""The most bits that a number may have in a map that is made of two."""


def _take_thin(stages: list[Network]) -> None:
    """Make the last two stages one, if a full matrix and a coordinatewise map, and no dearer."""
    if len(stages) < 2:
        return
    first, second = stages[-2:]
    if isinstance(first, Affine) and isinstance(second, Affine) and _is_thin(second):
        product = _joined(first, second)
        if product is not None:
            stages[-2:] = [product]


def _joined(first: Affine, second: Affine) -> Affine | None:
    """Return the product of two maps, or None if it is dearer or its numbers grow too long."""
    if _bits(first) + _bits(second) > MAX_FUSED_BITS:
        return None
    product = composed(first, second)
    return product if own_cost(product).total <= own_cost(first).total + own_cost(second).total else None


def _bits(node: Affine) -> int:
    """Return the most bits of a numerator or a denominator."""
    longest = 0
    for form, bias in zip(node.weights, node.bias, strict=True):
        for number in (bias, *form.weights):
            longest = max(longest, number.numerator.bit_length(), number.denominator.bit_length())
    return longest


def composed(first: Affine, second: Affine) -> Affine:
    """Return the affine map ``x -> second(first(x))``.

    >>> composed(Affine([[2]], [1]), Affine([[3]], [1])).weights, composed(Affine([[2]], [1]), Affine([[3]], [1])).bias
    ((Form(6 x0 of 1),), (Fraction(4, 1),))
    """
    rows, biases = [], []
    for form, bias in zip(second.weights, second.bias, strict=True):
        if len(form.indices) == 1:  # as in a scale, a bias, wires
            place, factor = form.indices[0], form.weights[0]
            inner, offset = first.weights[place], first.bias[place]
            if factor != 1:
                inner = Form(inner.width, inner.indices, [factor * weight for weight in inner.weights])
            rows.append(inner)
            biases.append(bias + factor * offset if offset else bias)
            continue
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


def _needed(steps: Items[Step], targets: Items[str]) -> list[Step]:
    wanted, kept = set(targets), []
    for step in reversed(steps):
        if step.result in wanted:
            wanted.update(step.operands)
            kept.append(step)
    return kept[::-1]


def _carried_wires(sources: Items[tuple[str, int]], kept: Items[Step], last: dict[str, int]) -> int:
    """Return how many wires are carried along, each counted once for every step beside which it goes."""
    total = sum([size * max(0, last.get(name, -1)) for name, size in sources])
    return total + sum(
        [step.network.output_width * max(0, last.get(step.result, -1) - number - 1) for number, step in enumerate(kept)]
    )


def _places(state: Items[tuple[str, int]], names: Items[str]) -> list[int]:
    """Return where the numbers of the values ``names`` stand in the state."""
    begin, spans = 0, {}
    for name, size in state:
        spans[name] = range(begin, begin + size)
        begin += size
    return [place for name in names for place in spans[name]]


def _stage(step: Step, state: Items[tuple[str, int]], width: int, carried: list[str]) -> Network:
    read, kept = _places(state, step.operands), _places(state, carried)
    whole = read == list(range(width))
    if whole and not kept:
        return step.network
    if isinstance(step.network, Affine):
        rows = [moved_form(form, read, width) for form in step.network.weights]
        rows += [Form.coordinate(place, width) for place in kept]
        return Affine(rows, [*step.network.bias, *[Fraction(0)] * len(kept)])
    work = step.network if whole else chain(selection(read, width), step.network)
    return Concatenate((work, selection(kept, width))) if kept else work


def moved_form(form: Form, places: Items[int], width: int) -> Form:
    """Return the form that reads ``places[i]`` of a state of ``width`` where ``form`` reads input i.

    >>> moved_form(Form.dense([1, 2]), [3, 0], 4)
    Form(2 x0 + 1 x3 of 4)
    """
    total: dict[int, Fraction] = {}
    for index, weight in zip(form.indices, form.weights, strict=True):
        total[places[index]] = total.get(places[index], Fraction(0)) + weight
    indices = sorted([index for index, weight in total.items() if weight])
    return Form(width, indices, [total[index] for index in indices])
