"""Commands for the first hour: ``memocert report``, ``memocert doctor`` and ``memocert tutorial``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from constructions.model.errors import BadInput
from constructions.model.nouns import count_of
from guide.console import say, say_json, spinner, wrapped
from memocert.commands.build import JsonOption
from memocert.commands.shared.stopping import ends_in_time, kept, left_at


@ends_in_time
def report(
    target: Annotated[Path, typer.Argument(help="A bundle, or a folder with bundles in it.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The page: .html.")] = Path("report.html"),
    up_to: Annotated[
        int, typer.Option(min=0, help="Build the catalogue on the first points, up to so many; 0 leaves that out.")
    ] = 128,
    self_checking: Annotated[
        bool, typer.Option("--self-checking", help="Carry the files, and a checker that runs where the page is read.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Write one page about a bundle: claims checked anew, sizes, operations, pictures. It stands alone.

    Exit codes: those of check, the largest of all bundles: 0 accepted, 1 rejected or incomplete, 2 malformed or misuse.
    """
    from constructions.files.bundle import check_output
    from constructions.files.disk import write_whole
    from guide.report.carried import carried
    from guide.report.page import bundles_in, page, sections

    if output.suffix.lower() not in (".html", ".htm"):
        raise BadInput(f"{output}: a page's name must end in .html or .htm")
    check_output(output, force=True)  # a page is made anew from what it shows
    folders = bundles_in(target)
    files = carried(folders) if self_checking else None
    with spinner(f"reporting on {target}") as progress:
        parts = list(sections(folders, up_to, progress))
        text = page(target.resolve().name, parts, files)
        write_whole(output, text.encode("utf-8"))
    code = max([part.exit_code for part in parts])
    if as_json:
        found = [
            {"bundle": part.name, "problem": part.problem, "results": [item.result for item in part.findings]}
            for part in parts
        ]
        say_json({"page": output, "bundles": found, "exit_code": code})
    else:
        for part in parts:
            if part.findings or not part.problem:
                how_many = count_of(len(part.findings), "claim")
                say(wrapped(f"{part.name}: {part.accepted} of {how_many} proved, checked just now"))
            if part.problem:
                say(wrapped(f"{part.name}: cannot be shown: {part.problem}"))
        say(f"{output}: {count_of(len(text.encode('utf-8')), 'byte')}, one page that stands alone")
    raise typer.Exit(code)


def doctor(as_json: JsonOption = False) -> None:
    """Show versions and optional parts, and test every lane on small examples whose truth is known.

    Exit codes: 0 all is well, 1 a test failed or a package that is needed is missing.
    """
    from guide.doctor import examinations, parts, platform_text

    with spinner("examining") as progress:
        found = []
        for item in examinations():
            found.append(item)
            progress(len(found), None)
    known = parts()
    well = all([item.well for item in found]) and all([part.version for part in known if part.needed])
    if as_json:
        rows = {"parts": known, "tests": found}
        say_json({"platform": platform_text(), **rows, "well": well, "exit_code": 0 if well else 1})
        raise typer.Exit(0 if well else 1)
    say(f"{platform_text()}\n")
    for part in known:
        state = part.version or ("MISSING" if part.needed else "not installed")
        use = "" if part.needed else f", for {part.use}"
        say(wrapped(f"{part.name:<14} {state}{use}{'' if part.version else f': {part.install}'}", hang=" " * 15))
    say("")
    for item in found:
        say(wrapped(f"{'ok    ' if item.well else 'FAILED'}  {item.name}: {item.seen}", hang=" " * 8))
    say("\nall is well" if well else "\nsomething is wrong: please report it with the lines above")
    raise typer.Exit(0 if well else 1)


def tutorial(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Work in this new folder, and keep it.")] = None,
    pause: Annotated[bool, typer.Option(help="Wait for a key before each stop, in a terminal.")] = True,
) -> None:
    """Take a guided tour: each command is shown, really run, and its true output printed.

    The commands can be typed again in the folder that -o keeps. Exit codes: 0, or 1 if a command ended otherwise than
    the tour says.
    """
    import tempfile

    from constructions.files.bundle import make_folder
    from guide.tutorial import STOPS, prepare

    if output is None:
        with tempfile.TemporaryDirectory(prefix="memocert-tutorial-") as folder:
            prepare(Path(folder))
            say("The folder of this tour goes when it ends; memocert tutorial -o FOLDER keeps it.")
            _walk(Path(folder), pause)
        say(f"\nThat was the tour of {len(STOPS)} stops.")
        return
    with kept(left_at(output, "the tour not ended")):
        make_folder(output)
        prepare(output)
        _walk(output, pause)
    say(f"\nThat was the tour of {len(STOPS)} stops; its files are in {output}.")


def _walk(folder: Path, pause: bool) -> None:
    from guide.tutorial import STOPS, visit

    for number, stop in enumerate(STOPS, 1):
        say(f"\n{'-' * 80}\n{number} of {len(STOPS)}")
        say(wrapped(stop.text, hang="") + "\n")
        say(f"$ {stop.command}")
        if pause and sys.stdin.isatty() and sys.stdout.isatty():
            typer.prompt("(Enter runs it)", default="", show_default=False, prompt_suffix=" ")
        shown, code = visit(stop, folder)
        say(shown, end="")
        if code != stop.code:
            say(
                wrapped(
                    f"This should have ended with exit code {stop.code}, not {code}: memocert doctor looks further."
                )
            )
            raise typer.Exit(1)
