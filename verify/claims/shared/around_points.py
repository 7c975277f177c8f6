"""What claims on balls around data points share; balls are those of the maximum norm."""

from collections.abc import Sequence as Items
from fractions import Fraction
from functools import partial

from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.claims.shared.at_points import AtPoints
from verify.claims.shared.base import Allowance, Asking, Claim, Derived, Reference, Sources, Subject
from verify.domain import Domain
from verify.prove.balls import Found, on_balls
from verify.prove.goals import Wanted
from verify.prove.radii import distance
from verify.solvers.asking import Question, SolverAnswer, ask_universal
from verify.solvers.smtlib import Atoms
from verify.verdict import Refuted, Unknown, values_text


class AroundPoints(Claim):
    """For every point x of a data set and every z of a ball around x: what the subclass wants holds at z."""

    __slots__ = ()

    def wanted_at(self, dataset: Dataset, number: int) -> Wanted:
        """Return what must hold of the outputs around a data point."""
        raise NotImplementedError

    def formula(self, outputs: Atoms, dataset: Dataset, number: int) -> str:
        """Return the same as a formula for a solver."""
        raise NotImplementedError

    def ball_of(self, dataset: Dataset, number: int) -> Domain | None:
        """Return the constraints of the ball on which it is claimed; None if on none."""
        raise NotImplementedError

    def refuted_at(self, subject: Subject, point: Point) -> Refuted:
        dataset = subject.data
        output = evaluate(subject.network, point)
        compared = output if subject.other is None else (*output, *evaluate(subject.other, point))
        for number in range(dataset.size):
            near = self.ball_of(dataset, number)
            inside = near is not None and all([constraint.holds(point) for constraint in near])
            if inside and not self.wanted_at(dataset, number).holds(compared):
                expected = dataset.labels[number] if subject.other is None else compared[len(output) :]
                what = "the label is" if subject.other is None else "the other one"
                away = distance(dataset.points[number], point)
                where = f"{away} away from" if away else "at"
                reason = (
                    f"{where} data point {number} the network gives {values_text(output)}, {what} "
                    f"{values_text(expected)}"
                )
                return Refuted(point, output, expected, reason)
        raise AssertionError("replayed, the input does not refute the claim")

    def ask(self, subject: Subject, asking: Asking) -> SolverAnswer:
        questions: list[Question] = []
        for number in range(subject.data.size):
            near = self.ball_of(subject.data, number)
            if near is not None:
                questions.append((near, partial(self._formula, subject.data, number)))
        return ask_universal(subject.both, questions, asking.seconds, asking.progress)

    def _formula(self, dataset: Dataset, number: int, outputs: Atoms, _operations: str) -> str:
        return self.formula(outputs, dataset, number)

    def shown_on(self, radius: Fraction, subject: Subject, allowance: Allowance) -> Derived:
        """Return the hints of all balls of one radius, or a counterexample, or how far it came."""
        dataset = subject.data
        found = searched(self, radius, subject, allowance)
        for item in found:
            if item.fails is not None:
                return self.refuted_at(subject, item.fails)
        stopped = [(number, item.stopped) for number, item in enumerate(found) if item.stopped]
        if stopped:
            number, reason = stopped[0]
            done = dataset.size - len(stopped)
            return Unknown(
                f"{done:,} of {count_of(dataset.size, 'point is', 'points are')} shown; data point {number}: {reason}"
            )
        return [hint for item in found for hint in item.hints]


def searched(
    claim: AroundPoints,
    radius: Fraction | None,
    subject: Subject,
    allowance: Allowance,
    known: Items[Point | None] = (),
) -> list[Found]:
    """Return what became of every ball, of one radius or (None) of the largest each."""
    dataset = subject.data
    wanted = [claim.wanted_at(dataset, number) for number in range(dataset.size)]
    limits = (allowance.seconds, allowance.paths)
    return on_balls(subject.files, dataset.points, wanted, radius, limits, allowance.jobs, allowance.progress, known)


class AroundLabelled(AroundPoints):
    """The answer of the claim ``of`` about points is right on balls around them."""

    __slots__ = ()

    of: AtPoints

    @property
    def network(self) -> Reference:
        return self.of.network

    @property
    def references(self) -> tuple[Reference, ...]:
        return self.of.references

    def subject(self, sources: Sources) -> Subject:
        return self.of.subject(sources)

    def wanted_at(self, dataset: Dataset, number: int) -> Wanted:
        return self.of.wanted(dataset.labels[number])

    def formula(self, outputs: Atoms, dataset: Dataset, number: int) -> str:
        return self.of.formula(outputs, dataset.labels[number])
