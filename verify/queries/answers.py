"""Queries of VNN-LIB answered: a case is a claim *avoids* about one network, proved, or refuted at an exact point."""

import json
from collections.abc import Iterator, Mapping, Sequence as Items
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Literal, get_args

from constructions.files.bundle import Bundle, check_target, write_bundle
from constructions.files.disk import not_written, write_whole
from constructions.files.notation import framed
from constructions.model.errors import BadInput, NotWritten, one_of
from constructions.model.evaluation import evaluate
from constructions.model.nouns import count_of
from constructions.model.progress import Progress, silent
from constructions.model.rational import Point, long_integers
from exchange.vnnlib.assignments import parts_of
from exchange.vnnlib.joined import Joined, attach, box_of, join
from exchange.vnnlib.query import Case, Polyhedron
from exchange.vnnlib.reader import read_query
from exchange.vnnlib.runtime import rounded, runtime_values
from verify.certificate import COUNTEREXAMPLE
from verify.claims.avoids import Avoids
from verify.claims.shared.subject import network_reference
from verify.domain import Constraint
from verify.lanes import Options, prove
from verify.prove.work import ALONE, Workers
from verify.verdict import Proved, Refuted, Unknown, Verdict

Word = Literal["sat", "unsat", "unknown", "timed-out"]

MARGINS = (Fraction(1, 64), Fraction(1, 4096), Fraction(1, 1 << 18))
"""How far inside the polyhedra further points are looked for, one after the other, where floats do not confirm one."""


FIRST_PATHS = 64
"""How many paths the search of each of several cases runs at first, so that none waits for one that takes long."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What answering may take.

    Attributes:
        seconds: for all cases together; None is no limit.
        workers: who shares a search.
        progress: called with how many cases are done.

    >>> Effort(seconds=5.0).workers.count
    1
    """

    seconds: float | None = None
    workers: Workers = ALONE
    progress: Progress = silent


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query is answered with.

    Attributes:
        word: the answer.
        point: the input of the joined network that satisfies the query exactly; empty if none was found. It comes with
            ``unknown``, too, where the floats of a runtime do not satisfy it.
        numbers: those of all the query's variables there; the floats of onnxruntime where they confirm it.
        notes: what else is to be said, a line each.
        confirmed: whether onnxruntime's floats satisfy the query, too.
        outputs: the last of ``numbers``, what the networks give; for whoever reads them.

    >>> Answer("unsat").word
    'unsat'
    """

    word: Word
    point: Point = ()
    numbers: Point = ()
    notes: tuple[str, ...] = ()
    confirmed: bool = False
    outputs: Point = ()

    def __post_init__(self) -> None:
        one_of("answer", self.word, get_args(Word))


def joined_query(path: Path, files: Mapping[str, Path] | Path) -> Joined:
    """Return the query in a VNN-LIB file, its networks read from ONNX files.

    Args:
        path: the query.
        files: the file of each network, by the name that the query has for it; or the file of the only one that needs a
            file, whatever its name.

    Raises:
        BadInput: if a file cannot be read, or the files do not fit the query.
        Beyond: if it says more than is decided, or a network has a part that is not read exactly.
    """
    query = read_query(path)
    if isinstance(files, Path):
        names = [network.name for network in query.networks if network.equal_to is None]
        if len(names) != 1:
            raise BadInput(
                f"{path}: is about {len(names)} networks, {', '.join(names)}, and here is a file for one: ask "
                "memocert-vnnlib verify, which takes several"
            )
        files = {names[0]: files}
    return join(query, attach(query, files))


def answered(joined: Joined, keep: Path | None = None, effort: Effort = Effort()) -> Answer:
    """Return whether a query is satisfiable, and keep what shows it.

    Args:
        joined: the query.
        keep: a folder that is not there yet, or empty; it is made if there is something to keep. For ``unsat`` it is a
            bundle that ``memocert check`` accepts; where a point satisfies the query exactly, it holds the network and
            ``counterexample.json``. None keeps nothing.
        effort: what it may take.

    Raises:
        BadInput: if the folder is there, or cannot be written.
    """
    if keep is None:
        with TemporaryDirectory() as folder:
            return answer(joined, Path(folder) / "query", effort)
    check_target(keep, force=False, option="choose another folder")
    try:
        with TemporaryDirectory(dir=keep.parent, prefix=f".{keep.name}.") as folder:
            return _answered_in(Path(folder), joined, keep, effort)
    except NotWritten as error:  # in a folder that is gone now
        cause = error.__cause__
        raise (not_written(keep, cause) if isinstance(cause, OSError) else error) from cause


def _answered_in(folder: Path, joined: Joined, keep: Path, effort: Effort) -> Answer:
    work = folder / "query"
    found = answer(joined, work, effort)
    if found.point:
        write_bundle(folder / "sat", joined.network, None, _table(joined))
        work = folder / "sat"
        write_whole(work / COUNTEREXAMPLE, _counterexample(joined, found))
    if found.point or found.word == "unsat":
        if keep.exists():
            keep.rmdir()
        work.rename(keep)
    return found


def _counterexample(joined: Joined, found: Answer) -> bytes:
    """Return the file that holds the exact point of ``sat``, with what the network gives there."""
    output = evaluate(joined.network, found.point)
    variables = [
        f"[{json.dumps(variable.name)},{_texts(values)}]"
        for variable, values in parts_of(joined.query, (*joined.spread(found.point), *output))
    ]
    fields = f'"point":{_texts(found.point)},"output":{_texts(output)},"variables":[{",".join(variables)}]'
    return framed("counterexample", fields)


def _texts(numbers: Items[Fraction]) -> str:
    with long_integers():
        return json.dumps([str(number) for number in numbers], separators=(",", ":"))


def answer(joined: Joined, folder: Path, effort: Effort = Effort()) -> Answer:
    """Return whether a query is satisfiable; for ``unsat`` the folder becomes a bundle that ``memocert check`` accepts.

    ``sat`` is answered with a point at which the exact network satisfies the query. If the query speaks of floats, the
    point consists of floats of their format, and onnxruntime confirms that its outputs satisfy the query, too; where
    it does not, other points are tried, and then the answer is ``unknown``. ``unsat`` is about exact arithmetic.

    Args:
        joined: the query.
        folder: a folder that is not there yet.
        effort: what it may take.

    Raises:
        BadInput: if the folder cannot be written.
    """
    clock = _Clock(effort.seconds)
    bundle = write_bundle(folder, joined.network, None, _table(joined))
    open_cases, held = list(range(len(joined.cases))), Answer("unknown")
    notes: dict[int, str] = {}
    shown = 0
    rounds = [(FIRST_PATHS, True), (None, False)] if len(open_cases) > 1 else [(None, True)]
    for paths, falsifier in rounds:
        still_open = []
        for number in open_cases:
            effort.progress(shown, len(joined.cases))
            if clock.is_over():
                far = f"{shown:,} of {count_of(len(joined.cases), 'case')} shown"
                return replace(held, word="timed-out", notes=(far, *notes.values()))
            verdict = _proved(bundle, joined.cases[number], effort, clock, paths, falsifier)
            if isinstance(verdict, Refuted):
                found = _satisfied(joined, joined.cases[number], verdict, effort, clock)
                if found.word == "sat":
                    return found
                notes[number], held = found.notes[0], found
            elif not isinstance(verdict, Proved):
                still_open.append(number)
                notes[number] = f"case {number + 1} of {len(joined.cases):,}: {_reason(verdict)}"
            else:
                shown += 1
                notes.pop(number, None)
        open_cases = still_open
    if not notes:
        return Answer("unsat", notes=_about_floats(joined))
    word: Word = "timed-out" if clock.is_over() and open_cases else "unknown"
    return replace(held, word=word, notes=tuple(notes.values()))


class _Clock:
    """How much time is left."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else monotonic() + seconds

    def left(self) -> float | None:
        return None if self._end is None else max(0.001, self._end - monotonic())

    def is_over(self) -> bool:
        return self._end is not None and monotonic() >= self._end


def _proved(
    bundle: Bundle, case: Case, effort: Effort, clock: _Clock, paths: int | None = None, falsifier: bool = True
) -> Verdict:
    claim = Avoids(network_reference(bundle), case.unsafe, case.domain)
    options = Options(
        "certificate",
        seconds=clock.left(),
        paths=paths,
        jobs=effort.workers.count,
        falsifier=falsifier,
        executor=effort.workers.executor,
    )
    return prove(bundle, claim, options)


def _reason(verdict: Verdict) -> str:
    return verdict.reason if isinstance(verdict, Unknown) else "no certificate was found"


def _table(joined: Joined) -> str:
    names = ", ".join([item.declared.name for item in joined.attached])
    return f"the networks of a VNN-LIB query side by side: {names}\n"


def _about_floats(joined: Joined) -> tuple[str, ...]:
    if joined.query.is_real or joined.query.version == "1.0":
        return ()
    return ("unsat is about exact arithmetic: the floats of a runtime may differ in their last digits",)


def _satisfied(joined: Joined, case: Case, refuted: Refuted, effort: Effort, clock: _Clock) -> Answer:
    """Return ``sat`` with a point as it must be, or ``unknown`` with what holds of the exact one."""
    kinds, wanted = _kinds(joined), not joined.query.is_real
    best, reason = None, ""
    for point in _points(joined, case, refuted, effort, clock):
        found, why = _at(joined, case, point, kinds)
        if found is not None and (found.confirmed or (joined.query.is_real and joined.query.version != "1.0")):
            return found
        best, reason = best or found, reason or why
    if best is not None and not wanted:
        return best
    exact = refuted.point
    note = f"in exact arithmetic a point satisfies the query; {reason}"
    return Answer(
        "unknown" if wanted else "sat", exact, (*joined.spread(exact), *evaluate(joined.network, exact)), (note,)
    )


def _kinds(joined: Joined) -> tuple[str, ...]:
    """Return the format of each input of the joined network, that of the file."""
    found = [""] * joined.network.input_width
    number = 0
    for item in joined.attached:
        for index in item.inputs:
            port = item.graph.inputs[index]
            for _ in range(port.size):
                place = joined.places[number]
                found[place] = found[place] or port.kind
                number += 1
    return tuple(found)


def _points(joined: Joined, case: Case, refuted: Refuted, effort: Effort, clock: _Clock) -> Iterator[Point]:
    """Yield the point that was found, then points that lie farther inside."""
    yield refuted.point
    for margin in MARGINS:
        if clock.is_over():
            return
        with _scratch(joined) as bundle:
            tightened = replace(case, unsafe=tuple([_tightened(part, margin) for part in case.unsafe]))
            verdict = _proved(bundle, tightened, effort, clock)
        if isinstance(verdict, Refuted):
            yield verdict.point


@contextmanager
def _scratch(joined: Joined) -> Iterator[Bundle]:
    with TemporaryDirectory() as folder:
        yield write_bundle(Path(folder) / "inside", joined.network, None, "")


def _tightened(polyhedron: Polyhedron, margin: Fraction) -> Polyhedron:
    """Return the polyhedron of what lies a margin inside, measured in each constraint's own numbers."""
    found = []
    for atom in polyhedron:
        step = margin * max(Fraction(1), abs(atom.bound))
        moved = {">": step, ">=": step, "<": -step, "<=": -step}.get(atom.relation, Fraction(0))
        found.append(Constraint(atom.form, atom.relation, atom.bound + moved))
    return tuple(found)


def _at(joined: Joined, case: Case, point: Point, kinds: Items[str]) -> tuple[Answer | None, str]:
    """Return the answer at the floats nearest to a point, and what keeps it from being confirmed."""
    floats = _floats(case, point, kinds)
    if isinstance(floats, str):
        return None, f"the bounds of an input leave no number of the type {floats}"
    inputs = joined.spread(floats)
    exact = (*inputs, *evaluate(joined.network, floats))
    if not joined.query.holds(exact):
        if not all([atom.holds(floats) for atom in case.domain]):
            return None, "the floats nearest to it do not satisfy what the query says of several inputs together"
        return None, "at the floats nearest to it the exact outputs do not"
    try:
        given = (*inputs, *runtime_values(joined.attached, inputs))
    except BadInput as error:
        return Answer("sat", floats, exact, (f"not confirmed in floats: {error}",)), str(error)
    if not joined.query.holds(given):
        why = "onnxruntime's outputs at the floats nearest to it do not"
        return Answer("sat", floats, exact, (f"not confirmed in floats: {why}",)), why
    return Answer("sat", floats, exact if joined.query.is_real else given, (), True), ""


def _floats(case: Case, point: Point, kinds: Items[str]) -> Point | str:
    """Return a point of floats near a point, within the bounds that the domain has for each number; where these leave
    none, its format."""
    found = []
    for value, kind, bounds in zip(point, kinds, box_of(case.domain, len(point)), strict=True):
        near = rounded(value, kind, bounds)
        if near is None:
            return kind
        found.append(near)
    return tuple(found)
