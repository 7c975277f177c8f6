"""The command that writes a network out again: ``memocert export``."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from constructions.model.errors import BadInput, typed_path
from constructions.model.nouns import all_of, count_of
from guide.console import say, spinner, wrapped
from memocert.commands.shared.stopping import kept, left_at
from memocert.commands.shared.usage import exclude, refuse

if TYPE_CHECKING:
    from constructions.files.bundle import Bundle
    from constructions.model.network import Network
    from exchange.precision import Precision
    from verify.read_back import ReadBack

Format = Literal["c", "onnx", "torch", "vnnlib"]

_SUFFIXES: dict[str, Format] = {".c": "c", ".onnx": "onnx", ".py": "torch", ".vnnlib": "vnnlib"}
_OPTIONS = {
    "arithmetic": ("c",),
    "claim": ("vnnlib",),
    "data_point": ("vnnlib",),
    "gates": ("onnx", "vnnlib"),
    "time_limit": ("onnx",),
    "path_limit": ("onnx",),
    "precision": ("onnx", "torch", "vnnlib"),
    "exact": ("onnx", "torch", "vnnlib"),
}
"""The formats that each option goes with."""

SECONDS = 60.0
"""How long the proof that a file is the network may take where nothing else is said."""


def export(
    context: typer.Context,
    bundle: Annotated[Path, typer.Argument(help="A bundle (folder): its network, and for C its data.")],
    to: Annotated[Format | None, typer.Option(help="What to write. Default: what the suffix of -o says.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to write.")] = None,
    c: Annotated[Path | None, typer.Option("--c", help="The same as --to c -o FILE.")] = None,
    arithmetic: Annotated[
        Literal["integers", "double"],
        typer.Option(help="c: exact integers that are proved not to overflow, or rounded doubles."),
    ] = "integers",
    claim: Annotated[
        str | None, typer.Option(help="vnnlib: the claim of the bundle that is asked, by its file's name or its kind.")
    ] = None,
    data_point: Annotated[
        int | None,
        typer.Option(min=0, help="vnnlib: ask of this data point alone, numbered from 0. Default: of all at once."),
    ] = None,
    gates: Annotated[
        Literal["if", "where", "trees"] | None,
        typer.Option(
            help="onnx, vnnlib: If, of which one side runs; steps and Where, without control flow; or a tree "
            "ensemble. Default: if, and where for vnnlib."
        ),
    ] = None,
    precision: Annotated[
        Literal["float32", "float64"], typer.Option(help="onnx, torch, vnnlib: the format of its numbers.")
    ] = "float32",
    exact: Annotated[
        bool,
        typer.Option(
            "--exact", help="onnx, torch, vnnlib: refuse a network of which the format does not hold every constant."
        ),
    ] = False,
    time_limit: Annotated[
        float | None, typer.Option(min=0.001, help="onnx: seconds for the proof that nothing changed. Default: 60.")
    ] = None,
    path_limit: Annotated[int | None, typer.Option(min=1, help="onnx: paths that this proof may run.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write a bundle's network as C source, as an ONNX model or as a PyTorch module, or a claim as a VNN-LIB query.

    The C tests itself on every data point. An ONNX model is read back and, if nothing had to be rounded, proved equal
    to the network, as prove does it: exit code 3 if the proof was stopped. The module is Python source. Beside a query
    stands the ONNX model that it is about.
    """
    from constructions.files.bundle import check_output, read_bundle

    exclude(context, "c", "to")
    exclude(context, "c", "output")
    target, kind = (c, "c") if c is not None else _target(to, output)
    for name, kinds in _OPTIONS.items():
        if kind not in kinds:
            refuse(context, [name], f"for {kind}", f"for {' and '.join(kinds)}")
    if kind == "vnnlib" and target.suffix.lower() == ".onnx":
        raise BadInput(
            f"{target}: the network that a query is about is written beside it, with this suffix: name the query "
            f"{target.with_suffix('.vnnlib')}"
        )
    check_output(target, force)
    with spinner(f"reading {bundle}"):
        given = read_bundle(bundle)
    if kind == "c":
        _write_c(given, target, arithmetic)
        return
    if kind == "torch":
        _write_torch(given, target, precision, exact)
        return
    if kind == "vnnlib":
        _write_query(given, claim, data_point, target, (gates or "where", precision, exact, force))
        return
    raise typer.Exit(_write_onnx(given, target, gates or "if", precision, exact, (time_limit, path_limit)))


def _target(to: Format | None, output: Path | None) -> tuple[Path, str]:
    """Return the file to write, and in which format."""
    kind = to if to is not None or output is None else _SUFFIXES.get(output.suffix.lower())
    if output is None or kind is None:
        raise BadInput(
            f"export needs -o FILE, and --to {', '.join(get_args(Format))} where its suffix is none of "
            f"{', '.join(_SUFFIXES)}"
        )
    return output, kind


def _write_c(given: "Bundle", target: Path, arithmetic: Literal["integers", "double"]) -> None:
    from constructions.files.disk import write_whole
    from exchange.c.c_source import typed_source
    from guide.likeness import likenesses

    with spinner(f"writing {target}"):
        remarks = [f"Claimed in {claim}." for claim in likenesses(given)]
        text, kind = typed_source(given.network, given.data, arithmetic, remarks)
        write_whole(target, text.encode("ascii"))
    exactly = "exact; nothing overflows within the data's bounding box" if arithmetic == "integers" else "rounded"
    say(wrapped(f"{target}: {count_of(len(text), 'byte')} of C, arithmetic in {kind} ({exactly})"))
    language = "" if target.suffix == ".c" else "-x c "  # else a compiler takes it for what it has compiled
    say(f"self-test on {count_of(given.data.size, 'point')}: cc -O2 -o test {language}{typed_path(target)} && ./test")


def _write_onnx(
    given: "Bundle",
    target: Path,
    gates: Literal["if", "where", "trees"],
    precision: str,
    exact: bool,
    limits: tuple[float | None, int | None],
) -> int:
    """Write the model, read it back, and say what is proved; return the exit code."""
    from constructions.files.disk import write_whole
    from exchange.onnx.out.writer import onnx_model
    from exchange.onnx.reader import read_onnx
    from verify.lanes import Options
    from verify.read_back import read_back

    left = left_at(target, "not proved equal to the network")
    with spinner(f"writing {target}"):
        written = onnx_model(given.network, gates, precision)
        _check_exact(given, written.precision, exact)
        write_whole(target, written.data)
    rows = "one row at a time" if gates == "if" else "any number of rows"
    say(wrapped(f"{target}: {count_of(len(written.data), 'byte')} of ONNX, {rows}; {written.precision.sentence()}"))
    is_exact = not written.precision.rounded
    with kept(left), spinner(f"reading {target} back"):
        try:
            back = read_onnx(target)
        except BadInput as error:
            say(wrapped(f"unknown whether it is equal to the network: it is not read back: {error}"))
            return 3
    with kept(left), spinner("proving that they are equal") as progress:
        seconds, paths = limits
        options = Options("certificate", seconds=seconds or SECONDS, paths=paths, progress=progress)
        found = read_back(given, back, is_exact, options)
    code = _say_found(given, target, found, is_exact, written.keeps_floats)
    _say_measured(given, target, back)
    return code


def _write_query(
    given: "Bundle",
    claim: str | None,
    point: int | None,
    target: Path,
    how: tuple[Literal["if", "where", "trees"], str, bool, bool],
) -> None:
    """Write a claim as a query, and beside it the network that it is about."""
    from constructions.files.bundle import check_output
    from constructions.files.disk import write_together
    from exchange.onnx.out.writer import onnx_model
    from verify.queries.as_query import as_query

    gates, precision, exact, force = how
    if claim is None:
        raise BadInput("export: a query is a claim of the bundle: name it with --claim")
    model = target.with_suffix(".onnx")
    check_output(model, force)
    with spinner(f"writing {target}"):
        query = as_query(given, claim, point)
        written = onnx_model(query.network, gates, precision)
        _check_exact(given, written.precision, exact)
        rounded = written.precision.sentence() if written.precision.rounded else ""
        write_together({model: written.data, target: query.text(rounded).encode("ascii", "backslashreplace")})
    polyhedra = count_of(sum([len(case.unsafe) for case in query.cases]), "polyhedron", "polyhedra")
    when = "unsat if it holds of the rounded network" if rounded else "unsat if it holds"
    say(wrapped(f"{target}: {query.about}: {when}; {polyhedra}"))
    say(wrapped(f"{model}: {count_of(len(written.data), 'byte')} of ONNX; {written.precision.sentence()}"))
    if written.precision.rounded:
        say(wrapped("constants were rounded: the query is about the rounded network, not about the one of the bundle"))


def _write_torch(given: "Bundle", target: Path, precision: str, exact: bool) -> None:
    from constructions.files.disk import write_whole
    from exchange.torch.module import is_installed, torch_difference, torch_source

    with spinner(f"writing {target}"):
        source = torch_source(given.network, precision)
        _check_exact(given, source.precision, exact)
        write_whole(target, source.text.encode("ascii"))
    size = count_of(len(source.text), "byte")
    say(wrapped(f"{target}: {size} of Python, class Network(torch.nn.Module); {source.precision.sentence()}"))
    if given.dataset is not None and is_installed():
        with (
            kept(lambda: f"{target} is kept, and not compared with the floats of a runtime"),
            spinner("running it with torch"),
        ):
            version, off = torch_difference(source, given.network, given.dataset.points, given.dataset.place_of)
        say(_measured(f"torch {version}", given.dataset.size, off))


def _measured(runtime: str, points: int, off: Fraction) -> str:
    from guide.reading import about

    where = all_of(points, "data point")
    return wrapped(f"{runtime}: at {where}, rounded to its format, outputs off by at most {about(off)} (measured)")


def _say_measured(given: "Bundle", target: Path, back: "Network") -> None:
    """Say how far a runtime's floats are from the exact outputs, if there is one and there are points to run it at."""
    from exchange.onnx.runtime import is_installed, runtime_report

    if given.dataset is None or not is_installed():
        return
    with (
        kept(lambda: f"{target} is kept, and not compared with the floats of a runtime"),
        spinner("running it with onnxruntime"),
    ):
        report = runtime_report(target, back, given.dataset.points, place=given.dataset.place_of)
    say(_measured(f"onnxruntime {report.version}", given.dataset.size, report.largest_difference))


def _check_exact(given: "Bundle", precision: "Precision", exact: bool) -> None:
    if exact and precision.rounded:
        other = "" if precision.kind == "float64" else "; --precision float64 holds more"
        raise BadInput(f"{given.folder}: {precision.sentence()}, which --exact refuses{other}")


def _say_found(given: "Bundle", target: Path, found: "ReadBack", is_exact: bool, keeps_floats: bool) -> int:
    from guide.reading import about
    from verify.words import other_text, verdict_text, worst_exit_code

    if found.is_same:
        say("read back, it is the same network, byte for byte")
        return 0
    for claim, verdict in found.verdicts:
        say(wrapped(verdict_text(claim, verdict)))
    for text in sorted({text for claim, _ in found.verdicts for text in other_text(claim, target)}):
        say(wrapped(f"{text}, read back"))
    if not is_exact:
        where = "there are no data to compare on"
        if given.dataset is not None and found.farthest is not None:
            points = count_of(given.dataset.size, "data point")
            where = f"in exact arithmetic its outputs are off by at most {about(found.farthest)} at {points}"
            if found.same_class is not None:
                where += f", and the class is the same at {found.same_class:,}"
        what = (
            "thresholds were rounded, though every float32 takes its way" if keeps_floats else "constants were rounded"
        )
        say(wrapped(f"not equal to the network, since {what}; {where}"))
        return 0
    return worst_exit_code([verdict for _, verdict in found.verdicts])
