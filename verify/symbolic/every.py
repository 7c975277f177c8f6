"""Claims about constructions: proved for every data set of a size, or refuted by a data set that is built and run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any, NoReturn

from constructions.model.brief import Brief
from constructions.model.dataset import Dataset
from constructions.model.errors import at_least, no_less, of_kind
from constructions.model.nouns import count_of
from constructions.model.numbers.symbolic_numbers import ShapeDepends
from constructions.model.progress import Progress, silent
from verify.solvers.cvc5_backend import replay
from verify.solvers.z3_backend import Session, SolverError
from verify.symbolic.certify import NotLinear, certify
from verify.symbolic.costs import Most, most_of_shape
from verify.symbolic.obligations import free_query, goals_of
from verify.symbolic.samples import SAMPLES, Counterexample, Failed, check_data, sample_data
from verify.symbolic.shapes import Construction, Every, Shape, shapes_of
from verify.verdict import Proved

MOST_LABELLINGS_OF = 12
"""Up to so many given points all labellings by 0 and 1 are run where there is no symbolic run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a claim about a construction ended.

    Attributes:
        every: the data sets that it speaks of.
        verdict: ``proved`` (by the order of the points and certificates that the independent checker accepted, by
            nothing else), ``proved by two solvers``, ``proved by solver``, ``proved by running all`` (labellings, where
            they are few and the construction has no symbolic run), ``refuted``, ``failed`` (the construction raised an
            error) or ``unknown``.
        shapes: how many different symbolic networks the construction has on them.
        refused: how many of these are refusals: the claim is about the data that the construction accepts.
        bundles: the folders with an accepted certificate, one for each shape, if all have one.
        logic: the hardest logic that was needed: QF_LRA or QF_NRA.
        scripts: the obligations as SMT-LIB text: one for each point of each shape, and what a solver answered for the
            construction while it ran.
        counterexample: if it was refuted, or failed.
        reason: why it is unknown.
        seconds: how long it took.
        late: whether it is unknown since time, not the construction, was the limit.
        most: if it is proved on symbols, how many operations the networks make at most on any input.
        beside: what ``beside`` finds, where that was asked for after a proof.
    """

    every: Every
    verdict: str
    shapes: int = 0
    refused: int = 0
    bundles: tuple[Path, ...] = ()
    logic: str = "QF_LRA"
    scripts: tuple[str, ...] = field(default=(), repr=False)
    counterexample: Counterexample | None = None
    reason: str = ""
    seconds: float = 0.0
    late: bool = False
    most: Most | None = None
    beside: Counterexample | None = None

    @property
    def proved(self) -> bool:
        """Whether it is proved, by whatever stands behind it."""
        return self.verdict not in ("refuted", "unknown", "failed")


@dataclass(slots=True, repr=False)
class ProofLimits(Brief):
    """What a proof may use.

    Attributes:
        seconds: for one query.
        shapes: how many shapes are looked at.
        also: whether cvc5 replays every obligation.
        folder: where certificates are written, a bundle for each shape; None: none is looked for.
        progress: called with the number of obligations that are done.
        total: seconds for the whole proof; None: as long as it takes.

    Raises:
        BadInput: if it is less than one shape, or than no time.
        TypeError: if the number of shapes is no integer, or the time no number.
    """

    seconds: float = 20.0
    shapes: int = 2_000
    also: bool = False
    folder: Path | None = None
    progress: Progress = field(default=silent)
    total: float | None = None

    def __post_init__(self) -> None:
        at_least(1, shapes=self.shapes)
        no_less(0, seconds=self.seconds, total=self.total)


class _Unproved(Exception):
    """An obligation that was not proved: the reason."""


class _Late(_Unproved):
    """An obligation that was not proved in time."""


def memorizes_every(construction: Construction, every: Every, limits: ProofLimits | None = None) -> Outcome:
    """Prove or refute that a construction memorizes every data set of a kind.

    It is run on random data first. Then it is run on symbols, in every shape, and each point of each shape gives an
    obligation: premises about the data imply that the network gives the label. Unsat obligations of all points of all
    shapes prove the claim (theory, Theorem 71).

    >>> from constructions.unconditional.interpolation import interpolation
    >>> outcome = memorizes_every(interpolation, Every(3))
    >>> outcome.verdict, outcome.shapes, len(outcome.scripts)
    ('proved by solver', 3, 9)
    """
    of_kind(Callable, "a function from a data set to a network", construction=construction)  # type: ignore[arg-type]
    of_kind(Every, "Every(n), the data sets spoken of", every=every)
    limits = limits or ProofLimits()
    run = _Run(construction, every, limits)
    found: dict[str, Any]
    try:
        run.prove()
        found = {"verdict": run.verdict, "most": run.most}
    except Failed as failed:
        found = failed.outcome
    except (_Unproved, ShapeDepends) as reason:
        found = {"verdict": "unknown", "reason": str(reason), "late": isinstance(reason, _Late)}
        if every.points is not None and every.labels == "binary" and every.size <= MOST_LABELLINGS_OF:
            found = _by_running_all(construction, every)
    logic = "QF_NRA" if any(["QF_NRA" in script for script in run.scripts]) else "QF_LRA"
    bundles = tuple(run.bundles) if found["verdict"] == "proved" else ()
    return Outcome(
        every,
        shapes=run.shapes,
        refused=run.refused,
        logic=logic,
        scripts=tuple(run.scripts),
        bundles=bundles,
        seconds=perf_counter() - run.start,
        **found,
    )


def _by_running_all(construction: Construction, every: Every) -> dict[str, Any]:
    """Return the verdict of building and running the construction on every labelling by 0 and 1 of given points."""
    try:
        taken = [check_data(construction, dataset) for dataset in sample_data(every, 2**every.size)]
    except Failed as failed:
        return failed.outcome
    run, refused = count_of(len(taken), "labelling"), taken.count(False)
    if refused == len(taken):
        return {"verdict": "unknown", "reason": f"the construction refuses the data, in all of {run}"}
    reason = f"{run}, {refused:,} of them refused" if refused else run
    return {"verdict": "proved by running all", "reason": reason}


class _Run:
    """One proof under way: what was proved so far."""

    def __init__(self, construction: Construction, every: Every, limits: ProofLimits) -> None:
        self.construction, self.every, self.limits = construction, every, limits
        self.start = perf_counter()
        self.scripts: list[str] = []
        self.bundles: list[Path] = []
        self.shapes = self.refused = self.settled = 0
        self.most: Most | None = None

    @property
    def verdict(self) -> str:
        """The verdict if everything was proved."""
        if self.bundles and len(self.bundles) == self.shapes - self.refused and not self.settled:
            return "proved"
        return "proved by two solvers" if self.limits.also else "proved by solver"

    def prove(self) -> None:
        """Run on data, then on symbols; raises ``Failed`` or ``_Unproved`` if that does not prove the claim."""
        for dataset in sample_data(self.every, SAMPLES):
            check_data(self.construction, dataset)
        for shape in shapes_of(self.construction, self.every, self.limits.shapes):
            self.shapes += 1
            for script in shape.settled:
                self.settled += 1
                _replayed(script, self.limits)
                self._keep(script)
            if shape.refusal:
                self.refused += 1
                continue
            values = _sample_of(self.construction, shape, self.limits)
            if values is not None and shape.network is not None:
                self.most = most_of_shape(shape.network).joined(self.most)
            for script in _proofs(self.construction, shape, values, self.limits):
                self._keep(script)
            if self.limits.folder is not None and len(self.bundles) == self.shapes - self.refused - 1:
                self._certify(shape, self.limits.folder / f"n{self.every.size}-shape{self.shapes}")
        if self.refused == self.shapes:
            raise _Unproved(f"the construction refuses all of these data: {shape.refusal}")

    def _keep(self, script: str) -> None:
        self.scripts.append(script)
        self.limits.progress(len(self.scripts), None)
        if self.limits.total is not None and perf_counter() - self.start > self.limits.total:
            raise _Late(f"{self.limits.total:g} s were not enough")

    def _certify(self, shape: Shape, folder: Path) -> None:
        try:
            verdict = certify(shape, folder)
        except NotLinear:
            return
        if isinstance(verdict, Proved):
            self.bundles.append(folder)


def _proofs(
    construction: Construction, shape: Shape, values: list[Fraction] | None, limits: ProofLimits
) -> Iterator[str]:
    """Yield a proved obligation for every point of a shape; ``values`` are those of its atoms for some data."""
    if values is None:  # no data have this shape, as a solver says
        script = _any_data(shape)
        _replayed(script, limits)
        yield script
        return
    for number in range(shape.every.size):
        goals = goals_of(shape, number, values)
        found = None
        if goals is not None:
            for linear in (True, False):
                script = shape.premises.query(goals, linear)
                if _unsat(script, limits):
                    found = script
                    break
        if found is None:
            found = free_query(shape, number)
            if not _unsat(found, limits):
                _refute(construction, shape, number, limits)
        yield found


def _unsat(script: str, limits: ProofLimits) -> bool:
    if Session().run(script, limits.seconds) != ["unsat"]:
        return False
    _replayed(script, limits)
    return True


def _replayed(script: str, limits: ProofLimits) -> None:
    """Ask the other solver, if there is one, whether it says unsat to an obligation as well."""
    if limits.also:
        answer = replay(script, limits.seconds)
        if answer != ["unsat"]:
            raise _Unproved(f"Z3 says unsat to an obligation, cvc5 {answer[0]}")


def _any_data(shape: Shape) -> str:
    """Return the premises of a shape alone; unsat if no data have it."""
    return shape.premises.query([], linear=False).replace("(assert (not true))\n", "")


def _sample_of(construction: Construction, shape: Shape, limits: ProofLimits) -> list[Fraction] | None:
    """Return values of the atoms for some data of a shape; None if there are none.

    Raises:
        Failed: if the construction raises an error on these data.
        _Unproved: if neither a sample nor a proof that there is none was found.
    """
    for dataset in sample_data(shape.every, SAMPLES):
        values = _fitting(shape, dataset)
        if values is not None:
            break
    else:
        script = _any_data(shape)
        session = Session()
        answer = session.run(script, limits.seconds)
        if answer == ["unsat"]:
            return None
        found = _data_of_model(shape.every, session, script) if answer == ["sat"] else None
        values = None if found is None else _fitting(shape, found)
        if values is None or found is None:
            raise _Unproved(f"no data were found for the shape where {shape.asked[-1] if shape.asked else 'always'}")
        dataset = found
    if shape.error:
        check_data(construction, dataset)
        raise _Unproved(f"the construction does not run on symbols: {shape.error}")
    return values


def _fitting(shape: Shape, dataset: Dataset) -> list[Fraction] | None:
    """Return the values of the atoms on a data set if it has the shape."""
    names = {f"y{number + 1}": label[0] for number, label in enumerate(dataset.labels)}
    if shape.every.points is None:
        names |= {f"z{number + 1}": point[0] for number, point in enumerate(dataset.points)}
    try:
        values = shape.field.values(names)
    except ZeroDivisionError:
        return None
    return values if all([condition.holds(values) for condition in shape.premises.conditions]) else None


def _refute(construction: Construction, shape: Shape, number: int, limits: ProofLimits) -> NoReturn:
    """Look for a model of the negated claim about a point that is a data set on which the construction is wrong.

    Raises:
        Failed: if there is one.
        _Unproved: if not, with the reason.
    """
    point, script, session = f"point {number + 1} of {shape.every.size}", free_query(shape, number), Session()
    if session.run(script, limits.seconds) != ["sat"]:
        raise _Late(f"{point}: the solver gave no answer in time")
    dataset = _data_of_model(shape.every, session, script)
    if dataset is None:
        raise _Unproved(f"{point}: the solver's data on which the network on symbols is wrong are not rational")
    does = "memorizes" if check_data(construction, dataset) else "refuses"
    raise _Unproved(f"{point}: the network on symbols is wrong on data that the construction, run on them, {does}")


def _data_of_model(every: Every, session: Session, script: str) -> Dataset | None:
    """Return the data set of a model; None if one of its numbers is not rational."""

    def value(name: str) -> Fraction:
        return session.values([name])[0] if f"(declare-fun {name} ()" in script else Fraction(0)

    numbers = range(1, every.size + 1)
    try:
        points = every.points or [value(f"z{number}") for number in numbers]
        labels = [value(f"y{number}") for number in numbers]
    except SolverError:
        return None
    return Dataset.from_rows([[z] for z in points], [[y] for y in labels])
