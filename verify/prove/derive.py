"""From a claim to hints for the checker, or an exact counterexample, or the reason why neither was found."""

from dataclasses import dataclass
from fractions import Fraction

from constructions.model.cost import MEASURES, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.evaluation import Point, evaluate, trace
from constructions.model.network import Concatenate, Network
from verify.certificate import Hint
from verify.claim import (
    AboutData,
    Claim,
    Classifies,
    Equivalent,
    EquivalentOnBalls,
    Memorizes,
    OperationsAtMost,
    OutputWithin,
    Paths,
    Radius,
    Robustly,
    WithRadii,
)
from verify.domain import Domain
from verify.prove import operations, points
from verify.prove.balls import nearest_others, on_balls
from verify.prove.execution import Fails, Limits, Program, Stopped
from verify.prove.goals import Wanted, halves_equal, within
from verify.prove.points import Progress, values_text
from verify.prove.radii import distance
from verify.prove.region import bounds_of
from verify.prove.subtrees import Cores
from verify.prove.universal import at_most, count_paths, show, worst_case
from verify.verdict import Refuted, Unknown


@dataclass(frozen=True, slots=True)
class Subject:
    """What a claim is about: networks with the bytes of their files, and data with the labels that the claim means."""

    network: Network
    network_data: bytes
    other: Network | None = None
    other_data: bytes = b""
    dataset: Dataset | None = None

    @property
    def second(self) -> Network:
        """The other network of a claim that has one."""
        if self.other is None:
            raise ValueError("the claim needs another network")
        return self.other

    @property
    def files(self) -> tuple[bytes, ...]:
        """The files of the network and, if there is one, of the other."""
        return (self.network_data,) if self.other is None else (self.network_data, self.other_data)

    @property
    def data(self) -> Dataset:
        """The data set of a claim that has one."""
        if self.dataset is None:
            raise ValueError("the claim needs a data set")
        return self.dataset


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the search for a proof may use.

    Attributes:
        seconds: for a claim about a domain, or for each point of a claim about data; None is no limit.
        paths: how many paths, in the same way.
        jobs: processes.
        progress: called with what is done of how much.
    """

    seconds: float | None = None
    paths: int | None = None
    jobs: int = 1
    progress: Progress = lambda _done, _total: None

    def limits(self) -> Limits:
        """Return limits that begin now."""
        return Limits.of(self.seconds, self.paths, self.progress)


Derived = list[Hint] | Refuted | Unknown


def derive(claim: Claim, subject: Subject, allowance: Allowance) -> Derived:
    """Return the hints of a certificate, a counterexample that was replayed, or why there is neither.

    Raises:
        ValueError: for a claim with radii, which is made together with its proof (``largest_radii``).
    """
    cores = Cores(allowance.jobs, subject.files)
    try:
        match claim:
            case Memorizes() | Classifies():
                return points.counterexample(claim, subject.network, subject.data) or []
            case Robustly() | EquivalentOnBalls():
                return _on_balls(claim, subject, allowance)
            case WithRadii():
                raise ValueError("a claim with radii is made together with its proof: largest_radii")
            case Equivalent():
                both = Program(Concatenate((subject.network, subject.second)))
                return show(both, bounds_of(claim.domain), halves_equal, allowance.limits(), cores=cores)
            case OutputWithin():
                goals = within(claim.outputs)
                return show(Program(subject.network), bounds_of(claim.domain), goals, allowance.limits(), cores=cores)
            case OperationsAtMost():
                return _operations(claim, subject, allowance, cores)
            case Paths():
                return _paths(claim, subject, allowance, cores)
    except Fails as failure:
        return replay(claim, subject, failure.point)
    except Stopped as stopped:
        return Unknown(str(stopped))


def largest_radii(
    of: Memorizes | Classifies, subject: Subject, allowance: Allowance
) -> tuple[tuple[Radius, ...], list[Hint]]:
    """Return the largest radius of every point and the hints that prove them all.

    Raises:
        ValueError: if the claim needs a data set and there is none.
    """
    dataset = subject.data
    found = on_balls(
        [subject.network_data],
        dataset.points,
        wanted_of(of, dataset),
        None,
        (allowance.seconds, allowance.paths),
        allowance.jobs,
        allowance.progress,
        nearest_others(dataset),
    )
    radii = tuple([item.radius or Radius("wrong") for item in found])
    return radii, [hint for item in found for hint in item.hints]


def dearest(subject: Subject, claim: OperationsAtMost, allowance: Allowance) -> tuple[int, Point] | Unknown | None:
    """Return the most operations that an input of the claim's domain takes, and such an input; None if it is empty."""
    cores = Cores(allowance.jobs, subject.files)
    try:
        return worst_case(subject.network, bounds_of(claim.domain), claim.measure, allowance.limits(), cores)
    except Stopped as stopped:
        return Unknown(str(stopped))


def wanted_of(claim: AboutData, dataset: Dataset) -> list[Wanted]:
    """Return the goal of every point; the labels are those that the claim means."""
    if isinstance(claim, EquivalentOnBalls):
        return [Wanted("halves")] * dataset.size
    of = claim.of if isinstance(claim, Robustly | WithRadii) else claim
    return [Wanted("equals" if isinstance(of, Memorizes) else "exceeds", label) for label in dataset.labels]


def replay(claim: Claim, subject: Subject, point: Point) -> Refuted:
    """Return the refutation of a claim by an input, after running the network there; the input must refute it."""
    match claim:
        case Robustly() | EquivalentOnBalls() | WithRadii():
            return _replay_near(claim, subject, point)
        case OperationsAtMost():
            return operations.replayed(claim, subject.network, point)
        case Equivalent():
            one, two = evaluate(subject.network, point), evaluate(subject.second, point)
            _must(one != two and _inside(claim.domain, point))
            return Refuted(point, one, two, f"at an input the outputs are {values_text(one)} and {values_text(two)}")
        case OutputWithin():
            output = evaluate(subject.network, point)
            broken = [number for number, wanted in enumerate(claim.outputs) if not wanted.holds(output)]
            _must(bool(broken) and _inside(claim.domain, point))
            found, wanted = claim.outputs[broken[0]].form.at(output), claim.outputs[broken[0]]
            reason = f"the output {values_text(output)} violates constraint {broken[0]}"
            return Refuted(point, (found,), (wanted.bound,), reason)
        case _:
            raise ValueError(f"{claim.stem} is not refuted by an input alone")


def _on_balls(claim: Robustly | EquivalentOnBalls, subject: Subject, allowance: Allowance) -> Derived:
    dataset = subject.data
    found = on_balls(
        subject.files,
        dataset.points,
        wanted_of(claim, dataset),
        claim.radius,
        (allowance.seconds, allowance.paths),
        allowance.jobs,
        allowance.progress,
    )
    for item in found:
        if item.fails is not None:
            return replay(claim, subject, item.fails)
    stopped = [(number, item.stopped) for number, item in enumerate(found) if item.stopped]
    if stopped:
        number, reason = stopped[0]
        done = dataset.size - len(stopped)
        return Unknown(f"{done:,} of {dataset.size:,} points are shown; data point {number}: {reason}")
    return [hint for item in found for hint in item.hints]


def _operations(claim: OperationsAtMost, subject: Subject, allowance: Allowance, cores: Cores) -> Derived:
    most = structural_worst(subject.network).of(claim.measure)
    if most > claim.bound and subject.dataset is not None and not claim.domain:
        refuted = operations.dearest_data_point(claim, subject.network, subject.dataset)
        if refuted is not None:
            return refuted
    if claim.attained is not None:
        count = MEASURES[claim.measure](trace(subject.network, claim.attained).operations)
        if count != claim.bound or not _inside(claim.domain, claim.attained):
            where = "" if count != claim.bound else ", and does not lie in the domain"
            reason = f"the point that should attain the bound {claim.bound} takes {count}{where}"
            return Refuted(claim.attained, (Fraction(count),), (Fraction(claim.bound),), reason)
    bounds = bounds_of(claim.domain)
    return at_most(subject.network, bounds, claim.bound, claim.measure, allowance.limits(), cores)


def _paths(claim: Paths, subject: Subject, allowance: Allowance, cores: Cores) -> Derived:
    count, hints = count_paths(subject.network, bounds_of(claim.domain), allowance.limits(), cores)
    if count == claim.count:
        return hints
    found, expected = (Fraction(count),), (Fraction(claim.count),)
    witnesses = [hint for hint in hints if hint[0] == "path"]
    point: Point = ()
    reason = f"there are {count} feasible paths, the claim says {claim.count}"
    if count > claim.count:
        _, denominator, *numbers = witnesses[claim.count]
        point = tuple([Fraction(int(number), int(denominator)) for number in numbers])
        reason += f"; the input takes one more than {claim.count} others"
    return Refuted(point, found, expected, reason)


def _replay_near(claim: Robustly | EquivalentOnBalls | WithRadii, subject: Subject, point: Point) -> Refuted:
    dataset = subject.data
    output = evaluate(subject.network, point)
    compared = output if subject.other is None else (*output, *evaluate(subject.other, point))
    for number, (center, wanted) in enumerate(zip(dataset.points, wanted_of(claim, dataset), strict=True)):
        away = distance(center, point)
        if _in_ball(claim, number, away) and not wanted.holds(compared):
            expected = dataset.labels[number] if subject.other is None else compared[len(output) :]
            what = "the label is" if subject.other is None else "the other one"
            return Refuted(
                point,
                output,
                expected,
                f"{away} away from data point {number} the network gives {values_text(output)}, {what} "
                f"{values_text(expected)}",
            )
    raise AssertionError("replayed, the input does not refute the claim")


def _in_ball(claim: Robustly | EquivalentOnBalls | WithRadii, number: int, away: Fraction) -> bool:
    if not isinstance(claim, WithRadii):
        return away <= claim.radius
    radius = claim.radii[number]
    if radius.kind in ("all", "wrong"):
        return radius.kind == "all"
    return away < (radius.least or 0) if radius.kind == "open" else away <= (radius.least or 0)


def _inside(domain: Domain, point: Point) -> bool:
    return all([constraint.holds(point) for constraint in domain])


def _must(replayed: bool) -> None:
    if not replayed:
        raise AssertionError("replayed, the input does not refute the claim")
