"""Gates as ``If``: only the side that an input takes runs, shared sides stand in the file once, depth has no limit."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Network, Sequence, children, constant, distinct_nodes
from exchange.onnx.out.graph import Body, Model, is_constant
from exchange.onnx.out.layers import Writer
from exchange.tails import shared_tails, tail_order, tails
from exchange.tasks import Task, run

ROOM = 26
"""How deep ``If`` may be nested: readers of protobuf give up at 100 messages inside each other, and an ``If`` is 3."""

_DISPATCH = 10
"""The most levels of ``If`` that choose among the parts of a round."""


def nested(network: Network, model: Model, body: Body, value: str) -> str:
    """Write a network on one row ``value`` into a graph with ``If`` as its gates; return the value that it gives.

    Raises:
        BadInput: if gates nest too deep in a way that cannot be cut: with work left to do after each.
    """
    name: str = run(_Nested(model, network).value(network, value, body, ROOM))
    return name


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the gates below a gate are cut into parts, each of which is written once.

    A part ends at leaves, or it goes on at another part: then it gives that part's code. The parts run in rounds, one
    after the other: an ``If`` that asks whether the code is one of the round, and inside it a choice among its parts.

    Attributes:
        codes: for each part but the first, by ``id``, its code, at least 1; 0 means done. Later parts have lower codes.
        rounds: the parts of each round, in falling order of their codes.
        width: how many numbers a part is handed where parts start from different values; 0 where all start from the
            value of the first gate.
        room: how deep ``If`` may nest inside a part.
    """

    codes: dict[int, int]
    rounds: list[list[Network]]
    width: int
    room: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a part of a plan ends: the plan, and how many numbers come out."""

    plan: _Plan
    outputs: int


class _Nested(Writer):
    def __init__(self, model: Model, network: Network) -> None:
        super().__init__(model)
        self._heights = _heights(network)

    def gates(self, root: Branch, value: str, body: Body, room: int) -> Task:
        """Write the gates below ``root``, plainly nested or in rounds of parts."""
        plan = self._plan(root, room)
        frame = _Frame(plan, root.output_width)
        results = yield self._part(root, value, body, frame, room if not plan.rounds else plan.room)
        for members in plan.rounds:
            code, passed = results[1], Body(outer=body)
            entry = results[2] if plan.width else value
            inner = Body(outer=body)
            found = yield self._choice(members, entry, code, inner, frame)
            unchanged = [self.model.one(passed, "Identity", name) for name in results]
            sides = {"then_branch": self.model.graph(inner, found), "else_branch": self.model.graph(passed, unchanged)}
            pending = self.model.one(body, "GreaterOrEqual", code, self._code(plan.codes[id(members[-1])]))
            results = self.model.emit(body, "If", [pending], len(results), **sides)
        return results[0]

    def _choice(self, members: Items[Network], entry: str, code: str, body: Body, frame: _Frame) -> Task:
        """Write the parts of a round, the one that the code names running."""
        model, plan = self.model, frame.plan
        if len(members) == 1:
            part = members[0]
            value = model.columns(body, entry, range(part.input_width), plan.width) if plan.width else entry
            return (yield self._part(part, value, body, frame, plan.room))
        half = (len(members) + 1) // 2
        graphs = []
        for chosen in (members[:half], members[half:]):
            inner = Body(outer=body)
            found = yield self._choice(chosen, entry, code, inner, frame)
            graphs.append(model.graph(inner, found))
        test = model.one(body, "GreaterOrEqual", code, self._code(plan.codes[id(members[half - 1])]))
        return model.emit(body, "If", [test], self._results(plan), then_branch=graphs[0], else_branch=graphs[1])

    def _part(self, node: Network, value: str, body: Body, frame: _Frame, room: int) -> Task:
        """Write a part up to its ends; return the names of its outputs and, in rounds, of the code and the state."""
        model, plan = self.model, frame.plan
        while isinstance(node, Sequence):
            for stage in node.stages[:-1]:
                value = yield self.value(stage, value, body, room)
            node = node.stages[-1]
            if id(node) in plan.codes:
                return self._exit(node, value, body, frame)
        if not isinstance(node, Branch):
            if isinstance(node, Affine) and is_constant(node) and body.outer is not None:
                result = model.constant(body, node)
            else:
                result = yield self.value(node, value, body, room)
            return self._ended(result, value, body, frame)
        if not node.normal.indices:
            side = node.above if node.threshold <= 0 else node.below
            return (yield self._side(side, value, body, frame, room))
        test = model.gate(body, node, value)
        graphs = []
        for side in (node.above, node.below):
            inner = Body(outer=body)
            found = yield self._side(side, value, inner, frame, room - 1)
            graphs.append(model.graph(inner, found))
        return model.emit(body, "If", [test], self._results(plan), then_branch=graphs[0], else_branch=graphs[1])

    def _side(self, side: Network, value: str, body: Body, frame: _Frame, room: int) -> Task:
        """Write a side of a gate; what a graph gives, one of its own nodes must give."""
        if id(side) in frame.plan.codes:
            return self._exit(side, value, body, frame)
        found = yield self._part(side, value, body, frame, room)
        own = {name for node in body.nodes for name in node.output}
        return [name if name in own else self.model.one(body, "Identity", name) for name in found]

    def _exit(self, part: Network, value: str, body: Body, frame: _Frame) -> list[str]:
        """Write that another part goes on."""
        names = [self._zeros(frame.outputs), self._code(frame.plan.codes[id(part)])]
        if frame.plan.width:
            gap = frame.plan.width - part.input_width
            names.append(self.model.one(body, "Concat", value, self._zeros(gap), axis=1) if gap else value)
        return [self.model.one(body, "Identity", name) for name in names]

    def _ended(self, result: str, value: str, body: Body, frame: _Frame) -> list[str]:
        """Write that all is done."""
        if not frame.plan.rounds:
            return [result]
        names = [result, self._code(0)]
        names += [self._zeros(frame.plan.width)] if frame.plan.width else []
        return [self.model.one(body, "Identity", name) for name in names]

    def _results(self, plan: _Plan) -> int:
        return 1 if not plan.rounds else 3 if plan.width else 2

    def _code(self, code: int) -> str:
        return self.model.row([Fraction(code)])

    def _zeros(self, count: int) -> str:
        return self.model.constant(Body(), constant([0] * count, 1))

    def _plan(self, root: Branch, room: int) -> _Plan:
        """Return the parts below a gate: what is used in several places, and where gates would nest too deep."""
        order = tail_order(root)
        shared = shared_tails(order)
        if not shared and self._heights[id(root)] <= room:
            return _Plan({}, [], 0, room)
        if room < 2:
            raise BadInput(
                f"gates with work left to do after each nest deeper than {ROOM} levels, which no reader of ONNX takes: "
                "--gates where writes them without If"
            )
        dispatch = min(_DISPATCH, (room - 1) // 2)
        inside = room - 1 - dispatch
        return self._cut(order, shared, inside, 1 << dispatch)

    def _cut(self, order: list[Network], shared: set[int], room: int, most: int) -> _Plan:
        """Return the plan whose parts nest at most ``room`` deep, at most ``most`` of them in a round."""
        root = order[0]
        depth, level, moved = {id(root): 0}, {id(root): 0}, {id(root): False}
        parts: list[Network] = []
        for node in order:
            here = depth[id(node)]
            if node is not root and (id(node) in shared or (children(node) and here + self._needs(node) > room)):
                parts.append(node)
                here = depth[id(node)] = 0
                level[id(node)] += 1
            inner = moved[id(node)] or (isinstance(node, Sequence) and len(node.stages) > 1)
            for child in tails(node):
                depth[id(child)] = max(depth.get(id(child), 0), here + isinstance(node, Branch))
                level[id(child)] = max(level.get(id(child), 0), level[id(node)])
                moved[id(child)] = moved.get(id(child), False) or inner
        parts.sort(key=lambda part: level[id(part)])
        codes = {id(part): len(parts) - number for number, part in enumerate(parts)}
        rounds: list[list[Network]] = []
        for part in parts:
            if not rounds or level[id(rounds[-1][0])] != level[id(part)] or len(rounds[-1]) == most:
                rounds.append([])
            rounds[-1].append(part)
        width = max([part.input_width for part in parts]) if any([moved[id(part)] for part in parts]) else 0
        return _Plan(codes, rounds, width, room)

    def _needs(self, node: Network) -> int:
        """Return how many levels of ``If`` a node must have where it stands, whatever is cut below it."""
        match node:
            case Branch():
                return 1
            case Sequence():
                return max([self._heights[id(stage)] for stage in node.stages[:-1]], default=0)
            case _:
                return self._heights[id(node)]


def _heights(network: Network) -> dict[int, int]:
    """Return how deep gates nest in each part, by ``id``."""
    heights: dict[int, int] = {}
    for node in distinct_nodes(network):
        inner = max([heights[id(child)] for child in children(node)], default=0)
        heights[id(node)] = inner + isinstance(node, Branch)
    return heights
