"""Pictures are written whole or not at all, in every format."""

import errno
import os
import sys
from pathlib import Path

import matplotlib
import pytest
from processes import run

from constructions.model.errors import BadInput
from constructions.model.names import printable
from guide.drawing.plot import FORMATS, draw_bars

PANELS = [("one", "rows", [1, 2]), ("two", "rows", [2])]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_picture_that_cannot_be_written_leaves_the_old_one(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"a{suffix}"
    draw_bars(PANELS, "a title", path)
    old = path.read_bytes()
    assert old

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInput, match="cannot be written: no space left on device"):
        draw_bars(PANELS, "another title", path)
    assert path.read_bytes() == old
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["x\udcff\udcfe", r"a$\frac$b", "p$x^2$", "\u4e2d"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_title_is_text_whatever_a_file_is_called(name: str, suffix: str, tmp_path: Path) -> None:
    draw_bars(PANELS, f"operations, {name}", tmp_path / f"a{suffix}")
    if suffix == ".svg":
        assert f"operations, {printable(name)}" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_settings_of_the_user_change_no_picture(tmp_path: Path) -> None:
    draw_bars(PANELS, "a title", tmp_path / "a.svg")
    with matplotlib.rc_context({"text.usetex": True, "font.size": 30, "axes.grid": True, "savefig.transparent": True}):
        draw_bars(PANELS, "a title", tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize(("backend", "settings"), [("nonsense", b""), ("", b"a: \xff")])
def test_settings_that_matplotlib_cannot_read_are_named(backend: str, settings: bytes, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_bytes(settings)
    words = (sys.executable, "-m", "memocert", "plot", "data.csv", "-o", "a.svg")
    result = run(*words, folder=tmp_path, variables={"MPLBACKEND": backend})
    assert result.returncode == 2
    said = result.stderr.splitlines()[-1]
    assert said.startswith("memocert: a.svg: matplotlib does not start: "), said
    assert said.endswith("look at the variable MPLBACKEND and at the file matplotlibrc")
