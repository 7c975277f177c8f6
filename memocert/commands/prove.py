"""Commands that prove and check: ``memocert prove``, ``memocert check`` and ``memocert demo``."""

import json
from dataclasses import asdict
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from constructions.model.errors import BadInput
from guide.console import say, spinner, wrapped
from verify.check.bundle import check_bundle, exit_code
from verify.check.verdict import Malformed

if TYPE_CHECKING:
    from verify.domain import Domain


class ClaimName(StrEnum):
    """The claims that ``memocert prove`` knows."""

    MEMORIZES = "memorizes"
    CLASSIFIES = "classifies"
    OPERATIONS_AT_MOST = "operations-at-most"
    MEMORIZES_ROBUSTLY = "memorizes-robustly"
    CLASSIFIES_ROBUSTLY = "classifies-robustly"
    EQUIVALENT = "equivalent"
    OUTPUT_WITHIN = "output-within"
    PATHS = "paths"


JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
BundleArgument = Annotated[Path, typer.Argument(help="The folder of a bundle.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this package to the command line."""
    app.command()(prove)
    app.command()(check)
    app.command()(demo)


def prove(
    bundle: BundleArgument,
    claim: Annotated[
        list[ClaimName] | None, typer.Option(help="A claim to prove; repeat for several. Default: all that apply.")
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
        typer.Option(help="...-robustly, equivalent: of the balls around the points. Robustly, default: the largest."),
    ] = None,
    other: Annotated[Path | None, typer.Option(help="equivalent: the file of the other network.")] = None,
    box: Annotated[
        tuple[str, str] | None, typer.Option(help="Claims about all inputs: only those with LOW <= z_j <= HIGH.")
    ] = None,
    domain: Annotated[
        Path | None, typer.Option(help="Claims about all inputs: only those that satisfy the constraints in a file.")
    ] = None,
    output_box: Annotated[
        tuple[str, str] | None, typer.Option(help="output-within: every output lies between LOW and HIGH.")
    ] = None,
    outputs: Annotated[
        Path | None, typer.Option(help="output-within: the outputs satisfy the constraints in a file.")
    ] = None,
    count: Annotated[int | None, typer.Option(min=0, help="paths: how many. Default: as many as there are.")] = None,
    lane: Annotated[
        Literal["both", "z3", "certificate"], typer.Option(help="Z3, the certificate, or both, which must agree.")
    ] = "both",
    also: Annotated[
        Literal["cvc5"] | None, typer.Option(help="A second solver replays the SMT-LIB file of each proved claim.")
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
    jobs: Annotated[int, typer.Option(min=0, help="Processes that share the search; 0: one for each core.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Prove claims about a bundle.

    Exit codes: 0 proved, 1 refuted, 2 bad input or misuse, 3 unknown, 4 proved by solver only.
    """
    from constructions.files.bundle import read_bundle
    from verify.lanes import Options, second_opinion
    from verify.request import Request, check_used, fulfil, names_for
    from verify.words import second_text, verdict_json, verdict_text, worst_exit_code

    with spinner(f"reading {bundle}"):
        read = read_bundle(bundle)
        request = Request(
            labels=None if labels is None else "one-hot" if labels == "one-hot" else "as given",
            bound=at_most,
            exact=exact,
            measure=measure,
            radius=None if radius is None else _number("--radius", radius),
            other=other,
            domain=_constraints(read.network.input_width, "--box", box, domain),
            outputs=_constraints(read.network.output_width, "--output-box", output_box, outputs),
            count=count,
        )
        names = list(dict.fromkeys([wanted.value for wanted in claim or ()])) or names_for(read)
        check_used(names, request, _OPTIONS)
    verdicts, found = [], []
    for name in names:
        with spinner(f"proving {name}") as progress:
            options = Options(lane, query, time_limit, path_limit, jobs, progress)
            wanted, verdict = fulfil(read, name, request, options)
            opinion = second_opinion(read, wanted, verdict, time_limit) if also else None
        verdicts.append(verdict)
        if as_json:
            found.append(verdict_json(wanted, verdict, opinion))
        else:
            say(wrapped(verdict_text(wanted, verdict) + second_text(opinion)))
    if as_json:
        say(json.dumps({"bundle": str(bundle), "results": found}))
    raise typer.Exit(worst_exit_code(verdicts))


_OPTIONS = {"bound": "--at-most", "domain": "a domain (--box, --domain)", "outputs": "--output-box, --outputs"} | {
    name: f"--{name}" for name in ("labels", "exact", "measure", "radius", "other", "count")
}


def _number(option: str, text: str) -> Fraction:
    from constructions.model.rational import spelled

    try:
        return spelled(text)
    except BadInput as error:
        raise BadInput(f"{option}: {error}") from error


def _constraints(width: int, option: str, sides: tuple[str, str] | None, path: Path | None) -> "Domain":
    """Return the constraints of a box and of a file, all of them."""
    from verify.domain import box, read_constraints

    found: Domain = ()
    if sides is not None:
        low, high = [_number(option, text) for text in sides]
        if low > high:
            raise BadInput(f"{option}: {low} is greater than {high}, so nothing is in the box")
        found = box([low] * width, [high] * width)
    return found if path is None else found + read_constraints(path, width)


def check(
    bundle: BundleArgument,
    kernel: Annotated[
        bool, typer.Option("--kernel", help="Check in Coq instead, with a checker that is proved there.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check a bundle with the independent checker.

    Exit codes: 0 all claims accepted, 1 rejected or incomplete, 2 malformed or misuse.
    """
    from verify.words import results_text

    try:
        with spinner(f"checking {bundle}"):
            if kernel:
                from verify.kernel.lane import check_in_coq

                results = check_in_coq(bundle)
            else:
                results = check_bundle(str(bundle))
    except Malformed as error:
        raise BadInput(str(error)) from error
    code = exit_code(results)
    if as_json:
        fields: list[dict[str, Any]] = [asdict(result) for result in results]
        say(json.dumps({"bundle": str(bundle), "results": fields, "exit_code": code}))
    else:
        say(wrapped(results_text(results, str(bundle))))
    raise typer.Exit(code)


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

    run(data, output)
