"""Shallow axis-parallel decision trees: a perfect classifier of minimal worst-case depth.

A gate asks ``rank[feature] >= r`` of one coordinate, a leaf names a class, and the tree has to
be right on every training point.  Leaf count is the second aim, after depth.

Three kinds of work share one table of the best subtree known for each (set of points, depth):

* a *rollout* grows the subtree greedily and counts the errors left at the depth bound;
* a *look* tries many gates and judges each by the rollouts of its two sides;
* a *feasible* search is complete.  It rests on one fact: a subset of a feasible set is
  feasible, so along one feature the feasible left sides are a prefix of the thresholds and the
  feasible right sides a suffix; one bisection decides whether the two meet.

A *dive* combines them where completeness is out of reach.  Work is bounded by a budget of
abstract units and never by a clock, so results are reproducible.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from constructions.conditional.axis_data import Cut, Cuts, Data, Floats, Ints, SearchResult, Tree

Key = tuple[int, bytes]

DEFAULT = 60_000
"""Default budget: about 4 s on scikit-learn's digits (a unit is about 0.1 ms)."""

_ERROR = 1 << 32
"""Price of one training error in a value; a leaf costs 1, so errors are compared first."""

_HOPELESS = {3: 8, 4: 8}
"""Greedy errors above which an unproving search gives a set up at this depth.  Of about 57 digit sets
at depth 4 the bound at 3 lost none, and the search became 10 to 40 times faster."""

_EXACT = 4
"""Depth up to which a dive searches all features; one set takes about 20 ms on digits."""

_ENTER = 3
"""Most errors a look may leave at depth _EXACT (twice that one level up, and so on) for a dive
to go on: of digit sets at depth 5, 16 of 25 with at most 3 were feasible and 9 of 47 with 4."""

_RECURSION = 150
"""Depth beyond which the (recursive) search is left out and the fallback tree returned."""

_TRIED = 100
"""Gates rolled out per set of a dive; the best quarter is followed."""


class _SpentError(Exception):
    """The budget of the running phase is used up."""


class _Search:
    """The table of best known subtrees and the kinds of work that fill it."""

    def __init__(self, data: Data, budget: int) -> None:
        self.data = data
        self.budget = budget
        self.spent = 0
        self.limit = 0
        self.best: dict[Key, tuple[int, Cut | None]] = {}
        self.refuted: set[Key] = set()
        self.failed: set[Key] = set()

    def _key(self, points: Ints, depth: int) -> Key:
        return depth, points.astype(self.data.key_type).tobytes()

    def _pay(self, units: int) -> None:
        """Charge one step; a unit is about 0.1 ms of numpy calls."""
        self.spent += 1 + units
        if self.spent > self.limit:
            raise _SpentError

    def _cuts(self, points: Ints) -> Cuts:
        self._pay(len(points) * self.data.width >> 12)
        return self.data.cuts(points)

    def _record(self, points: Ints, depth: int, value: int, cut: Cut | None) -> int:
        """Enter a subtree unless a better one is known; the better value."""
        key = self._key(points, depth)
        if key not in self.best or value < self.best[key][0]:
            self.best[key] = value, cut
        return self.best[key][0]

    def _join(self, points: Ints, depth: int, cut: Cut) -> int:
        """Enter the subtree of a gate over the best known subtrees of its sides."""
        below, above = self.data.sides(points, cut)
        value = self.rollout(below, depth - 1) + self.rollout(above, depth - 1)
        return self._record(points, depth, value, cut)

    def rollout(self, points: Ints, depth: int) -> int:
        """Value of the best known subtree, grown greedily when none is known."""
        known = self.best.get(self._key(points, depth))
        if known is not None:
            return known[0]
        missed = len(points) - int(np.bincount(self.data.classes[points]).max())
        if not missed or not depth:
            return self._record(points, depth, missed * _ERROR + 1, None)
        cuts = self._cuts(points)
        score = cuts.errors() if depth == 1 else cuts.costs(self.data.log)
        return self._join(points, depth, cuts.cut(int(score.argmin())))

    def look(self, points: Ints, depth: int, width: int, *, settle: bool) -> int:
        """Try the ``width`` cheapest gates by rollouts, take the best, then look below it.

        With ``settle`` a pure subtree is left as it is; otherwise its leaves are reduced too.
        """
        value = self.rollout(points, depth)
        if value == 1 or depth <= 1 or (settle and value < _ERROR):
            return value
        cuts = self._cuts(points)
        for gate in _cheapest(cuts.costs(self.data.log), width):
            if self.rollout(self.data.sides(points, cuts.cut(gate))[0], depth - 1) < value:
                value = self._join(points, depth, cuts.cut(gate))
        chosen = self.best[self._key(points, depth)][1]
        if chosen is None:
            return value
        for side in self.data.sides(points, chosen):
            self.look(side, depth - 1, width, settle=settle)
        return self._join(points, depth, chosen)

    def feasible(self, points: Ints, depth: int, *, prove: bool) -> bool:
        """Is there a pure subtree?  Complete with ``prove``, else hopeless sets are given up."""
        if np.count_nonzero(np.bincount(self.data.classes[points])) > 1 << depth:
            return False
        errors = self.rollout(points, depth) // _ERROR
        if not errors or depth <= 1:
            return not errors
        key = self._key(points, depth)
        if key in self.refuted or (not prove and key in self.failed):
            return False
        if not prove and errors > _HOPELESS.get(depth, errors):
            return False
        cut = self._pair(points) if depth == 2 else self._bisect(points, depth, prove=prove)
        if cut is None:
            (self.refuted if prove or depth == 2 else self.failed).add(key)
            return False
        return self._join(points, depth, cut) < _ERROR

    def _pair(self, points: Ints) -> Cut | None:
        """Depth 2, refuted on a sample if possible, for what a subset rules out is ruled out."""
        for step in (8, 4, 2, 1):
            if len(points) >= 32 * step or step == 1:
                sample = points[::step]
                self._pay(len(sample) * self.data.width**2 >> 13)
                cut = self.data.two_gates(sample)
                if cut is None:
                    return None
        return cut

    def _bisect(self, points: Ints, depth: int, *, prove: bool) -> Cut | None:
        """A gate with both sides feasible, by one bisection per feature, the cheapest first.

        The side with more greedy errors is tested first: a failure there settles the step.
        """
        cuts = self._cuts(points)
        costs = cuts.costs(self.data.log)
        gates = np.flatnonzero(cuts.narrow(1 << (depth - 1)))
        gates = gates[np.argsort(costs[gates], kind="stable")]

        def test(side: Ints) -> bool:
            return self.feasible(side, depth - 1, prove=prove)

        for feature in dict.fromkeys(cuts.feature[gates].tolist()):
            own = np.sort(gates[cuts.feature[gates] == feature])
            low, high = 0, len(own)
            while low < high:
                middle = (low + high) // 2
                cut = cuts.cut(int(own[middle]))
                failing = self._failing(points, depth, cut, test)
                if failing is None:
                    return cut
                low, high = (low, middle) if failing == 0 else (middle + 1, high)
        return None

    def _failing(self, points: Ints, depth: int, cut: Cut, test: Callable[[Ints], bool]) -> int | None:
        """Side of a cut that fails the test, 0 below or 1 above; None if both pass."""
        sides = self.data.sides(points, cut)
        values = [self.rollout(side, depth - 1) for side in sides]
        for side in (0, 1) if values[0] >= values[1] else (1, 0):
            if not test(sides[side]):
                return side
        return None

    def dive(self, points: Ints, depth: int) -> bool:
        """Incomplete search for deep sets: gates by rollouts, the harder side first.

        Whichever side fails closes the thresholds beyond it, since the sets there are larger.
        """
        if depth <= _EXACT:
            return self.feasible(points, depth, prove=False)
        key = self._key(points, depth)
        errors = self.look(points, depth, _TRIED // 5, settle=True) // _ERROR
        if not errors or key in self.failed or errors > _ENTER << (depth - _EXACT):
            return not errors
        window: dict[int, tuple[int, int]] = {}
        for feature, rank in self._promising(points, depth):
            low, high = window.get(feature, (0, self.data.levels))
            if low < rank < high:
                cut = feature, rank
                failing = self._failing(points, depth, cut, lambda s: self.dive(s, depth - 1))
                if failing is None:
                    return self._join(points, depth, cut) < _ERROR
                window[feature] = (low, rank) if failing == 0 else (rank, high)
        self.failed.add(key)
        return False

    def _promising(self, points: Ints, depth: int) -> list[Cut]:
        """Cuts by the errors that rollouts of both sides leave, fewest first."""
        cuts = self._cuts(points)
        costs = np.where(cuts.narrow(1 << (depth - 1)), cuts.costs(self.data.log), np.inf)
        found = []
        for gate in _cheapest(costs, _TRIED):
            sides = self.data.sides(points, cuts.cut(gate))
            found.append((sum(self.rollout(side, depth - 1) for side in sides), gate))
        return [cuts.cut(gate) for _, gate in sorted(found)[: _TRIED // 4]]

    def _phase(self, parts: int, work: Callable[[], bool]) -> bool | None:
        """Result of some work, or None if it needs over 1/parts of the units left."""
        self.limit = self.spent + (self.budget - self.spent) // parts
        try:
            return work()
        except _SpentError:
            return None

    def attempt(self, points: Ints, depth: int) -> bool | None:
        """True: a pure tree is in the table; False: proved impossible; None: unknown.

        A level multiplies a proof by features times log thresholds, so deep proofs get a small
        part of the budget only.
        """

        def looks() -> bool:
            widths = (1, 4, 16)
            return any(self.look(points, depth, w, settle=True) < _ERROR for w in widths)

        if self._phase(1, looks):
            return True
        parts = 2 if depth <= _EXACT + 1 else 8
        proof = self._phase(parts, lambda: self.feasible(points, depth, prove=True))
        if proof is None and self._phase(2, lambda: self.dive(points, depth)):
            return True
        return proof

    def polish(self, points: Ints, depth: int) -> None:
        """Spend what is left on fewer leaves at the same depth."""

        def looks() -> bool:
            return all(self.look(points, depth, w, settle=False) < _ERROR for w in (4, 16, 64))

        self._phase(1, looks)

    def grown(self, points: Ints, depth: int) -> Tree | None:
        """The pure tree of the table for this set, if it has one."""
        if self.best.get(self._key(points, depth), (_ERROR, None))[0] >= _ERROR:
            return None
        tree = Tree()
        stack = [(points, depth, 0)]
        while stack:
            here, left, node = stack.pop()
            cut = self.best[self._key(here, left)][1]
            if cut is None:
                tree.name(node, int(self.data.classes[here[0]]))
                continue
            sides = self.data.sides(here, cut)
            stack += [(s, left - 1, n) for s, n in zip(sides, tree.split(node, cut), strict=True)]
        return tree


def _cheapest(costs: Floats, width: int) -> list[int]:
    """Indices of the lowest finite costs, cheapest first; ties by index."""
    near = np.flatnonzero(np.isfinite(costs))
    if len(near) > width:
        near = near[costs[near] <= np.partition(costs[near], width - 1)[width - 1]]
    return [int(gate) for gate in near[np.argsort(costs[near], kind="stable")][:width]]


def _balanced_tree(data: Data) -> Tree:
    """Greedy tree that halves: the fallback, near depth log2(n) whenever gates allow it.

    A set with ``room`` levels left admits only gates whose sides hold at most 2**(room - 1)
    points; among them the greedy cost decides; if there are none, among the most even gates.
    One spare level over log2(n) leaves the greedy cost a choice.
    """
    tree = Tree()
    stack = [(np.arange(data.size), max(1, (data.size - 1).bit_length()) + 1, 0)]
    while stack:
        here, room, node = stack.pop()
        classes = data.classes[here]
        if (classes == classes[0]).all():
            tree.name(node, int(classes[0]))
            continue
        cuts = data.cuts(here)
        larger = cuts.size.max(axis=0)
        fits = larger <= 1 << max(room - 1, 0)
        if not fits.any():
            fits = larger == larger.min()
        cut = cuts.cut(int(np.where(fits, cuts.costs(data.log), np.inf).argmin()))
        sides = data.sides(here, cut)
        stack += [(s, room - 1, n) for s, n in zip(sides, tree.split(node, cut), strict=True)]
    return tree


def _line_tree(ranks: Ints, classes: Ints) -> Tree:
    """Optimal tree of one column: halve the runs of equal classes along it.

    Each run needs a leaf of its own, so ceil(log2(runs)) levels are needed; halving attains it.
    """
    order = np.argsort(ranks, kind="stable")
    kind, place = classes[order], ranks[order]
    starts = np.concatenate(([0], np.flatnonzero(kind[1:] != kind[:-1]) + 1))
    tree = Tree()
    stack = [(0, len(starts), 0)]
    while stack:
        low, high, node = stack.pop()
        if high - low == 1:
            tree.name(node, int(kind[starts[low]]))
            continue
        middle = (low + high) // 2
        below, above = tree.split(node, (0, int(place[starts[middle]])))
        stack += [(low, middle, below), (middle, high, above)]
    return tree


def shallow_tree(ranks: Ints, classes: Ints, budget: int = DEFAULT, floor: int = 0) -> SearchResult:
    """A tree of small depth, few leaves second, that is right on every point.

    ``ranks`` holds dense ranks per column, ``classes`` numbers from 0; points with equal ranks
    must have equal classes.  The depth is lowered one by one from a greedy tree's until an
    attempt fails; ``optimal`` is set if it failed by proof, or at the bound by class count.
    No tree is less deep than ``floor``, as the caller knows: there the search ends, whatever the leaves.
    """
    distinct = np.sort(np.unique(ranks, axis=0, return_index=True)[1])
    ranks, classes = ranks[distinct], classes[distinct]
    backward = reversed(list(enumerate(ranks.T)))
    copies = {column.tobytes(): f for f, column in backward if column.any()}
    columns = sorted(copies.values())
    if len(columns) <= 1 or (classes == classes[0]).all():
        line = ranks[:, columns[0]] if columns else np.zeros_like(classes)
        return _line_tree(line, classes).result(columns, optimal=True)
    data = Data(ranks[:, columns], classes)
    points = np.arange(data.size)
    search, tree = _Search(data, budget), _balanced_tree(data)
    if tree.depth() > _RECURSION:
        return tree.result(columns, optimal=False)
    least = max(floor, (len(np.unique(classes)) - 1).bit_length())
    outcome: bool | None = True
    while outcome and tree.depth() > least:
        outcome = search.attempt(points, tree.depth() - 1)
        tree = search.grown(points, tree.depth() - 1) or tree
    if tree.depth() > floor:
        search.polish(points, tree.depth())
    polished = search.grown(points, tree.depth())
    if polished is not None and len(polished.nodes) < len(tree.nodes):
        tree = polished
    return tree.result(columns, optimal=outcome is not None)
