"""Commands that end before their work is done: Ctrl-C and limits of time, what is kept; progress in lines."""

import io
import random
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from errno import ENOSPC
from pathlib import Path
from shutil import copytree
from threading import Event

import pytest
from commands import command, refused
from processes import IRIS, PATIENCE

from constructions.files.disk import not_written
from constructions.model.errors import BadInput, needs
from guide.console import spinner
from memocert.commands.shared.stopping import TimedOut
from verify import request

CASES = [
    ("build axis-tree {iris} -o {new}/b", "constructions.catalogue.build", "nothing is kept"),
    ("show {b}", "constructions.model.account.account_of", "nothing is kept"),
    ("compare {iris}", "guide.comparison.compare", "nothing is kept"),
    ("plot {iris} -o {new}/p.svg", "guide.drawing.plot.sweep", "nothing is kept"),
    ("read {b}/network.json {iris}", "guide.reading.reading_of", "nothing is kept"),
    ("predict {b} {iris}", "guide.predictions.predictions", "nothing is kept"),
    ("check {b}", "memocert.commands.prove.check_bundle", "nothing is kept"),
    ("lowerbound {iris}", "lowerbound.findings.lower_bounds", "nothing is kept"),
    ("lowerbound {new}/l.csv -o {new}/b", "verify.lanes.prove", "{new}/b is kept, not all of its claims proved"),
    (
        "lowerbound {iris} --leaves constant --gates axis -o {new}/b --resume {new}/j",
        "constructions.files.bundle.write_bundle",
        "found before: at least 4, at most 4 comparisons, which {new}/j keeps, and the same command goes on from there",
    ),
    ("instances {new}/i", "verify.queries.truth.onnx_model", "{new}/i is kept, not all instances written"),
    (
        "compare {iris}",
        "guide.comparison.least_beside",
        "the table is whole, but does not say how near to the least each is",
    ),
    ("paths {b}", "lowerbound.comparisons.decision_paths.paths_over", "nothing is kept"),
    ("report {b} -o {new}/r.html", "guide.report.page.sections", "nothing is kept"),
    ("theorems --prove", "verify.symbolic.induction.discharge_all", "nothing is kept"),
    ("prove {b}", "verify.request.prove_named", "{b} is as it was"),
    ("synthesize {b} -o {new}/s", "verify.synthesis.prove_sought", "{new}/s is kept, its claim not proved"),
    ("export {b} -o {new}/n.onnx", "exchange.onnx.reader.read_onnx", "{new}/n.onnx is kept, not proved equal"),
    (
        "export {b} -o {new}/n.onnx",
        "exchange.onnx.runtime.runtime_report",
        "{new}/n.onnx is kept, and not compared with the floats of a runtime",
    ),
    ("export {b} -o {new}/n.onnx", "verify.read_back.read_back", "{new}/n.onnx is kept, not proved equal"),
    ("demo {new}/l.csv -o {new}/d", "guide.demo.prove_named", "{new}/d is kept, the demonstration not whole"),
    ("tutorial -o {new}/t --no-pause", "guide.tutorial.visit", "{new}/t is kept, the tour not ended"),
    ("reach --memorizer zhang", "verify.symbolic.reach.reaches", "0 of 2 runs done"),
    ("prove-construction zhang", "verify.symbolic.every.memorizes_every", "no n was done"),
]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stopping") / "b"
    assert command("build", "axis-tree", IRIS, "-o", folder).returncode == 0
    return folder


@pytest.mark.parametrize(("words", "place", "kept"), CASES, ids=[words.split()[0] for words, _, _ in CASES])
@pytest.mark.parametrize(
    ("stop", "why"),
    [
        (KeyboardInterrupt(), ""),
        (TimedOut("5 s"), " after 5 s, the time limit"),
        (MemoryError(), ", since no memory is left"),
    ],
    ids=["ctrl-c", "late", "memory"],
)
def test_a_command_that_is_stopped_says_what_is_kept(
    bundle: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    place: str,
    kept: str,
    stop: BaseException,
    why: str,
) -> None:
    def stopped(*_arguments: object, **_options: object) -> Iterator[object]:
        raise type(stop)(*stop.args)

    (tmp_path / "l.csv").write_text("x,y\n0,1\n2,0\n3,1\n")
    monkeypatch.setattr(place, stopped)
    places = {"iris": IRIS, "new": tmp_path, "b": bundle}
    result = command(*[word.format(**places) for word in words.split()])
    assert result.returncode == (3 if why else 130), result
    begun = f"memocert: stopped{why}; {kept.format(**places)}"
    assert result.stderr.splitlines()[-1].startswith(begun), result.stderr


def long_number(source: random.Random) -> str:
    return f"{source.randrange(10**700)}/{source.randrange(1, 10**700)}"


def test_bounds_whose_network_no_file_can_hold_are_said(tmp_path: Path) -> None:
    source = random.Random(1)
    rows = [f"{long_number(source)},{long_number(source)},{long_number(source)},{place % 2}" for place in range(7)]
    (tmp_path / "long.csv").write_text("\n".join(rows))
    result = command("lowerbound", tmp_path / "long.csv", "-o", tmp_path / "b")
    assert result.returncode == 2
    assert result.stderr.startswith(f"memocert: {tmp_path}/b/network.json: a number has more than 10000 digits")
    assert result.stderr.endswith("; found before: at least 1, at most 1 comparison\n")
    assert not (tmp_path / "b").exists()


def test_ctrl_c_while_a_compiled_package_is_loaded_is_no_error_of_it(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its loader makes an ImportError of it."""

    def loading(*_arguments: object, **_options: object) -> None:
        raise ImportError("initialization failed") from KeyboardInterrupt()

    monkeypatch.setattr("verify.request.prove_named", loading)
    result = command("prove", bundle)
    assert (result.returncode, result.stderr) == (130, f"memocert: stopped; {bundle} is as it was\n")


def test_a_package_that_does_not_load_is_told_from_one_that_is_missing_and_from_ctrl_c() -> None:
    missing = ModuleNotFoundError("no libx", name="click")
    for error in (ImportError("no libx"), OSError("no libx"), RuntimeError("no libx"), missing):
        with pytest.raises(BadInput, match=r"needs P, which is installed but.*'no libx'"), needs("it", "P", "x"):
            raise error
    with pytest.raises(BadInput, match=r"needs P: pip install 'memocert\[x\]'"), needs("it", "P", "x"):
        raise ModuleNotFoundError("No module named 'P'", name="P")
    with pytest.raises(MemoryError), needs("it", "P", "x"):
        raise MemoryError
    with pytest.raises(BadInput, match="does not load: RuntimeError"), needs("it", "P", "x"):
        raise RuntimeError
    with pytest.raises(KeyboardInterrupt), needs("reading", "P", "x"):
        raise ImportError("initialization failed") from KeyboardInterrupt()


def full(files: Mapping[Path, bytes], _what: Path | None = None) -> None:
    raise not_written(next(iter(files)), OSError(ENOSPC, "No space left on device"))


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("prove {b} --claim memorizes", "{b} is as it was"),
        ("synthesize {b} -o {new}/s", "{new}/s is kept, its claim not proved"),
        (
            "lowerbound {new}/l.csv -o {new}/s",
            "{new}/s is kept, not all of its claims proved; found before: at least 1, at most 1 comparison",
        ),
    ],
)
def test_on_a_full_disk_it_is_said_what_is_kept(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, kept: str
) -> None:
    (tmp_path / "l.csv").write_text("x,y\n0,1\n2,0\n3,1\n")
    monkeypatch.setattr("verify.lanes.write_together", full)
    places = {"new": tmp_path, "b": bundle}
    said = f".json: cannot be written: no space left on device; {kept.format(**places)}\n"
    refused(command(*[word.format(**places) for word in words.split()]), said)


def test_an_old_bundle_that_is_not_replaced_yet_is_as_it_was(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = copytree(bundle, tmp_path / "old")

    def stopped(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("verify.synthesis.write_bundle", stopped)
    result = command("synthesize", bundle, "-o", old, "--force")
    assert result.stderr == f"memocert: stopped; {old} is as it was\n"


def test_a_limit_of_time_ends_the_whole_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_arguments: object) -> None:
        while True:
            pass

    monkeypatch.setattr("constructions.catalogue.build", endless)
    result = command("build", "axis-tree", IRIS, "-o", tmp_path / "b", "--time-limit", "0.1")
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == "memocert: stopped after 0.1 s, the time limit; nothing is kept\n"
    assert list(tmp_path.iterdir()) == []


def test_claims_that_were_proved_before_ctrl_c_are_named(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names, prove_named = list[str](), request.prove_named

    def second_one_is_stopped(*arguments: object) -> object:
        names.append(str(arguments[1]))
        if len(names) == 2:
            raise KeyboardInterrupt
        return prove_named(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(request, "prove_named", second_one_is_stopped)
    result = command("prove", bundle, "--lane", "certificate")
    assert result.stderr == f"memocert: stopped; {bundle} keeps what was proved before: {names[0]}\n"


class TwoLines(io.StringIO):
    """A stream that says when two lines have been written."""

    def __init__(self) -> None:
        super().__init__()
        self.there = Event()

    def write(self, text: str) -> int:
        size = super().write(text)
        if self.getvalue().count("\n") == 2:
            self.there.set()
        return size


@pytest.mark.parametrize("heard", [False, True])
def test_where_there_is_no_terminal_lines_say_how_far_the_work_is(monkeypatch: pytest.MonkeyPatch, heard: bool) -> None:
    monkeypatch.setattr("guide.console.pause", lambda: 0.01)
    errors = TwoLines()
    with redirect_stderr(errors), spinner("counting") as progress:
        if heard:
            progress(1_000, 2_000)
        assert errors.there.wait(PATIENCE)  # until another thread has written
    first = errors.getvalue().splitlines()[-1]
    assert first.startswith("memocert: counting: 1,000 of 2,000, " if heard else "memocert: counting: ")
    assert first.endswith(" s")


def test_what_is_no_number_of_seconds_between_lines_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MEMOCERT_PROGRESS", "often")
    result = command("build", "axis-tree", IRIS, "-o", tmp_path / "b")
    refused(result, "MEMOCERT_PROGRESS: must be whole seconds between lines of progress, 0 for none, not 'often'")


def test_reach_says_how_long_it_takes_and_parts_what_is_late_from_what_does_not_run_on_symbols() -> None:
    words = ("--memorizer", "zhang", "--memorizer", "packed-tree", "--seconds", "0")
    result = command("reach", *words)
    assert result.stderr.startswith("memocert: 4 runs of about 0 s at most, in all 0.0 s")
    late, never = result.stdout.split("no symbolic run, in whatever time:")
    assert "not in time:\n  zhang: 0 s were not enough" in late
    assert "  packed-tree: " in never
    endless = command("reach", "--memorizer", "packed-tree", "--seconds", "inf")
    assert endless.stderr == "memocert: 2 runs without a limit of time; what has no symbolic run takes no time\n"
