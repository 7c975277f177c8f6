"""Commands that prove and check: ``memocert prove``, ``memocert check`` and ``memocert demo``."""

from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from constructions.model.errors import BadInput, typed_path
from guide.console import say, say_json, spinner, wrapped
from memocert.commands.build import JsonOption
from memocert.commands.shared.journals import ResumeOption, blamed, journal_of, kept_in
from memocert.commands.shared.stopping import ends_in_time, kept, left_at
from memocert.commands.shared.targets import names_of
from memocert.commands.shared.usage import exclude, given, refuse, with_cvc5
from memocert.commands.shared.workers import ClusterOption, JobsOption, workers_of
from verify.check.bundle import check_bundle, exit_code
from verify.check.verdict import Malformed

if TYPE_CHECKING:
    from collections.abc import Sequence as Items

    from constructions.files.bundle import Bundle
    from constructions.files.journal import Journal
    from verify.claims.shared.base import Request
    from verify.domain import Domain
    from verify.verdict import Verdict


def claim_names(begun: str) -> list[str]:
    """Return the names of claims that begin so, for the shell's completion."""
    from verify.claims.table import asked

    return [name for name in asked() if name.startswith(begun)]


BundleArgument = Annotated[Path, typer.Argument(help="The folder of a bundle.")]


def prove(
    context: typer.Context,
    bundle: BundleArgument,
    claim: Annotated[
        list[str] | None,
        typer.Option(
            help="A claim to prove, as docs/how-to/prove.md names them; repeat for several. Default: all that apply.",
            autocompletion=claim_names,
        ),
    ] = None,
    labels: Annotated[
        Literal["as-given", "one-hot"] | None,
        typer.Option(help="memorizes: the labels as they are, or one output a class. Default: what fits the network."),
    ] = None,
    at_most: Annotated[
        int | None, typer.Option(min=0, help="operations-at-most: the bound. Default: the structural maximum.")
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="operations-at-most: find the exact worst case and an input that takes it.")
    ] = False,
    measure: Annotated[
        Literal["total", "comparisons", "additions", "multiplications"],
        typer.Option(help="operations-at-most: of what."),
    ] = "total",
    radius: Annotated[
        str | None,
        typer.Option(
            help="...-robustly, same-class, equivalent: of the balls around the points. Default: the largest; "
            "equivalent: all inputs."
        ),
    ] = None,
    other: Annotated[
        Path | None,
        typer.Option(
            help="equivalent, within-tolerance, same-class: the other network, a bundle or a file, also .onnx."
        ),
    ] = None,
    box: Annotated[
        tuple[str, str] | None, typer.Option(help="Claims about all inputs: only those with LOW <= z_j <= HIGH.")
    ] = None,
    domain: Annotated[
        str | None,
        typer.Option(
            help="Claims about all inputs: only those with constraints, a file or words: 'x0 >= 0 and x1 < 2'."
        ),
    ] = None,
    output_box: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="output-within: every output lies between LOW and HIGH. Default: the range of each output, found."
        ),
    ] = None,
    outputs: Annotated[
        str | None, typer.Option(help="output-within: the outputs satisfy constraints, a file or words: 'y0 <= y1'.")
    ] = None,
    unsafe: Annotated[
        str | None,
        typer.Option(
            help="avoids: what inputs and outputs must keep out of, such as 'x0 >= 0 and y0 > y1 or y1 < 1/2'; "
            "they may go by the names of columns."
        ),
    ] = None,
    unsafe_file: Annotated[
        Path | None, typer.Option(help="avoids: the same, as a list of lists of constraints in a file.")
    ] = None,
    tolerance: Annotated[
        str | None, typer.Option(help="within-tolerance: how much each output may differ from the other network's.")
    ] = None,
    count: Annotated[int | None, typer.Option(min=0, help="paths: how many. Default: as many as there are.")] = None,
    lane: Annotated[
        Literal["both", "z3", "certificate"],
        typer.Option(help="Z3, the certificate, or both, which must agree; an exact run alone refutes."),
    ] = "both",
    also: Annotated[
        Literal["cvc5"] | None,
        typer.Option(callback=with_cvc5, help="A second solver replays the SMT-LIB file of each proved claim."),
    ] = None,
    query: Annotated[
        Literal["auto", "whole", "obligations"],
        typer.Option(help="Claims at points: one query for Z3, or obligations that imply it."),
    ] = "auto",
    time_limit: Annotated[
        float | None,
        typer.Option(
            min=0.001,
            help="Seconds for one Z3 query, and for the search (for each point, in ...-robustly). Default: 120 at "
            "points, 10 for Z3 on other claims, no limit for the search.",
        ),
    ] = None,
    path_limit: Annotated[
        int | None, typer.Option(min=1, help="Paths that the search may run (for each point, in ...-robustly).")
    ] = None,
    jobs: JobsOption = 1,
    cluster: ClusterOption = None,
    resume: ResumeOption = None,
    no_falsifier: Annotated[
        bool, typer.Option("--no-falsifier", help="Do not look for a counterexample before the search for a proof.")
    ] = False,
    method: Annotated[
        Literal["auto", "paths", "relaxation"],
        typer.Option(help="Claims about all inputs: path by path, by relaxation of ReLUs, or whichever suits."),
    ] = "auto",
    counterexamples: Annotated[
        Path | None,
        typer.Option(help="A folder for the exact inputs that refute claims, each a table that predict reads."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Prove claims about a bundle.

    Exit codes: 0 proved, 1 refuted, 2 bad input or misuse, 3 unknown, 4 proved by solver only.
    """
    from constructions.files.bundle import read_bundle
    from verify.claims.shared.base import Request
    from verify.claims.table import asked, asked_as, check_sizes
    from verify.domain_reader import radius_of, tolerance_of
    from verify.lanes import Options
    from verify.request import check_fitting, check_used, names_for, prove_named
    from verify.second_opinion import second_opinion
    from verify.verdict import Proved, Refuted
    from verify.words import other_text, second_text, verdict_json, verdict_text, worst_exit_code

    if counterexamples is not None:
        from guide.counterexamples import check_folder_of_counterexamples

        check_folder_of_counterexamples(counterexamples)
    check_sizes(bundle, claim or ())
    with spinner(f"reading {bundle}"):
        ground = claim is not None and {name for name, how in asked().items() if how.ground}.issuperset(claim)
        later = ground and lane == "certificate"  # the checker reads it, and nobody else has to
        read = read_bundle(bundle, later)
        names, doubts = (list(dict.fromkeys(claim)), {}) if claim else names_for(read)
        fields = {_FIELDS[name]: given(context, [name])[0] for name in _FIELDS if given(context, [name])}
        check_used(names, fields)
        request = Request(
            labels=None if labels is None else "one-hot" if labels == "one-hot" else "as given",
            bound=at_most,
            exact=exact,
            measure=measure,
            radius=radius_of(radius),
            other=other,
            domain=_constraints(read, "inputs", box, domain, "--box"),
            outputs=_constraints(read, "outputs", output_box, outputs, "--output-box"),
            unsafe=_forbidden(read, unsafe, unsafe_file),
            tolerance=tolerance_of(tolerance),
            count=count,
        )
        _refuse_unused(context, names, request, lane)
        if len(names) > 1:
            check_fitting(read, [name for name in names if claim or fields.keys() & asked_as(name).uses], request)
        journal = None if resume is None else journal_of(resume)
    if not as_json:
        for name, doubt in doubts.items():
            asks = "" if asked_as(name).misfit(read) else f" (--claim {name} asks for it)"
            say(wrapped(f"{name} is left out: {doubt}{asks}"))
    verdicts: list[Verdict] = []
    found: list[dict[str, Any]] = []
    for name in names:
        so_far = partial(_so_far, bundle, names[: len(verdicts)], verdicts, journal)
        with kept(so_far), workers_of(jobs, cluster) as workers, spinner(f"proving {name}") as progress:
            search = (time_limit, path_limit, workers.count, progress, not no_falsifier, method, workers.executor)
            options = Options(lane, query, *search, journal)
            with blamed(journal):
                wanted, verdict = prove_named(read, name, request, options)
            opinion = second_opinion(read, wanted, verdict, time_limit) if also else None
        verdicts.append(verdict)
        written = None
        if counterexamples is not None:
            from guide.counterexamples import write_counterexample

            written = write_counterexample(counterexamples, read, wanted, verdict)
        if as_json:
            found.append(verdict_json(wanted, verdict, opinion))
        else:
            data = None if later and isinstance(verdict, Proved) else read.dataset  # of which nothing stands there
            text = verdict_text(wanted, verdict, data) + second_text(opinion)
            say(wrapped("\n".join([text, *([] if other is None else other_text(wanted, other))])))
            how, all_found = asked_as(name), replace(request, radius=None)
            if isinstance(verdict, Refuted) and radius is not None and "radius" in how.uses and how.open(all_found):
                say("  without --radius, the largest ball around each point is found")
            if written is not None:
                path, option = written
                words = f"memocert predict {typed_path(bundle)} {typed_path(path)}{option}"
                say(wrapped(f"  the exact input: {path}, which runs with\n  {words}"))
    if as_json:
        say_json({"bundle": bundle, "left_out": doubts, "results": found})
    raise typer.Exit(worst_exit_code(verdicts))


def _so_far(bundle: Path, names: "Items[str]", verdicts: "Items[Verdict]", journal: "Journal | None") -> str:
    """Return what is kept of the claims before the one that was stopped."""
    from verify.verdict import Proved, ProvedBySolver

    proved = [
        name for name, verdict in zip(names, verdicts, strict=True) if isinstance(verdict, Proved | ProvedBySolver)
    ]
    kept = f"{bundle} keeps what was proved before: {', '.join(proved)}" if proved else f"{bundle} is as it was"
    return kept if journal is None else f"{kept}; {kept_in(journal)}"


def _constraints(
    bundle: "Bundle", of: Literal["inputs", "outputs"], sides: tuple[str, str] | None, told: str | None, option: str
) -> "Domain | None":
    """Return the constraints that are spelled out; None if the user says nothing of them, which is not the same."""
    from verify.domain_reader import domain_of

    if sides is None and told is None:
        return None
    inputs, outputs = names_of(bundle.dataset, bundle.network)
    if of == "inputs":
        return domain_of(bundle.network.input_width, sides, told, option, names=inputs)
    return domain_of(bundle.network.output_width, sides, told, option, 1, "y", outputs)


def _forbidden(bundle: "Bundle", text: str | None, path: Path | None) -> "tuple[Domain, ...] | None":
    """Return the polyhedra that are spelled out; None if the user says nothing of them."""
    from verify.domain_reader import unsafe_of

    if text is None and path is None:
        return None
    network = bundle.network
    return unsafe_of(network.input_width, network.output_width, text, path, *names_of(bundle.dataset, network))


_FIELDS = {"at_most": "bound", "box": "domain", "output_box": "outputs", "unsafe_file": "unsafe"} | {
    name: name
    for name in ("labels", "exact", "measure", "radius", "other", "domain", "outputs", "unsafe", "tolerance", "count")
}
"""The options of claims, and the field of a request that each one fills."""


def _refuse_unused(context: typer.Context, names: "Items[str]", request: "Request", lane: str) -> None:
    """Refuse options that have no effect on these claims in this lane."""
    from verify.claims.table import asked
    from verify.request import at_each_point, searches

    exclude(context, "exact", "at_most")
    exclude(context, "jobs", "cluster")
    searched = any([searches(name, request, lane == "z3") for name in names])
    what = f"by {', '.join(names)} in the lane {lane}"
    if not searched:
        refuse(
            context,
            ["path_limit", "jobs", "cluster", "no_falsifier", "method"],
            what,
            "where there is a search, as for claims about all inputs",
        )
    if lane == "z3" or not any([at_each_point(name, request) for name in names]):
        refuse(context, ["resume"], what, "where balls around points are searched, as for classifies-robustly")
    if set(names) == {"paths"}:
        refuse(
            context, ["method", "no_falsifier"], "by paths", "where something may be wrong: here every path is counted"
        )
    if lane == "certificate":
        refuse(context, ["also"], "with --lane certificate", "where Z3 writes a file that can be replayed")
        refuse(context, ["query"], "with --lane certificate", "where Z3 is asked about memorizes or classifies")
        if not searched:
            refuse(context, ["time_limit"], what, "where there is a search or a query for Z3")
    at_points = [name for name, how in asked().items() if how.ground]
    if not set(names) & set(at_points):
        refuse(context, ["query"], f"by {', '.join(names)}", f"by {', '.join(at_points)}")


@ends_in_time
def check(
    bundle: BundleArgument,
    kernel: Annotated[
        bool, typer.Option("--kernel", help="Check in Coq instead, with a checker that is proved there.")
    ] = False,
    native: Annotated[
        bool, typer.Option("--native", help="Check with the program that is proved in Coq (make native builds it).")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check a bundle with the independent checker.

    Exit codes: 0 all claims accepted, 1 rejected or incomplete, 2 malformed or misuse.
    """
    from verify.results import nothing_to_check, results_text

    if bundle.is_file():
        from constructions.files.bundle import check_folder

        check_folder(bundle)
    if kernel and native:
        raise BadInput("--kernel and --native are two checkers: ask one of them at a time")
    try:
        with spinner(f"checking {bundle}" + " in Coq, after its theory" * kernel) as progress:
            if kernel:
                from verify.kernel.lane import check_in_coq

                results = check_in_coq(bundle, progress=progress)
            elif native:
                from verify.native import check_natively

                results = check_natively(bundle)
            else:
                results = check_bundle(str(bundle))
    except Malformed as error:
        raise BadInput(str(error)) from error
    code = exit_code(results)
    if as_json:
        spoke = "kernel" if kernel else "native" if native else "first"
        why = {} if results else {"reason": nothing_to_check(bundle)[0]}
        say_json({"bundle": bundle, "checker": spoke, "results": results, **why, "exit_code": code})
    else:
        say(wrapped(results_text(results, str(bundle))))
    raise typer.Exit(code)


@ends_in_time
def demo(
    data: Annotated[
        Path | None, typer.Argument(help="A data set with classes. Default: the handwritten digits.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Keep the bundles in this new folder.")] = None,
) -> None:
    """Memorize, prove, check and tamper with real data.

    At the end it compares what the conditional network costs with the plainest unconditional one.
    """
    from guide.demo import run

    with kept(left_at(output, "the demonstration not whole")) if output is not None else nullcontext():
        run(data, output)
