"""The options that say how a table is read, the same for every command that reads one."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal, TypeAlias

import typer

from guide.console import complain

_Option: TypeAlias = tuple[str, Any, Any]

SHARED: tuple[_Option, ...] = (
    (
        "labels",
        list[str] | None,
        typer.Option("--labels", help="A label column, by name or number; repeat for several."),
    ),
    (
        "inputs",
        list[str] | None,
        typer.Option("--inputs", help="A column that is an input; repeat for several. Default: all but the labels."),
    ),
    ("drop", list[str] | None, typer.Option("--drop", help="A column that is left out; repeat for several.")),
    ("header", bool | None, typer.Option("--header/--no-header", help="Whether the first row names the columns.")),
    ("delimiter", str | None, typer.Option("--delimiter", help="What separates the columns of a text file.")),
    (
        "decimal",
        Literal[".", ","] | None,
        typer.Option("--decimal", help="What stands before the decimals of a number. Default: a point."),
    ),
    (
        "numbered",
        list[str] | None,
        typer.Option("--category", help="An input column of text, each text a number; repeat for several."),
    ),
    (
        "skip_incomplete",
        bool,
        typer.Option(
            "--skip-incomplete",
            help="Leave out rows in which a cell is empty, NA, ? or - (a label of text: empty), and say which.",
        ),
    ),
    (
        "skip_contradicting",
        bool,
        typer.Option(
            "--skip-contradicting",
            help="Leave out rows with another label than the first row with the same inputs, and say which.",
        ),
    ),
)
"""Name, type and option of each."""


def reads_tables(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that has these options in the place of its parameter ``reading``, which is made of them."""
    signature = inspect.signature(command)
    parameters: list[inspect.Parameter] = []
    for name, parameter in signature.parameters.items():
        if name == "reading":
            parameters += [_parameter(*option) for option in SHARED]
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    @wraps(command)
    def run(**given: Any) -> None:
        from constructions.files.tables.read_options import ReadOptions

        told = {name: given.pop(name) for name, _, _ in SHARED}
        lists = {name: tuple(told[name] or ()) for name in ("labels", "inputs", "drop", "numbered")}
        told = {**told, **lists, "decimal": told["decimal"] or "."}
        command(**given, reading=ReadOptions(**told, say=lambda line: complain(f"memocert: {line}")))

    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _parameter(name: str, kind: Any, option: Any) -> inspect.Parameter:
    default = False if kind is bool else None
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option])
