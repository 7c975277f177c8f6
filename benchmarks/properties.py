"""Properties of networks in VNN-LIB: verdicts, seconds, certificates, and how they stand to verdicts of others.

    python benchmarks/properties.py -o docs/benchmarks/properties.md
    python benchmarks/properties.py FOLDER -o docs/benchmarks/properties.md

A folder has a list, ``instances.csv``: network, property, and ``known``, the verdict of someone else. Without one,
instances are made whose truth is certified, of all kinds; ``--small`` takes four of one perceptron.
"""

import os
import tempfile
from collections.abc import Iterator
from os import getloadavg
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from measuring import head, row, run, seconds as cell

from constructions.model.nouns import count_of
from verify.queries.instance_lists import Instance, read_instances
from verify.queries.instances import Outcome, counted, tried
from verify.queries.truth import LIST, kinds_of, make_instances


def page(small: bool, seconds: int, folder: Path | None = None) -> Iterator[str]:
    """Yield the lines of the page."""
    with tempfile.TemporaryDirectory() as place:
        if folder is None:
            folder = Path(place) / "known"
            make_instances(folder, 1, kinds_of(["perceptron"] if small else []), 1 if small else 3)
        instances = read_instances(folder / LIST, seconds)[: 4 if small else None]
        cores = os.cpu_count() or 1
        yield f"Each instance has {seconds} s of the clock, start-up of its process aside; all cores share its search."
        yield "CPU: seconds of all its processes, with start-up and two runs of the checker, of which one is measured."
        yield ""
        columns = ":network", ":property", ":known", ":verdict", "seconds", "CPU", "certificate", "check", ":shown by"
        yield from head(*columns)
        outcomes, before, loads = [], children(), [getloadavg()[0]]
        for number, outcome in tried(instances, Path(place) / "results", 1, each=cores):
            after = children()
            outcomes.append(outcome)
            yield outcome_row(instances[number], outcome, after - before)
            before = after
            loads.append(getloadavg()[0])
        yield ""
        yield f"Processes that wanted to run meanwhile: {min(loads):.0f} to {max(loads):.0f}, on {cores} cores."
        yield f"{count_of(len(outcomes), 'instance')}: {counted(outcomes)}."


def children() -> float:
    """Return the CPU seconds of all processes that were started here and have ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def outcome_row(instance: Instance, outcome: Outcome, used: float) -> str:
    """Return the row of an instance, with the CPU seconds that it used."""
    size = "" if outcome.certificate_bytes is None else f"{outcome.certificate_bytes:,} bytes"
    check = "" if outcome.check_seconds is None else cell(outcome.check_seconds)
    shown = {"unsat": "certificate that the checker accepts", "sat": "exact point, confirmed by onnxruntime"}
    verdict = f"{outcome.verdict}, otherwise than known" if outcome.differs else outcome.verdict
    by = shown.get(outcome.verdict, outcome.note or "nothing")
    if outcome.verdict == "sat" and outcome.note:
        by = f"exact point; {outcome.note}"
    known = outcome.known or "nothing"
    taken = cell(outcome.seconds), cell(used)
    return row(instance.network.name, instance.query.name, known, verdict, *taken, size, check, by)


if __name__ == "__main__":
    run(
        page,
        __file__,
        "properties.md",
        "properties of networks",
        numbers={"seconds": (60, "how long an answer may take")},
        folder="a folder with instances.csv",
    )
