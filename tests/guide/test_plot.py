"""Pictures are written whole or not at all, in every format."""

import errno
import os
from pathlib import Path

import pytest

from constructions.model.errors import BadInput
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
