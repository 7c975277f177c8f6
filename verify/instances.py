"""Lists of instances, a network with a property each: which there are, what became of each, what is done already."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Generator, Sequence as Items
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from glob import escape
from math import inf
from pathlib import Path
from shutil import rmtree
from time import perf_counter

from constructions.files.bundle import make_folder
from constructions.files.canonical import digest
from constructions.files.disk import read_bytes, write_whole
from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of
from constructions.model.progress import LONGEST
from constructions.model.rational import nearest_float
from verify.check.bundle import check_bundle
from verify.check.verdict import ACCEPTED
from verify.domain_reader import number_of
from verify.queries import Answer, Effort, answered, joined_query

RESULTS = "results.json"
"""The file of a folder of results that says what became of each instance."""

COLUMNS = ("network", "property", "seconds", "known")
"""What the columns of a list may be called in its first line; without such a line the first three stand so."""

_ALIASES = {"onnx": "network", "model": "network", "vnnlib": "property", "timeout": "seconds"}
"""Other words for them."""

GRACE = 20.0
"""Seconds beyond its own limit after which a process that answers an instance is ended; and that it has to tidy up."""

_WORDS = ("sat", "unsat", "unknown", "timed-out", "error")
"""What may become of an instance."""

OPEN = ("", "unknown", "timeout", "timed-out", "error")
"""What lists say, beside ``sat`` and ``unsat``, where nobody knows the answer."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A network and a property of it, with what is known of it elsewhere.

    Attributes:
        network: the ONNX file.
        query: the VNN-LIB file, which describes a counterexample.
        seconds: how long an answer may take; None is no limit.
        known: ``sat`` or ``unsat``, as someone else says; empty if nobody does.
        name: network and property as the list has them.
    """

    network: Path
    query: Path
    seconds: float | None = None
    known: str = ""
    name: tuple[str, str] = ("", "")

    @property
    def key(self) -> str:
        """What the answer depends on: the bytes of both files."""
        return digest(read_bytes(self.network) + b"\0" + read_bytes(self.query))


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
        key: of the instance.
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

    @property
    def differs(self) -> bool:
        """Whether it is decided here and elsewhere, otherwise."""
        return self.verdict in ("sat", "unsat") and self.known in ("sat", "unsat") and self.known != self.verdict

    def settles(self, instance: Instance) -> bool:
        """Return whether an instance need not be tried again: it is decided, or was given as much time before."""
        if self.key != instance.key:
            return False
        if self.verdict in ("sat", "unsat"):
            return True
        asked = inf if instance.seconds is None else instance.seconds
        return self.verdict != "error" and asked <= (inf if self.limit is None else self.limit)


def read_instances(path: Path, seconds: float | None = None) -> list[Instance]:
    """Return the instances of a CSV file: network, property and, if they stand there, seconds and what is known.

    Args:
        path: the file; its paths are relative to its folder.
        seconds: a limit for all of them in place of their own; None: their own.

    Raises:
        BadInput: if it cannot be read, or a line is not as it must be; one line that names the place.
    """
    try:
        rows = list(csv.reader(io.StringIO(read_bytes(path).decode("utf-8"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: not a list of instances: {error}") from error
    columns: Items[str] = COLUMNS[:3]
    found = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        where = f"{path}: line {number}"
        if number == 1 and _ALIASES.get(cells[0].lower(), cells[0].lower()) == "network":
            columns = [_ALIASES.get(cell.lower(), cell.lower()) for cell in cells]
            if "property" not in columns:
                raise BadInput(f"{where}: names no column property")
            continue
        if len(cells) < 2 or len(cells) > len(columns):
            raise BadInput(f"{where}: must be network,property,seconds, not {shown(','.join(cells))}")
        values = dict(zip(columns, cells, strict=False))
        limit = _seconds(values.get("seconds", ""), where) if seconds is None else seconds
        names = values["network"], values.get("property", "")
        network, query = [_file(path.parent / name, where) for name in names]
        found.append(Instance(network, query, limit_of(limit), _known(values.get("known", ""), where), names))
    if not found:
        raise BadInput(f"{path}: names no instance")
    return found


def _file(path: Path, where: str) -> Path:
    if not path.is_file():
        packed = Path(f"{path}.gz")
        hint = f", but {packed.name} beside it: unpack it first, with gunzip" if packed.is_file() else ""
        raise BadInput(f"{where}: there is no file {path}{hint}")
    return path


def _known(text: str, where: str) -> str:
    """Return ``sat`` or ``unsat`` as they are spelled here, and nothing for the words that leave it open."""
    word = text.lower()
    if word in ("sat", "unsat"):
        return word
    if word in OPEN:
        return ""
    raise BadInput(f"{where}: known is sat, unsat or empty, not {shown(text)}")


def limit_of(seconds: float | None) -> float | None:
    """Return a limit in seconds; infinitely many are no limit.

    >>> limit_of(2.5), limit_of(inf), limit_of(None)
    (2.5, None, None)
    """
    return None if seconds == inf else seconds


def _seconds(text: str, where: str) -> float | None:
    if not text:
        return None
    value = nearest_float(number_of(where, text))
    if value < 0:
        raise BadInput(f"{where}: seconds must be at least 0, not {shown(text)}")
    return value


def decided(instance: Instance, keep: Path | None, effort: Effort) -> tuple[Answer, Outcome]:
    """Return the answer to an instance, and what is measured of it.

    Args:
        instance: the instance.
        keep: a new folder for what shows the answer; None keeps nothing, and measures no certificate.
        effort: what it may take.

    Raises:
        BadInput: if a file cannot be read.
        Beyond: if the property says more than is decided.
    """
    started = perf_counter()
    found = answered(joined_query(instance.query, instance.network), keep, effort)
    taken = perf_counter() - started
    size, checking, note = None, None, "; ".join(found.notes)
    if found.word == "unsat" and keep is not None:
        size = sum([part.stat().st_size for part in keep.glob("*.certificate.json")])
        started = perf_counter()
        results = check_bundle(str(keep))
        checking = perf_counter() - started
        if not results or any([result.verdict != ACCEPTED for result in results]):
            raise AssertionError(f"{keep}: the checker does not accept what was proved")
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
        outcomes = [Outcome(**entry) for entry in json.loads(read_bytes(path))["results"]]
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(f"{path}: not a file of results: {error}") from error
    for outcome in outcomes:
        if outcome.verdict not in _WORDS or not isinstance(outcome.seconds, int | float):
            seen = shown(f"{outcome.verdict}, {outcome.seconds}")
            raise BadInput(f"{path}: not a file of results: {seen} is no verdict with its seconds")
    return {(outcome.network, outcome.query): outcome for outcome in outcomes}


def tried(instances: Items[Instance], folder: Path, jobs: int) -> Generator[tuple[int, Outcome], None, None]:
    """Yield the number of each instance with what became of it, those first that were done before.

    Each runs in a process of its own, which is ended if it does not keep to its limit. The file of results is written
    anew after each. Whoever stops reading ends the processes.

    Args:
        instances: the instances.
        folder: the folder of results, which is made if it is not there.
        jobs: how many run at once.
    """
    make_folder(folder, kept=True)
    known = settled(folder)
    left: list[int] = []
    for number, instance in enumerate(instances):
        before = known.get(instance.name)
        kept = (folder / _name(instance)).is_dir()
        if before is not None and before.settles(instance) and (kept or before.verdict not in ("sat", "unsat")):
            yield number, before
        else:
            left.append(number)
    running: set[subprocess.Popen[bytes]] = set()
    pool = ThreadPoolExecutor(max(1, jobs))
    try:
        waiting = {
            pool.submit(_run, instances[number], folder / _name(instances[number]), running): number for number in left
        }
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=waiting.__getitem__):
                number, outcome = waiting.pop(future), future.result()
                known[instances[number].name] = outcome
                results = json.dumps({"results": [asdict(item) for item in known.values()]}, indent=1)
                write_whole(folder / RESULTS, f"{results}\n".encode())
                yield number, outcome
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        _end(list(running))


def _end(processes: Items["subprocess.Popen[bytes]"]) -> None:
    """End processes, which tidy up what they have begun; those that take long are ended at once."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()


def _name(instance: Instance) -> str:
    """Return the name of the folder that keeps what shows an answer."""
    return f"{instance.network.stem}-{instance.query.stem}-{instance.key[:8]}"


def _run(instance: Instance, keep: Path, running: set["subprocess.Popen[bytes]"]) -> Outcome:
    """Return what became of an instance in a process of its own; a folder that is in the way is replaced."""
    if keep.exists():
        rmtree(keep)
    words = [sys.executable, "-m", "memocert", "verify", str(instance.network), str(instance.query), "--json"]
    words += ["--certificate", str(keep)]
    if instance.seconds is not None:
        words += ["--timeout", str(instance.seconds)]
    waits = None if instance.seconds is None or instance.seconds > LONGEST else instance.seconds + GRACE
    started = perf_counter()
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    running.add(process)
    try:
        output, errors = process.communicate(timeout=waits)
        value = json.loads(output)
        found = Outcome(**value["results"][0])
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        found = Outcome("", "", "timed-out", perf_counter() - started)
    except ValueError:
        note = (errors.decode("utf-8", "replace").strip().split("\n") or [""])[-1]
        found = Outcome("", "", "error", perf_counter() - started, note=note)
    finally:
        running.discard(process)
        for left in keep.parent.glob(f".{escape(keep.name)}.*"):  # of a process that was ended
            rmtree(left, ignore_errors=True)
    return replace(
        found,
        network=instance.name[0],
        query=instance.name[1],
        seconds=round(found.seconds, 3),
        known=instance.known,
        limit=instance.seconds,
        key=instance.key,
    )


def outcomes_text(outcomes: Items[Outcome]) -> str:
    """Return a table of outcomes; a last line counts them. Before it stands why some are not decided.

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
    for item in outcomes:
        if item.note and item.verdict != "unsat":
            lines.append(f"{item.network}, {item.query}: {item.note}")
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
