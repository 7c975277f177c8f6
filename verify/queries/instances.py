"""What became of instances, a network with a property each: answered one by one or as a list, and not done again."""

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence as Items
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from glob import escape
from math import inf, isfinite
from pathlib import Path
from shutil import rmtree
from threading import Lock
from time import perf_counter
from typing import Any

from constructions.files.bundle import make_folder
from constructions.files.disk import held, read_bytes, write_whole
from constructions.files.notation import not_json
from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from constructions.model.numbers.digits import bounded
from constructions.model.progress import LONGEST
from verify.check.bundle import check_bundle
from verify.check.verdict import ACCEPTED
from verify.queries.answers import Answer, Effort, answered, joined_query
from verify.queries.instance_lists import Instance

RESULTS = "results.json"
"""The file of a folder of results that says what became of each instance."""

GRACE = 20.0
"""Seconds beyond its own time after which a process that answers an instance is ended; and that it has to tidy up."""

_CHECKS = 2
"""How often the checker runs when the search is over, first on what is to be written, then to be measured; each time
it is given as long as the search."""

_WORDS = ("sat", "unsat", "unknown", "timed-out", "error")
"""What may become of an instance."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an instance.

    Attributes:
        network, query: as the list has them.
        verdict: ``sat``, ``unsat``, ``unknown``, ``timed-out`` or ``error``.
        seconds: how long it took.
        certificate_bytes: of the certificates; None unless it is ``unsat``.
        check_seconds: how long the independent checker took to accept them; None unless it is ``unsat``.
        note: what else there is to say.
        known: what someone else says; empty if nobody does.
        limit: the seconds that were allowed; None is no limit.
        key: of the instance; empty if its files cannot be read.
        folder: what keeps that which shows the answer, as seen from the results; empty if nothing is kept.
    """

    network: str
    query: str
    verdict: str
    seconds: float
    certificate_bytes: int | None = None
    check_seconds: float | None = None
    note: str = ""
    known: str = ""
    limit: float | None = None
    key: str = ""
    folder: str = ""

    @property
    def differs(self) -> bool:
        """Whether it is decided here and elsewhere, otherwise."""
        return self.verdict in ("sat", "unsat") and self.known in ("sat", "unsat") and self.known != self.verdict

    def settles(self, instance: Instance, key: str) -> bool:
        """Return whether an instance with this key need not be tried: it is decided, or was given as much time."""
        if self.key != key:
            return False
        if self.verdict in ("sat", "unsat"):
            return True
        asked = inf if instance.seconds is None else instance.seconds
        return self.verdict != "error" and asked <= (inf if self.limit is None else self.limit)


def decided(
    instance: Instance, keep: Path | None, effort: Effort, limit: AbstractContextManager[None] | None = None
) -> tuple[Answer, Outcome]:
    """Return the answer to an instance, and what is measured of it.

    Args:
        instance: the instance.
        keep: a new folder for what shows the answer; None keeps nothing, and measures no certificate.
        effort: what it may take.
        limit: within which the answer is found and proved; the check that is measured then is no part of it.

    Raises:
        BadInput: if a file cannot be read.
        Beyond: if the property says more than is decided.
    """
    started = perf_counter()
    with limit or nullcontext():
        joined = joined_query(instance.query, instance.network)
        found = answered(joined, keep, effort)
    taken = perf_counter() - started
    found = replace(found, outputs=found.numbers[joined.query.input_width :])
    size, checking, note = None, None, "; ".join(found.notes)
    if found.word == "unsat" and keep is not None:
        size = sum([part.stat().st_size for part in keep.glob("*.certificate.json")])
        started = perf_counter()
        results = check_bundle(str(keep))
        checking = perf_counter() - started
        refused = [result for result in results if result.verdict != ACCEPTED]
        if not results or not all([result.limit for result in refused]):
            raise AssertionError(f"{keep}: the checker does not accept what was proved")
        if refused:  # each case was accepted by itself
            beyond = f"{count_of(len(refused), 'case')} of {len(results)} beyond what the checker takes at once"
            note = "; ".join([*found.notes, f"{beyond}: {refused[0].reason}"])
    name = instance.name
    return found, Outcome(
        name[0],
        name[1],
        found.word,
        round(taken, 3),
        size,
        None if checking is None else round(checking, 3),
        note,
        instance.known,
        effort.seconds,
        instance.key,
    )


def settled(folder: Path) -> dict[tuple[str, str], Outcome]:
    """Return what a folder of results says, by network and property; nothing if it has none yet.

    Raises:
        BadInput: if the file cannot be read.
    """
    path = folder / RESULTS
    if not path.exists():
        return {}
    try:
        outcomes = [_outcome_of(entry) for entry in json.loads(read_bytes(path), parse_int=bounded)["results"]]
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: not a file of results: {not_json(error)}") from error
    except (TypeError, KeyError) as error:
        raise BadInput(f"{path}: not a file of results: {error}") from error
    return {(outcome.network, outcome.query): outcome for outcome in outcomes}


def _outcome_of(entry: Mapping[str, Any]) -> Outcome:
    """Return an outcome as a file has it; raises ``TypeError`` unless every value is of its kind."""
    found = Outcome(**entry)
    for name, value in asdict(found).items():
        kinds = _KINDS.get(name, (str,))
        if type(value) not in kinds or (isinstance(value, float) and not isfinite(value)):
            raise TypeError(f"{name} is {shown(value)}, which is no {'text' if str in kinds else 'number'}")
    if found.verdict not in _WORDS:
        raise TypeError(f"{shown(found.verdict)} is no verdict")
    return found


_KINDS: dict[str, tuple[type, ...]] = {
    "seconds": (int, float),
    "certificate_bytes": (int, type(None)),
    "check_seconds": (int, float, type(None)),
    "limit": (int, float, type(None)),
}
"""What the values of a file of results are that are no text."""


def tried(
    instances: Items[Instance], folder: Path, jobs: int, cluster: str | None = None, each: int = 1
) -> Generator[tuple[int, Outcome], None, None]:
    """Yield the number of each instance with what became of it, those first that need not be tried.

    Each runs in a process of its own, which is ended if it takes far longer than its limit. One whose files cannot be
    read is an error, and the others go on. The file of results is written anew after each. Whoever stops reading ends
    the processes.

    Args:
        instances: the instances.
        folder: the folder of results, which is made if it is not there.
        jobs: how many run at once.
        cluster: the scheduler of a Dask cluster that shares the search of each; None: this machine does.
        each: processes of this machine that share the search of each.

    Raises:
        BadInput: if the folder cannot be made, another run has it, or its results cannot be read.
    """
    make_folder(folder, kept=True)
    with held(folder):
        known = settled(folder)
        left: dict[int, _Trial] = {}
        for number, instance in enumerate(instances):
            done = _without_trying(instance, known.get(instance.name), folder)
            if isinstance(done, _Trial):
                left[number] = done
                continue
            if known.get(instance.name) != done:
                known[instance.name] = done
                _write(folder, known)
            yield number, done
        running: set[subprocess.Popen[bytes]] = set()
        pool = ThreadPoolExecutor(max(1, jobs))
        turns = {trial.keep: _Turn() for trial in left.values()}
        sharing = ["--jobs", str(each)] if cluster is None else ["--cluster", cluster]
        try:
            waiting = {
                pool.submit(_run, trial, running, turns[trial.keep], sharing): number for number, trial in left.items()
            }
            while waiting:
                done_now, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in sorted(done_now, key=waiting.__getitem__):
                    number, outcome = waiting.pop(future), future.result()
                    known[instances[number].name] = outcome
                    _write(folder, known)
                    yield number, outcome
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            _end(list(running))


@dataclass(frozen=True, slots=True)
class _Trial:
    """An instance that is to be tried, with its key and the folder that is to keep what shows the answer."""

    instance: Instance
    key: str
    keep: Path


@dataclass(slots=True)
class _Turn:
    """Instances with the same files, which share a folder, take turns: what the one before found may do."""

    lock: Lock = field(default_factory=Lock)
    found: Outcome | None = None


def _without_trying(instance: Instance, before: Outcome | None, folder: Path) -> Outcome | _Trial:
    """Return what became of an instance that need not be tried, or cannot be; else what is to be tried."""
    try:
        key = instance.key
    except BadInput as error:
        return Outcome(*instance.name, "error", 0.0, note=str(error), known=instance.known, limit=instance.seconds)
    keep = folder / f"{_brief(instance.network)}-{_brief(instance.query)}-{key[:8]}"
    if before is not None and before.settles(instance, key):
        if keep.is_dir():
            return replace(before, folder=keep.name)
        if before.verdict not in ("sat", "unsat"):
            return before
    return _Trial(instance, key, keep)


def _brief(path: Path) -> str:
    """Return the name of a file without its end, cut to so many bytes that two of them are the name of a folder."""
    return path.stem.encode("utf-8", "surrogateescape")[:_STEM].decode("utf-8", "ignore")


_STEM = 100


def _write(folder: Path, outcomes: Mapping[tuple[str, str], Outcome]) -> None:
    results = json.dumps({"results": [asdict(item) for item in outcomes.values()]}, indent=1)
    write_whole(folder / RESULTS, f"{results}\n".encode())


def _end(processes: Items["subprocess.Popen[bytes]"]) -> None:
    """End processes, which tidy up what they have begun; those that take long are ended at once."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()


def _run(trial: _Trial, running: set["subprocess.Popen[bytes]"], turn: _Turn, sharing: Items[str]) -> Outcome:
    """Return what became of an instance, or of one with the same files before it."""
    instance = trial.instance
    with turn.lock:
        if turn.found is None or not turn.found.settles(instance, trial.key):
            turn.found = _alone(trial, running, sharing)
        return replace(turn.found, network=instance.name[0], query=instance.name[1], known=instance.known)


def _alone(trial: _Trial, running: set["subprocess.Popen[bytes]"], sharing: Items[str]) -> Outcome:
    """Return what became of an instance in a process of its own; a folder that is in the way is replaced."""
    instance, keep = trial.instance, trial.keep
    if keep.exists():
        rmtree(keep)
    words = [sys.executable, "-P", "-c", _BESIDE, "verify", "--json", "--certificate", str(keep), *sharing]
    if instance.seconds is not None:
        words += ["--timeout", str(instance.seconds)]
    words += ["--", str(instance.network), str(instance.query)]
    waits = None
    if instance.seconds is not None and instance.seconds <= LONGEST:
        waits = (1 + _CHECKS) * instance.seconds + GRACE
    started = perf_counter()
    follows, held_here = os.pipe()  # the system closes the end that is held here, too, if this process is killed
    with open(held_here, "wb"), open(follows, "rb") as stdin:
        process = subprocess.Popen(words, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        running.add(process)
        try:
            found = _heard(process, waits, started)
        finally:
            running.discard(process)
            _tidied(keep)
    if found.key not in ("", trial.key):
        if keep.is_dir():
            rmtree(keep)
        found = Outcome("", "", "error", found.seconds, note="its files have changed while it was tried: try it again")
    return replace(
        found,
        seconds=round(found.seconds, 3),
        limit=instance.seconds,
        key=trial.key,
        folder=keep.name if keep.is_dir() else "",
    )


_BESIDE = "from memocert.__main__ import beside; beside()"
"""The command line as a program that ends with this process."""


def _heard(process: "subprocess.Popen[bytes]", waits: float | None, started: float) -> Outcome:
    """Return the outcome that a process says, which is ended if it says none in time."""
    try:
        output, errors = process.communicate(timeout=waits)
        return Outcome(**json.loads(output)["results"][0])
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Outcome("", "", "timed-out", perf_counter() - started)
    except ValueError:
        note = errors.decode("utf-8", "replace").strip().split("\n")[-1].removeprefix("memocert: ")
        return Outcome("", "", "error", perf_counter() - started, note=note)


def _tidied(keep: Path) -> None:
    """Remove what a process that was ended has left beside the folder that it was to make."""
    for left in keep.parent.glob(f".{escape(keep.name)}.*"):
        rmtree(left, ignore_errors=True)


def outcomes_text(outcomes: Items[Outcome]) -> str:
    """Return a table of outcomes; a last line counts them. Before it stands what is to be said of them, why some are
    not decided among it, once where it is the same.

    >>> print(outcomes_text([Outcome("a.onnx", "p.vnnlib", "unsat", 1.5, 2000, 0.25)]), end="")
    network  property  verdict  seconds  certificate  check
    a.onnx   p.vnnlib  unsat       1.50      2,000 B   0.25
    1 instance: 1 unsat
    """
    rows = [("network", "property", "verdict", "seconds", "certificate", "check")]
    for item in outcomes:
        size = "" if item.certificate_bytes is None else f"{item.certificate_bytes:,} B"
        check = "" if item.check_seconds is None else f"{item.check_seconds:.2f}"
        verdict = f"{item.verdict} (known: {item.known})" if item.differs else item.verdict
        rows.append((item.network, item.query, verdict, f"{item.seconds:.2f}", size, check))
    widths = [max([len(row[place]) for row in rows]) for place in range(6)]
    lines = []
    for row in rows:
        cells = [row[n].ljust(widths[n]) if n < 3 else row[n].rjust(widths[n]) for n in range(6)]
        lines.append("  ".join(cells).rstrip())
    said: dict[str, list[str]] = {}
    for item in outcomes:
        if item.note:
            said.setdefault(item.note, []).append(f"{item.network}, {item.query}")
    for note, names in said.items():
        lines.append(f"{names[0] if len(names) == 1 else count_of(len(names), 'instance')}: {note}")
    lines.append(f"{count_of(len(outcomes), 'instance')}: {counted(outcomes)}")
    return "\n".join(lines) + "\n"


def counted(outcomes: Items[Outcome]) -> str:
    """Return how many instances ended in which way.

    >>> counted([Outcome("a", "p", "sat", 1.0), Outcome("a", "q", "sat", 1.0, known="unsat")])
    '2 sat; 1 is otherwise than known'
    """
    found = [(sum([item.verdict == word for item in outcomes]), word) for word in _WORDS]
    text = ", ".join([f"{number} {word}" for number, word in found if number]) or "none"
    others = sum([item.differs for item in outcomes])
    return f"{text}; {others} {'is' if others == 1 else 'are'} otherwise than known" if others else text
