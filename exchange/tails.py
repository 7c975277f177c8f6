"""What of a network ends where it ends: the sides of gates and the last stages, as writers of gates need it."""

from constructions.model.network import Branch, Network, Sequence, children


def tails(node: Network) -> tuple[Network, ...]:
    """Return the parts of a node whose outputs are its own: both sides of a gate, the last stage of a sequence.

    >>> from constructions.model.network import Relu, Step
    >>> tails(Branch([1], 0, Relu(1), Step(1))), tails(Sequence((Relu(1), Step(1))))
    ((Relu(1 -> 1), Step(1 -> 1)), (Step(1 -> 1),))
    """
    match node:
        case Branch():
            return (node.below, node.above)
        case Sequence():
            return (node.stages[-1],)
        case _:
            return ()


def tail_order(root: Network) -> list[Network]:
    """Return what ``tails`` leads to from a node, each once, parents before children.

    >>> from constructions.model.network import Relu
    >>> gate = Branch([1], 0, Relu(1), Sequence((Relu(1), Relu(1))))
    >>> [type(node).__name__ for node in tail_order(gate)]
    ['Branch', 'Relu', 'Sequence', 'Relu']
    """
    order: list[Network] = []
    seen: set[int] = set()
    stack = [(root, False)]
    while stack:
        node, is_done = stack.pop()
        if is_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend([(child, False) for child in tails(node)])
    return order[::-1]


def shared_tails(order: list[Network]) -> set[int]:
    """Return the ``id`` of what is used in several places of ``tail_order`` and is more than one layer.

    >>> from constructions.model.network import Relu
    >>> part = Sequence((Relu(1), Relu(1)))
    >>> shared_tails(tail_order(Branch([1], 0, part, part))) == {id(part)}
    True
    """
    uses: dict[int, int] = {}
    for node in order:
        for child in tails(node):
            uses[id(child)] = uses.get(id(child), 0) + 1
    return {id(node) for node in order if uses.get(id(node), 0) > 1 and children(node)}
