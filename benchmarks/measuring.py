"""What the benchmarks share: their arguments, seconds and ratios of one run, tables in Markdown, the page.

A benchmark is a function from ``small`` to the lines of its page. ``run`` prints them as they are found; ``-o FILE``
writes the page, and appends its tables to the history of the benchmark (``history/NAME.md``), with the day, the machine
and the version, so that no measurement is lost when a page is written anew. ``--small`` measures small data in seconds,
to see that all works, and never writes into docs/ or the history.
"""

import argparse
import gc
import os
import platform
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple, TypeVar

from constructions.files.disk import write_whole
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput

DOCS = Path(__file__).resolve().parent.parent / "docs"
HISTORY = Path(__file__).resolve().parent / "history"
Value = TypeVar("Value")


def timed(work: Callable[[], Value], times: int = 1) -> tuple[Value, float]:
    """Return what ``work`` returns, and the seconds it took: the median if it runs several times."""
    taken = []
    for _ in range(times):
        started = perf_counter()
        value = work()
        taken.append(perf_counter() - started)
    return value, median(taken)


def worked(work: Callable[[], Value]) -> tuple[Value, float]:
    """Return what ``work`` returns, and the seconds of the processor that it took."""
    started = process_time()
    return work(), process_time() - started


def ratio(longer: float, shorter: float, answered: bool = True) -> str:
    """Return how many times as long one took as the other, ``> `` before it if the one had to be stopped."""
    times = longer / shorter
    shown = f"{times:,.0f}" if times >= 10 else f"{times:.2g}"
    return f"{'' if answered else '> '}{shown}"


def seconds(value: float, digits: int = 2) -> str:
    """Return seconds as a cell."""
    return f"{value:.{digits}f} s"


class Used(NamedTuple):
    """What a process took: processor seconds, peak memory in GiB, and what it printed."""

    seconds: float
    peak: float
    output: str


_BARE = """
import os, sys
place, *command = sys.argv[1:]
child = os.spawnvp(os.P_NOWAIT, command[0], command)
_, status, taken = os.wait4(child, 0)
figures = taken.ru_utime + taken.ru_stime, taken.ru_maxrss, os.waitstatus_to_exitcode(status)
os.write(int(place), b"%f %d %d" % figures)
"""
"""Starts a program from a small process: on Linux the peak of the one that starts it counts as its own."""


def used(*arguments: object) -> Used:
    """Run a program with these arguments, and return what it took; it must end well."""
    figures, place = os.pipe()
    command = [sys.executable, "-ISc", _BARE, str(place), *map(str, arguments)]
    with open(figures, "rb") as stream:
        process = subprocess.Popen(command, cwd=DOCS.parent, stdout=subprocess.PIPE, text=True, pass_fds=[place])
        os.close(place)
        output, _ = process.communicate()
        spent, peak, code = stream.read().split()
    assert int(code) == 0, arguments
    return Used(float(spent), int(peak) / 2**20, output)  # the kernel counts in KiB


def head(*columns: str) -> Iterator[str]:
    """Yield the first two lines of a table; a column whose name begins with a colon is of words, others of figures."""
    yield f"| {' | '.join([name.removeprefix(':') for name in columns])} |"
    yield f"|{'|'.join(['---' if name.startswith(':') else '---:' for name in columns])}|"


def row(*cells: str | int) -> str:
    """Return a line of a table."""
    return f"| {' | '.join([f'{cell:,}' if isinstance(cell, int) else cell for cell in cells])} |"


def random_points(size: int, width: int, most: int, labels: int, least: int = 0, seed: int | None = None) -> Dataset:
    """Return random points with coordinates ``least`` to ``most`` and labels 0 to ``labels``; first all points."""
    source = random.Random(size if seed is None else seed)
    points = [[source.randint(least, most) for _ in range(width)] for _ in range(size)]
    return Dataset.from_rows(points, [[source.randint(0, labels)] for _ in range(size)])


def state() -> str:
    """Return what is measured: the version, and where git is at hand the commit, ``-dirty`` if files have changed."""
    asked = ["git", "-C", str(DOCS.parent), "describe", "--always", "--dirty", "--exclude", "*"]
    try:
        commit = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return f"memocert {version('memocert')}"
    return f"memocert {version('memocert')}, commit {commit}"


def append_to_history(history: Path, day: date, where: str, lines: Iterable[str]) -> None:
    """Append the tables of a page, under the day and where they were measured; what the file has stays as it is."""
    history.parent.mkdir(exist_ok=True)
    begun = history.exists()
    with history.open("a", encoding="utf-8") as file:
        file.write("" if begun else f"# History of {history.stem}\n")
        file.write(f"\n## {day.isoformat()}\n\n{where}\n")
        inside = False
        for line in lines:
            if line.startswith("|"):
                file.write(f"{line}\n" if inside else f"\n{line}\n")
            inside = line.startswith("|")


def run(
    page: Callable[..., Iterable[str]],
    script: str,
    docs: str,
    title: str,
    *versions: str,
    numbers: Mapping[str, tuple[int, str]] | None = None,
    folder: str | None = None,
) -> None:
    """Read the arguments, print the page line by line, and write it if that is asked for.

    Args:
        page: from whether the data are to be small, and ``numbers``, to the lines below the heading.
        script: ``__file__`` of the benchmark.
        docs: the name of its page in docs/benchmarks/.
        title: the heading.
        versions: of the programs measured, beside Python's.
        numbers: further options, each with its default, at least 1, and what it means; not with ``--small``.
        folder: what a folder that may be named has; ``page`` gets it as ``folder``, None where none is named.
    """
    name = Path(script).name
    parser = argparse.ArgumentParser(description=f"Benchmark: {title}")
    parser.add_argument("-o", "--output", type=Path, help="write the page here as well")
    parser.add_argument("--small", action="store_true", help="small data, seconds")
    for option, (default, meaning) in (numbers or {}).items():
        parser.add_argument(f"--{option}", type=int, help=f"{meaning}; {default} if it is not given")
    if folder is not None:
        parser.add_argument("folder", nargs="?", type=Path, help=folder)
    options = parser.parse_args()
    output: Path | None = options.output
    asked = {option: getattr(options, option) for option in numbers or {}}
    given = "".join([f" --{option} {value}" for option, value in asked.items() if value is not None])
    extra = {} if folder is None else {"folder": options.folder}
    if extra.get("folder") is not None:
        if not options.folder.is_dir():
            parser.error(f"{options.folder}: there is no such folder")
        given = f" FOLDER{given}"
    if options.small and given:
        parser.error(f"--small has data of its own: it takes no{given}")
    for option, value in asked.items():
        if value is not None and value < 1:
            parser.error(f"--{option} must be at least 1, not {value}")
    chosen = {option: default for option, (default, _) in (numbers or {}).items()}
    chosen |= {option: value for option, value in asked.items() if value is not None}
    if options.small and output is not None and output.resolve().is_relative_to(DOCS):
        parser.error(f"--small is to see that all works; it does not write into docs/, as -o {output} asks")
    gc.disable()  # as the command line does
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    where = ", ".join([machine, *versions])
    lines = []

    def show(line: str) -> None:
        lines.append(line)
        print(line, flush=True)

    show(f"# Benchmark: {title}")
    show("")
    written = " --small" if options.small else f"{given} -o docs/benchmarks/{docs}"
    show(f"Made by `python benchmarks/{name}{written}`: {where}.")
    show("Single seconds depend on the machine and its load; ratios are within one run.")
    show("")
    try:
        for line in page(options.small, **chosen, **extra):
            show(line)
    except BadInput as error:
        if extra.get("folder") is None:
            raise
        parser.error(str(error))  # a file of the folder
    if output is not None:
        write_whole(output, ("\n".join(lines).rstrip("\n") + "\n").encode())
        if not options.small:
            append_to_history(HISTORY / f"{Path(script).stem}.md", date.today(), f"{where}, {state()}", lines)
