"""Standard output that is closed, full or narrow: one line at most, and an exit code that claims nothing."""

import os
import shlex
import subprocess
import sys
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
from commands import command, refused

START = "import sys\nfrom memocert.commands.main import main\nsys.argv = ['memocert', *sys.argv[1:]]\nmain()\n"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    (folder / "data.csv").write_text("x,kind\n1,na\u00efve\n2,\u732b\n", encoding="utf-8")
    for name in ("b", "unproved"):
        built = command("build", "search-tree", folder / "data.csv", "-o", folder / name)
        assert built.returncode == 0, built.stderr
    return folder


def _process(*words: object, unbuffered: bool = False, **changes: str) -> subprocess.Popen[str]:
    environment = {**os.environ, **changes}
    environment.pop("PYTHONUNBUFFERED", None)
    return subprocess.Popen(
        [sys.executable, *["-u"][: int(unbuffered)], "-c", START, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


@pytest.mark.parametrize(
    ("words", "unbuffered"),
    [
        pytest.param(words, unbuffered, marks=pytest.mark.slow if (number + unbuffered) % 2 else ())
        for number, words in enumerate((("show",), ("prove", "--lane", "certificate"), ("check",)))
        for unbuffered in (False, True)
    ],
)
def test_a_reader_that_has_left_is_neither_a_refutation_nor_a_traceback(
    bundle: Path, words: tuple[str, ...], unbuffered: bool
) -> None:
    with _process(words[0], bundle / "b", *words[1:], unbuffered=unbuffered) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
    assert (process.returncode, errors) == (141, "")


CLOSED = (">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-")
ENDED = (("show b", 0), ("check unproved", 1), ("predict b data.csv", 0), ("check no", 2))


@pytest.mark.parametrize(
    ("closed", "words", "code"),
    [
        pytest.param(closed, *ended, marks=pytest.mark.slow if one != two else ())
        for (one, closed), (two, ended) in product(enumerate(CLOSED), enumerate(ENDED))
    ],
)
def test_streams_that_are_closed_from_the_start_change_no_exit_code(
    bundle: Path, closed: str, words: str, code: int
) -> None:
    line = f"exec {shlex.quote(sys.executable)} -c {shlex.quote(START)} {words} {closed}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([place for place in sys.path if place])}
    result = subprocess.run(["/bin/sh", "-c", line], cwd=bundle, capture_output=True, check=False, env=environment)
    assert result.returncode == code
    assert b"Traceback" not in result.stderr
    if ">&-" in closed.split():
        assert result.stdout == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no file that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", ["check nowhere", "check --no-option", ""])
def test_a_complaint_that_cannot_be_written_changes_no_exit_code(bundle: Path, words: str, unbuffered: str) -> None:
    line = f"exec {shlex.quote(sys.executable)} -c {shlex.quote(START)} {words} 2>/dev/full"
    paths = os.pathsep.join([place for place in sys.path if place])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONUNBUFFERED": unbuffered}
    assert subprocess.run(["/bin/sh", "-c", line], cwd=bundle, check=False, env=environment).returncode == 2


def test_a_full_pipe_that_does_not_wait_changes_no_exit_code(bundle: Path) -> None:
    read, write = os.pipe()
    os.set_blocking(write, False)
    for size in (65536, 1):
        with suppress(BlockingIOError):
            while True:
                os.write(write, b"x" * size)
    paths = os.pathsep.join([place for place in sys.path if place])
    environment = {**os.environ, "PYTHONPATH": paths}
    try:
        for words, code in (("check nowhere", 2), ("show b", 0)):
            line = [sys.executable, "-c", START, *words.split()]
            done = subprocess.run(
                line, cwd=bundle, stdout=subprocess.DEVNULL, stderr=write, check=False, env=environment
            )
            assert done.returncode == code
    finally:
        os.close(read)
        os.close(write)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no file that is always full")
@pytest.mark.parametrize("unbuffered", [False, True])
def test_a_full_disk_behind_standard_output_is_one_line(bundle: Path, unbuffered: bool) -> None:
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            [sys.executable, *["-u"][: int(unbuffered)], "-c", START, "show", str(bundle / "b")],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode == 2
    assert result.stderr == "memocert: standard output: cannot be written: no space left on device\n"


def test_names_that_the_terminal_cannot_show_are_spelled_out(bundle: Path) -> None:
    process = _process("build", "search-tree", bundle / "data.csv", "-o", bundle / "c", PYTHONIOENCODING="ascii")
    output, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert "2 classes: na\\xefve, \\u732b" in output


@pytest.mark.parametrize("words", [("show",), ("prove",), ("paths",), ("report",), ("synthesize", "-o", "x")])
def test_a_path_that_no_system_takes_is_one_line(words: tuple[str, ...], tmp_path: Path) -> None:
    result = command(words[0], tmp_path / ("n" * 300), *words[1:], folder=tmp_path)
    refused(result, "nnn: file name too long\n")
