"""What claims on balls around data points share; balls are those of the maximum norm."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence as Items
from fractions import Fraction

from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.certificate import Hint
from verify.claims.shared.at_points import AtPoints
from verify.claims.shared.base import AboutNetworks, Allowance, Asking, Derived
from verify.claims.shared.subject import Reference, Subject
from verify.domain import Domain, ball, segment
from verify.prove.balls.each_point import on_balls
from verify.prove.balls.found import Found
from verify.prove.balls.radii import Radius, distance, evidence
from verify.prove.counterexamples.targets import Polyhedron, Target, unsafe_of
from verify.prove.goals import Wanted, refuting
from verify.solvers.asking import Question, SolverAnswer, ask_universal
from verify.solvers.formulas import Atoms, all_of, fails, no_farther
from verify.verdict import Refuted, Unknown, values_text


class AroundPoints(AboutNetworks):
    """For every point x of a data set and every z of a ball around x: what the subclass wants holds at z."""

    __slots__ = ()

    @abstractmethod
    def wanted_at(self, dataset: Dataset, number: int) -> Wanted:
        """Return what must hold of the outputs around a data point."""

    @abstractmethod
    def formula(self, outputs: Atoms, dataset: Dataset, number: int) -> str:
        """Return the same as a formula for a solver."""

    def meant_at(self, dataset: Dataset, number: int) -> str:
        """Return what to add to a refutation, where the outputs themselves do not say what was meant."""
        return ""

    @abstractmethod
    def radius_at(self, number: int) -> Radius:
        """Return what is claimed of the ball around a data point."""

    def targets(self, subject: Subject) -> tuple[Network, list[Target]]:
        network, dataset = subject.both, subject.data
        unsafe: dict[Wanted, tuple[Polyhedron, ...]] = {}
        found = []
        for number, center in enumerate(dataset.points):
            radius, wanted = self.radius_at(number), self.wanted_at(dataset, number)
            if radius.kind != "wrong":
                if wanted not in unsafe:
                    unsafe[wanted] = unsafe_of(refuting(wanted.goals()), network.input_width, network.output_width)
                found.append(Target(unsafe[wanted], ball=(center, radius), seeds=(center,)))
        return network, found

    def derive(self, subject: Subject, allowance: Allowance) -> Derived:
        """Return the hints of all balls, or a counterexample, or how far it came."""
        size = subject.data.size
        found = searched(self, [self.radius_at(number) for number in range(size)], subject, allowance)
        for number, item in enumerate(found):
            if item.fails is not None:
                return self.refuted_at(subject, item.fails)
            if item.denied:
                return Refuted((), (), (), f"{subject.data.place_of(number)}: {item.denied}")
        stopped = [(number, item.stopped) for number, item in enumerate(found) if item.stopped]
        if stopped:
            number, reason = stopped[0]
            shown = f"{size - len(stopped):,} of {count_of(size, 'point is', 'points are')} shown"
            return Unknown(f"{shown}; {subject.data.place_of(number)}: {reason}")
        return [hint for item in found for hint in item.hints]

    def refuted_at(self, subject: Subject, point: Point) -> Refuted:
        dataset = subject.data
        output = evaluate(subject.network, point)
        compared = output if subject.other is None else (*output, *evaluate(subject.other, point))
        for number in range(dataset.size):
            center, radius = dataset.points[number], self.radius_at(number)
            near = _ball(center, radius)
            inside = center == point if near is None else all([constraint.holds(point) for constraint in near])
            if inside and self.wanted_at(dataset, number).holds(compared) == (radius.kind == "wrong"):
                expected = dataset.labels[number] if subject.other is None else compared[len(output) :]
                what = "the label is" if subject.other is None else "the other one"
                away = distance(center, point)
                where = f"{away} away from" if away else "at"
                reason = (
                    f"{where} {dataset.place_of(number)} the network gives {values_text(output)}, {what} "
                    f"{values_text(expected)}{', which is not wrong' if radius.kind == 'wrong' else ''}"
                    f"{self.meant_at(dataset, number)}"
                )
                return Refuted(point, output, expected, reason, number)
        raise AssertionError("replayed, the input does not refute the claim")

    def ask(self, subject: Subject, asking: Asking, hints: Items[Hint]) -> SolverAnswer:
        try:
            questions = list(self._questions(subject.data, [hint for hint in hints if hint[0] == "wrong"]))
        except LookupError:
            reason = "how near wrong answers come is claimed, and without a search Z3 is given no points that show it"
            return SolverAnswer("unknown", (), reason=reason)
        return ask_universal(subject.both, questions, asking.seconds, asking.progress)

    def _questions(self, dataset: Dataset, found: list[Hint]) -> Iterator[Question]:
        """Yield all that is claimed as questions; raises ``LookupError`` if points that show a part are not found yet.

        Wrong answers come as near as some distance, if on a segment all are wrong and its end is no farther away.
        """
        waiting = iter(found)
        for number, center in enumerate(dataset.points):
            radius = self.radius_at(number)
            near = _ball(center, radius)
            yield (self._right(dataset, number, near) if near is not None else self._wrong(dataset, number, center))
            if radius.most is not None:
                hint = next(waiting, None)
                if hint is None:
                    raise LookupError
                wrong, end = evidence(hint, len(center))
                yield self._wrong(dataset, number, wrong, end, radius.most)

    def _right(self, dataset: Dataset, number: int, inputs: Domain) -> Question:
        return inputs, lambda outputs, _: self.formula(outputs, dataset, number)

    def _wrong(
        self, dataset: Dataset, number: int, wrong: Point, end: Point | None = None, most: Fraction = Fraction(0)
    ) -> Question:
        """Return as a question that the goal fails at ``wrong`` and up to ``end``, no farther away than ``most``."""
        center, last = dataset.points[number], wrong if end is None else end
        inputs, parts = segment(last, wrong), [] if end is None else no_farther(center, last, most)
        return inputs, lambda outputs, _: all_of([fails(self.formula(outputs, dataset, number)), *parts])


def _ball(center: Point, radius: Radius) -> Domain | None:
    """Return the constraints of the ball on which it is claimed that the answer is right; None if on none."""
    if radius.kind == "all":
        return ()
    return None if radius.least is None else ball(center, radius.least, strict=radius.kind == "open")


def searched(
    claim: AroundPoints,
    radii: Items[Radius | None],
    subject: Subject,
    allowance: Allowance,
    known: Items[Point | None] = (),
) -> list[Found]:
    """Return what became of every ball: shown to have its radius, or (None) with the largest that is right."""
    dataset = subject.data
    wanted = [claim.wanted_at(dataset, number) for number in range(dataset.size)]
    limits = (allowance.seconds, allowance.paths, allowance.method)
    search = (limits, allowance.workers, allowance.progress)
    return on_balls(subject.files, dataset.points, wanted, radii, *search, known, journal=allowance.journal)


class AroundLabelled(AroundPoints):
    """The answer of the claim ``of`` about points is right on balls around them."""

    __slots__ = ()

    of: AtPoints

    @property
    def network(self) -> Reference:
        return self.of.network

    @property
    def files(self) -> Mapping[str, Reference]:
        return self.of.files

    def fitted(self, subject: Subject) -> Subject:
        return self.of.fitted(subject)

    def wanted_at(self, dataset: Dataset, number: int) -> Wanted:
        return self.of.wanted(dataset.labels[number])

    def formula(self, outputs: Atoms, dataset: Dataset, number: int) -> str:
        return self.of.formula(outputs, dataset.labels[number])
