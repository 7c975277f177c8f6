"""Commands that prove and check: ``memocert prove``, ``memocert check`` and ``memocert demo``."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from constructions.console import say, spinner, wrapped
from constructions.errors import BadInput
from verify.check.bundle import check_bundle, exit_code
from verify.check.verdict import Malformed


class ClaimName(StrEnum):
    """The claims that ``memocert prove`` knows."""

    MEMORIZES = "memorizes"
    CLASSIFIES = "classifies"
    OPERATIONS_AT_MOST = "operations-at-most"


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
        Literal["as-given", "one-hot"], typer.Option(help="memorizes: the labels as they are, or one output a class.")
    ] = "as-given",
    at_most: Annotated[
        int | None, typer.Option(min=0, help="operations-at-most: the bound. Default: the structural maximum.")
    ] = None,
    measure: Annotated[
        Literal["total", "comparisons", "additions", "multiplications"],
        typer.Option(help="operations-at-most: of what."),
    ] = "total",
    lane: Annotated[
        Literal["both", "z3", "certificate"], typer.Option(help="Z3, the certificate, or both, which must agree.")
    ] = "both",
    query: Annotated[
        Literal["auto", "whole", "obligations"], typer.Option(help="One query for Z3, or obligations that imply it.")
    ] = "auto",
    time_limit: Annotated[float, typer.Option(min=0.001, help="Seconds for one Z3 query.")] = 120.0,
    as_json: JsonOption = False,
) -> None:
    """Prove claims about a bundle.

    Exit codes: 0 proved, 1 refuted, 2 bad input or misuse, 3 unknown, 4 proved by solver only.
    """
    from constructions.bundle import read_bundle
    from verify.lanes import Options, prove as prove_claim
    from verify.report import claims_for, verdict_json, verdict_text, worst_exit_code

    with spinner(f"reading {bundle}"):
        read = read_bundle(bundle)
        claims = claims_for(
            read,
            [name.value for name in claim or ()],
            "one-hot" if labels == "one-hot" else "as given",
            at_most,
            measure,
        )
    verdicts = []
    for wanted in claims:
        with spinner(f"proving {wanted.stem}") as progress:
            verdict = prove_claim(read, wanted, Options(lane, query, time_limit, progress))
        verdicts.append(verdict)
        if not as_json:
            say(wrapped(verdict_text(wanted, verdict)))
    if as_json:
        results = [verdict_json(wanted, verdict) for wanted, verdict in zip(claims, verdicts, strict=True)]
        say(json.dumps({"bundle": str(bundle), "results": results}))
    raise typer.Exit(worst_exit_code(verdicts))


def check(bundle: BundleArgument, as_json: JsonOption = False) -> None:
    """Check a bundle with the independent checker.

    Exit codes: 0 all claims accepted, 1 rejected or incomplete, 2 malformed or misuse.
    """
    from verify.report import results_text

    try:
        with spinner(f"checking {bundle}"):
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
    from verify.demo import run

    run(data, output)
