"""Commands about constructions: ``memocert prove-construction`` and ``memocert theorems``."""

import re
import sys
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from functools import partial
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from constructions.model.errors import BadInput, nearest_text, one_of, shown
from constructions.model.nouns import count_of
from constructions.model.progress import LONGEST, STOPS
from guide.console import complain, duration, say, say_json, spinner, wrapped
from memocert.commands.build import JsonOption
from memocert.commands.shared.journals import ResumeOption, journal_of, kept_in
from memocert.commands.shared.stopping import TimedOut, ends_in_time, kept, limited
from memocert.commands.shared.usage import exclude, refuse, with_cvc5
from memocert.commands.shared.workers import ClusterOption, JobsOption, workers_of

if TYPE_CHECKING:
    from fractions import Fraction

    from verify.symbolic.every import Outcome
    from verify.symbolic.reach import Reach
    from verify.symbolic.shapes import Construction, Every

EXIT_CODES = {
    "proved": 0,
    "refuted": 1,
    "failed": 2,
    "unknown": 3,
    "proved by solver": 4,
    "proved by two solvers": 4,
    "proved by running all": 4,
}

_GRACE = 5.0
"""Seconds, beyond twice those of a number of points, after which a construction that never ends is ended: the proof
looks at the clock itself, between two obligations."""

AlsoOption = Annotated[
    Literal["cvc5"] | None, typer.Option(callback=with_cvc5, help="A second solver replays every obligation.")
]


def prove_construction(
    construction: Annotated[
        str, typer.Argument(help="A memorizer's name, or FILE.py:FUNCTION of your own: from a data set to a network.")
    ],
    sizes: Annotated[
        str, typer.Option("--n", help="Numbers of points: 8, or from the first to the last: 2..8.")
    ] = "1..6",
    labels: Annotated[
        Literal["any", "neighbours-differ", "binary"],
        typer.Option(help="Any labels, any of which neighbours are different, or 0 and 1."),
    ] = "any",
    points: Annotated[
        Path | None,
        typer.Option(help="These points (a data set on a line) with every labelling, instead of any points."),
    ] = None,
    also: AlsoOption = None,
    shapes: Annotated[int, typer.Option(min=1, help="How many shapes the network may have.")] = 2_000,
    time_limit: Annotated[float, typer.Option(min=0.001, help="Seconds for one query of a solver.")] = 20.0,
    seconds: Annotated[
        float | None, typer.Option(min=0, help="Seconds for each number of points. Default: no limit.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="A new folder for obligations (.smt2) and, where there are any, certificates."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Prove that a construction memorizes every data set of a size, or find one where it fails.

    The rows increase, and each is there once. It runs on symbols in place of numbers, in every shape that the data can
    give it. Exit codes: 0 proved by certificates, 1 refuted (by the smallest size for which a data set was found), 2
    bad input or an error in the construction, 3 unknown, 4 proved by solvers.
    """
    from constructions.files.bundle import make_folder
    from verify.symbolic.every import Outcome, ProofLimits, memorizes_every
    from verify.symbolic.outcome_text import outcome_json, outcome_text
    from verify.symbolic.samples import beside

    build = construction_of(construction)
    every = _every(sizes, labels.replace("-", " "), points)
    if output is not None:
        make_folder(output)
    outcomes: list[Outcome] = []
    for one in every:
        with kept(partial(_so_far, outcomes, output)), spinner(f"n = {one.size}") as progress:
            limits = ProofLimits(time_limit, shapes, bool(also), output, progress, seconds)
            try:
                with limited(None if seconds is None else 2 * seconds + _GRACE):
                    outcome = memorizes_every(build, one, limits)
            except TimedOut as late:
                if seconds is None:
                    raise
                reason = f"the construction, or a solver, did not end within {late}"
                outcome = Outcome(one, "unknown", reason=reason, late=True)
        if outcome.proved:
            with suppress(TimedOut), limited(_GRACE):
                outcome = replace(outcome, beside=beside(build, one))
        outcomes.append(outcome)
        if output is not None:
            _write_scripts(output / f"n{one.size}.smt2", outcome)
        if not as_json:
            say(wrapped(f"n = {one.size}: {outcome_text(outcome)}"))
        if not outcome.proved:
            break
    if output is None and not as_json and any([one.verdict == "proved by solver" for one in outcomes]):
        say("-o FOLDER keeps the obligations, and certificates for the checker where there are any")
    if as_json:
        say_json({"construction": construction, "results": [outcome_json(outcome) for outcome in outcomes]})
    raise typer.Exit(max([EXIT_CODES[outcome.verdict] for outcome in outcomes], key=_GRAVITY.index))


def _so_far(outcomes: "list[Outcome]", output: Path | None) -> str:
    done = f"n = {outcomes[-1].every.size} was done" if outcomes else "no n was done"
    return done if output is None else f"{done}; {output} keeps what was written"


_GRAVITY = [0, 4, 3, 1, 2]


@ends_in_time
def theorems(
    context: typer.Context,
    number: Annotated[
        str | None, typer.Argument(help="Only this theorem, whole, with its proof: 36, 25a.", show_default=False)
    ] = None,
    prove: Annotated[
        bool, typer.Option("--prove", help="Prove now, by solvers, what is proved for every n by induction.")
    ] = False,
    also: AlsoOption = None,
    as_json: JsonOption = False,
) -> None:
    """List all theorems: statement, proof on paper, in Coq or by solver, and what shows each; or show one whole.

    With --prove: base and step of inductions are given to the solvers, recurrences of costs to sympy.
    """
    if prove:
        refuse(context, ("number",), "with --prove", "without it")
        _prove_by_induction(bool(also), as_json)
    refuse(context, ("also",), "for the list", "with --prove")
    from guide.pages.theorem_list import list_text, theorem, theorem_json, theorems as all_theorems, whole_text

    one = None if number is None else theorem(number)
    if as_json:
        say_json([theorem_json(found) for found in (all_theorems() if one is None else [one])])
    else:
        say(list_text() if one is None else whole_text(one), end="")


def _prove_by_induction(also: bool, as_json: bool) -> NoReturn:
    """Prove what holds for every n by induction; end with 4 if all of it is proved, else with 3."""
    from verify.symbolic.induction import discharge_all
    from verify.symbolic.recurrences import RECURRENCES, verdict_of

    with spinner("asking the solvers"):
        found = list(discharge_all(also))
    with spinner("asking sympy"):
        costs = [(recurrence, verdict_of(recurrence)) for recurrence in RECURRENCES]
    if as_json:
        rows = [
            {
                "memorizer": item.theorem.name,
                "statement": item.theorem.statement,
                "induction": item.theorem.induction,
                "obligations": [obligation.script for obligation in item.theorem.obligations],
                "verdict": item.verdict,
            }
            for item in found
        ]
        rows += [
            {
                "memorizer": recurrence.name,
                "statement": recurrence.statement,
                "induction": f"on {recurrence.letter}",
                "obligations": [],
                "verdict": verdict,
            }
            for recurrence, verdict in costs
        ]
        say_json(rows)
    for item in [] if as_json else found:
        say(wrapped(f"{item.verdict}: {item.theorem.name}: {item.theorem.statement}"))
        say(wrapped(f"  by induction {item.theorem.induction} ({item.theorem.theory})"))
        for obligation in item.theorem.obligations:
            say(wrapped(f"  {obligation.logic}: {obligation.title}"))
    for recurrence, verdict in [] if as_json else costs:
        say(wrapped(f"{verdict}: {recurrence.statement}"))
    proved = [item.z3 for item in found] + [verdict != "not proved" for _, verdict in costs]
    raise typer.Exit(4 if all(proved) else 3)


def reach(
    context: typer.Context,
    memorizer: Annotated[
        list[str] | None, typer.Option("--memorizer", help="Only this memorizer; repeat for several.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0, help="For each memorizer and kind of labels.")] = 60.0,
    also: AlsoOption = None,
    jobs: JobsOption = 1,
    cluster: ClusterOption = None,
    resume: ResumeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show up to which size each memorizer is proved for every data set, and which have no symbolic run.

    Rows increase, and each is there once. Sizes 1 to 10 are tried, then 12, 16, 24, 32 and so on to 256.
    """
    from constructions.catalogue import CATALOGUE
    from guide.measured import reach_text
    from verify.symbolic.reach import KINDS, reaches

    exclude(context, "jobs", "cluster")
    names = [one_of("memorizer of the catalogue", name, CATALOGUE) for name in memorizer or ()]
    runs = len(KINDS) * len(set(names or CATALOGUE))
    limit = "without a limit of time"
    if seconds <= LONGEST:
        limit = f"of about {seconds:g} s at most, in all {duration(runs * seconds)}"
    complain(f"memocert: {count_of(runs, 'run')} {limit}; what has no symbolic run takes no time")
    journal = None if resume is None else journal_of(resume)
    found: list[Reach] = []

    def so_far() -> str:
        if not as_json:
            say(reach_text(found), end="")
        done = f"{len(found):,} of {count_of(runs, 'run')} done"
        return done if journal is None else f"{done}; {kept_in(journal)}"

    with kept(so_far), workers_of(jobs, cluster) as workers, spinner("proving on symbols") as progress:
        progress(0, runs)
        found.extend(reaches(seconds, bool(also), names, workers, journal, lambda done: progress(done, runs)))
    if as_json:
        say_json(found)
    else:
        say(reach_text(found), end="")


def construction_of(text: str) -> "Construction":
    """Return the memorizer of a name, or the function of a user's file ``FILE.py:FUNCTION``; the file is run.

    Raises:
        BadInput: if there is none, or the file cannot be run.
    """
    from constructions.catalogue import named

    if ":" not in text:
        if text.endswith(".py"):
            raise BadInput(f"{text}: name a function in it, as {text}:FUNCTION")
        return named(text).build
    file, _, name = text.rpartition(":")
    path = Path(file)
    if not path.is_file():
        raise BadInput(f"{file}: no such file")
    module = ModuleType(f"<{path.name}>")  # no name of another module
    module.__file__ = str(path)
    namespace: dict[str, object] = vars(module)
    sys.modules[module.__name__] = module
    if (beside := str(path.resolve().parent)) not in sys.path:
        sys.path.append(beside)  # what the file imports may lie beside it
    try:
        with redirect_stdout(sys.stderr):
            exec(compile(path.read_bytes(), str(path), "exec"), namespace)
    except STOPS:
        raise
    except BaseException as error:  # an exit code of its own would pass for a verdict
        raise BadInput(f"{file}: cannot be run: {type(error).__name__}: {shown(str(error), 200)}") from error
    found = namespace.get(name)
    if not callable(found):
        hint = nearest_text(name, [other for other, value in namespace.items() if callable(value)])
        raise BadInput(f"{file}: there is no function {shown(name)} in it{hint}")
    try:
        takes = signature(found)
    except ValueError:  # of what is written in C; it is called all the same
        return found
    try:
        takes.bind(None)
    except TypeError:
        names = ", ".join(takes.parameters)
        raise BadInput(f"{file}: {name}({names}) must take one argument, the data set") from None
    return found


def _every(sizes: str, labels: str, points: "Path | None") -> "list[Every]":
    """Return what is spoken of for each size; the first points of a file where one is given."""
    from verify.symbolic.shapes import MOST_POINTS, Every

    match = re.fullmatch(r"([0-9]{1,40})(?:\.\.([0-9]{1,40}))?", sizes)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last:
        raise BadInput(f"--n: {shown(sizes)} must be a number of points such as 8, or a range such as 2..8")
    if last > MOST_POINTS:
        raise BadInput(f"--n: {last} points are too many, {MOST_POINTS:,} are the most")
    given = None if points is None else _line(points)
    if given is not None and last > len(given):
        raise BadInput(f"{points}: has {count_of(len(given), 'different point')}, fewer than {last}")
    return [
        Every(size, labels, None if given is None else tuple(sorted(given[:size])))  # type: ignore[arg-type]
        for size in range(first, last + 1)
    ]


def _line(path: Path) -> "tuple[Fraction, ...]":
    from constructions.files.data_reader import read_as_it_stands

    dataset = read_as_it_stands(path)
    if dataset.width != 1:
        raise BadInput(f"{path}: points must be on a line, but they have {count_of(dataset.width, 'coordinate')}")
    return tuple([point[0] for point in dataset.points])


def _write_scripts(path: Path, outcome: "Outcome") -> None:
    from constructions.files.disk import write_whole

    text = f"; {outcome.every}\n; every check-sat must answer unsat\n" + "(reset)\n".join(outcome.scripts)
    write_whole(path, text.encode("ascii", "backslashreplace"))
