"""The command ``memocert lowerbound``: what no network can do with less."""

from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from constructions.model.errors import BadInput
from constructions.model.nouns import count_of
from constructions.model.progress import STOPS
from guide.console import complain, pause, say, say_json, spinner, wrapped, written_to
from memocert.commands.build import JsonOption, OutputsOption, labels_text
from memocert.commands.shared.journals import ResumeOption, journal_of, kept_in
from memocert.commands.shared.stopping import ends_in_time, kept, left_at, limited
from memocert.commands.shared.tables import reads_tables
from memocert.commands.shared.usage import exclude, refuse, with_cvc5
from memocert.commands.shared.workers import ClusterOption, JobsOption, workers_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructions.files.tables.read_options import ReadOptions
    from constructions.model.dataset import Dataset
    from constructions.model.progress import Progress
    from lowerbound.comparisons.depth import Depth
    from lowerbound.comparisons.dichotomies import Gates
    from lowerbound.findings import Findings
    from verify.claims.comparisons_needed import Leaves
    from verify.prove.work import Workers

_GRACE = 10.0
"""Seconds for the certificate of what a search that was stopped had found."""


@ends_in_time
@reads_tables
def lowerbound(
    context: typer.Context,
    data: Annotated[Path | None, typer.Argument(help="A data set.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A new bundle: an optimal network and certificates.")
    ] = None,
    leaves: Annotated[
        Literal["affine", "constant"], typer.Option(help="affine: all networks; constant: trees with constant leaves.")
    ] = "affine",
    gates: Annotated[
        Literal["oblique", "axis"], typer.Option(help="oblique: any tests; axis: tests of single coordinates.")
    ] = "oblique",
    mean: Annotated[
        bool, typer.Option("--mean", help="Also the least mean number of comparisons (16 points).")
    ] = False,
    units: Annotated[bool, typer.Option("--units", help="Also the least ReLUs of one hidden layer (a line).")] = False,
    shapes: Annotated[
        bool,
        typer.Option(
            "--shapes", help="Also T(D), all operations, by every shape of a program, by Z3 (some ten points)."
        ),
    ] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="With --shapes: two values may be compared for one operation.")
    ] = False,
    products: Annotated[
        bool, typer.Option("--products", help="With --shapes: values may be multiplied with each other.")
    ] = False,
    replay: Annotated[
        Literal["cvc5"] | None,
        typer.Option(callback=with_cvc5, help="With --shapes: a second solver replays what Z3 refuted."),
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="No data: the largest need over all labellings of small point sets.")
    ] = False,
    outputs: OutputsOption = "labels",
    *,
    reading: "ReadOptions",
    jobs: JobsOption = 1,
    cluster: ClusterOption = None,
    resume: ResumeOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a bundle that is there already.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find the least number of comparisons that any network needs on a data set, and prove it.

    With -o, a network that needs no more and the certificates of both bounds are written as a bundle. Exit codes: 0
    both bounds meet, 3 there is a gap, 2 bad input.
    """
    from constructions.files.bundle import check_target
    from constructions.files.data_reader import read_dataset
    from lowerbound.comparisons.minimum import MOST_DICHOTOMIES, MOST_POINTS, is_shared
    from lowerbound.findings import findings_json, findings_text, lower_bounds
    from lowerbound.operations.units import check_units

    exclude(context, "jobs", "cluster")
    if table:
        own = ("table", "jobs", "cluster", "resume", "time_limit", "as_json")
        refuse(context, [name for name in context.params if name not in own], "with --table", "for a data set")
        _table(jobs, cluster, resume, as_json)
        return
    if data is None:
        raise BadInput("lowerbound needs a data set, or --table")
    if not shapes:
        refuse(context, ("compare", "products", "replay"), "without --shapes", "with it")
    if (leaves, gates) != ("constant", "axis"):
        refuse(context, ["resume"], "with these leaves and gates", "with --leaves constant --gates axis, or --table")
    if output is None:
        refuse(context, ["force"], "without -o", "to replace what -o names")
    if output is not None:
        check_target(output, force)
    with spinner(f"reading {data.name}"):
        dataset = read_dataset(data, reading)
        dataset = dataset.one_hot() if outputs == "one-hot" else dataset
    if units:
        check_units(dataset)
    if not shapes and not is_shared(dataset, leaves, gates):
        few = f"up to {MOST_POINTS} points of Q^p, p > 1, that can have at most {MOST_DICHOTOMIES:,} dichotomies"
        plain = f"for any tests and affine leaves of {few}"
        refuse(context, ("jobs", "cluster"), "for this search", f"with --shapes or --table, or {plain}")
    start, heard = (None, None) if resume is None else _resumed(resume, dataset)
    told, stopped = _Told(heard), None
    with workers_of(jobs, cluster) as workers:
        try:
            with spinner("searching") as progress:
                found = lower_bounds(dataset, leaves, gates, mean, told.along(progress), told.hear, start, workers)
        except STOPS as stop:
            if told.best is None:
                raise
            found, stopped = _settled(told.best), stop
        if dataset.class_names is not None and dataset.label_width == 1:
            order = "with --outputs one-hot their order does not matter"
            found.facts.insert(0, ("labels", f"{labels_text(dataset)}; {order}"))
        scripts = dict[str, str]()
        if units and stopped is None:
            _units(dataset, found)
        if shapes and stopped is None:
            scripts |= _shapes(dataset, found, compare, products, replay, workers)
    verdicts = list[str]()
    if output is not None:
        before = f"found before: {_on_the_way(found)}"
        if resume is not None:
            before += f", which {resume} keeps, and the same command goes on from there"
        with kept(lambda: before):
            verdicts = _write(output, dataset, found, (leaves, gates), force)
            _write_scripts(output, scripts)
    if as_json:
        say_json({"points": dataset.size, "width": dataset.width, **findings_json(found), "claims": verdicts})
    else:
        say(wrapped(findings_text(dataset, found, leaves, gates, written_to(output))))
        for line in verdicts:
            say(wrapped(f"  {line}"))
    if stopped is not None:
        what = "the bounds found by then are shown"
        left = [str(path) for path in (resume, output) if path is not None]
        stopped.add_note(f"{what}, and {' and '.join(left)} {'are' if left[1:] else 'is'} kept" if left else what)
        raise stopped
    raise typer.Exit(0 if found.lower == found.upper else 3)


def _settled(found: "Findings") -> "Findings":
    """Return what was found, with the certificate of its lower bound if that is written in some seconds."""
    try:
        with limited(_GRACE), spinner("writing the certificate of the lower bound (Ctrl-C leaves it out)"):
            return found.settled()
    except STOPS:
        return replace(found, prove=None)


def _resumed(path: Path, dataset: "Dataset") -> "tuple[Depth | None, Callable[[Findings], None]]":
    """Return what the journal of an earlier search has shown, and who keeps what this one finds."""
    from lowerbound.resuming import bounds_before, keep_bounds

    journal = journal_of(path)
    with spinner(f"checking what {path.name} keeps"):
        return bounds_before(journal, dataset), partial(keep_bounds, journal, dataset)


class _Told:
    """What the search has said of the bounds so far, and when it was last shown."""

    def __init__(self, also: "Callable[[Findings], None] | None") -> None:
        self.best: Findings | None = None
        self._also = also
        self._shown, self._at, self._pause = (0, 0), monotonic(), pause()

    def hear(self, found: "Findings") -> None:
        """Take note of bounds."""
        self.best = found
        if self._also is not None:
            self._also(found)
        self._show()

    def along(self, progress: "Progress") -> "Progress":
        """Return progress that also shows bounds that have moved, once the search takes longer than a pause."""

        def onward(done: int, total: int | None) -> None:
            progress(done, total)
            self._show()

        return onward

    def _show(self) -> None:
        if self.best is None or not self._pause or monotonic() - self._at < self._pause:
            return
        if (self.best.lower, self.best.upper) != self._shown:
            self._shown = self.best.lower, self.best.upper
            complain(f"memocert: {_on_the_way(self.best)}")


def _on_the_way(found: "Findings") -> str:
    return f"at least {found.lower}{found.doubt}, at most {count_of(found.upper, 'comparison')}"


def _units(dataset: "Dataset", found: "Findings") -> None:
    """Look for the least number of hidden ReLUs, and note it among the facts and the claims."""
    from lowerbound.operations.units import least_units

    with spinner("hidden units"):
        least = least_units(dataset)
    found.units = least.units if least.exact else least.kinks
    text = str(least.units) if least.exact else f"{least.kinks} or {least.units}: too many cases to say which"
    found.facts.append(("one hidden layer, least ReLUs", text))


def _shapes(
    dataset: "Dataset", found: "Findings", compare: bool, products: bool, replay: str | None, workers: "Workers"
) -> dict[str, str]:
    """Try every shape of a program, note what came of it among the facts, and return the scripts of those refuted."""
    from lowerbound.operations.program_shapes import Rules, try_shapes

    scripts = dict[str, str]()
    with spinner("shapes") as progress:
        for tried in try_shapes(dataset, rules=Rules(compare, products), progress=progress, workers=workers):
            what = f"{count_of(tried.shapes, 'shape')}, {tried.unknown:,} unknown"
            outcome = "one memorizes" if tried.possible else "not decided" if tried.script else "too many to try"
            if tried.refuted:
                outcome = "all refuted, proved by solver, without a certificate: Z3"
                scripts[f"shapes-{tried.operations}.smt2"] = f"; all unsat\n{tried.script}"
                if replay is not None:
                    outcome += f", {_replayed(tried.script, tried.shapes)}"
            found.facts.append((f"programs of {count_of(tried.operations, 'operation')}", f"{what}; {outcome}"))
    return scripts


def _replayed(script: str, count: int) -> str:
    from verify.solvers.cvc5_backend import cvc5_version, replay

    answers = replay(script, 10.0)
    return f"cvc5 {cvc5_version()}: {answers.count('unsat'):,} of {count:,} unsat, {answers.count('sat'):,} sat"


def _write_scripts(folder: Path, scripts: dict[str, str]) -> None:
    from constructions.files.disk import write_whole

    for name, script in scripts.items():
        write_whole(folder / name, script.encode("ascii"))


def _write(folder: Path, dataset: "Dataset", found: "Findings", kind: "tuple[Leaves, Gates]", force: bool) -> list[str]:
    """Write the bundle with its claims; return what became of each in words."""
    from constructions.files.bundle import write_bundle
    from constructions.model.account import account_of
    from constructions.model.cost import structural_worst
    from guide.tables import account_text
    from lowerbound.findings import bound_claims
    from verify.claims.memorizes import Memorizes
    from verify.claims.operations_at_most import OperationsAtMost
    from verify.claims.shared.subject import dataset_reference, network_reference
    from verify.lanes import certify, prove
    from verify.verdict import Proved

    with kept(left_at(folder, "not all of its claims proved")), spinner(f"writing {folder}"):
        bundle = write_bundle(folder, found.network, dataset, account_text(account_of(found.network, dataset)), force)
        network, data = network_reference(bundle), dataset_reference(bundle)
        claims = [
            prove(bundle, Memorizes(network, data, "as given")),
            prove(bundle, OperationsAtMost(network, structural_worst(found.network).comparisons, "comparisons")),
        ]
        claims += [certify(bundle, claim, hints) for claim, hints in bound_claims(data, found, *kind)]
    return [
        f"accepted by the checker: {verdict.sentence}" if isinstance(verdict, Proved) else str(verdict)
        for verdict in claims
    ]


def _table(jobs: int, cluster: str | None, resume: Path | None, as_json: bool) -> None:
    from guide.measured import labellings_text
    from lowerbound.comparisons.labellings import rows

    journal = None if resume is None else journal_of(resume)
    left = nullcontext() if journal is None else kept(partial(kept_in, journal))
    with left, workers_of(jobs, cluster) as workers, spinner("all labellings") as progress:
        found = list(rows(progress, workers, journal))
    if as_json:
        say_json(found)
    else:
        say(labellings_text(found), end="")
