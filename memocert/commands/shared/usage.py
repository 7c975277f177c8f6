"""Options that have no effect are refused: which ones a user gave, and when they would be used."""

from collections.abc import Iterable
from typing import Literal

import typer

from constructions.model.errors import BadInput

DATA_OPTIONS = (
    *("labels", "inputs", "drop", "header", "delimiter", "decimal", "numbered"),
    *("skip_incomplete", "skip_contradicting"),
)
"""The options that say how a data set is read."""


def given(context: typer.Context, names: Iterable[str]) -> list[str]:
    """Return those of the named parameters that stand on the command line, as the user writes them.

    What is spelled out counts, though it be the default.
    """
    sources = {name: context.get_parameter_source(name) for name in names}
    named = [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]
    written = {parameter.name: parameter for parameter in context.command.params}
    return [
        max(written[name].opts, key=len) if written[name].param_type_name == "option" else f"the argument {name}"
        for name in named
    ]


def refuse(context: typer.Context, names: Iterable[str], here: str, used: str) -> None:
    """Refuse parameters that have no effect.

    Args:
        here: in which case they have none; a phrase that follows "not used".
        used: when they are used; a phrase that follows "only".

    Raises:
        BadInput: if one of them was given; the line names them and says when they are used.
    """
    found = given(context, names)
    if found:
        raise BadInput(f"{', '.join(found)}: not used {here}, only {used}")


def with_cvc5(asked: Literal["cvc5"] | None) -> Literal["cvc5"] | None:
    """Return what an option asks of cvc5; raises ``BadInput``, before any work, if it is not installed."""
    if asked is not None:
        from verify.solvers.cvc5_backend import cvc5_version

        cvc5_version()
    return asked


def exclude(context: typer.Context, *names: str) -> None:
    """Refuse two parameters or more of which only one can have an effect; raises ``BadInput``."""
    found = given(context, names)
    if len(found) > 1:
        raise BadInput(f"{' and '.join(found)} exclude each other")
