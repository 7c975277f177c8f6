"""The theory in Coq, compiled once for all tests, by whichever process needs it first, and again where it changed."""

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from processes import ROOT, run

from verify.kernel import lane

needs_coq = pytest.mark.skipif(
    shutil.which("coqc") is None, reason="Coq is not installed (Debian: apt-get install coq)"
)


@cache
def made() -> Path:
    """Return proofs/, compiled by ``make proofs`` as far as it is not yet, on two cores: other processes wait."""
    lock = ROOT / "build" / "proofs.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # until the file is closed
        result = run("make", "--jobs=2", "proofs")
        assert result.returncode == 0, result.stdout + result.stderr
    return lane.PROOFS


def coqc(folder: Path, file: str, text: str) -> "subprocess.CompletedProcess[str]":
    """Compile a file of this text in a folder with the theory; return what Coq said."""
    (folder / file).write_text(text, encoding="utf-8")
    return run("coqc", "-q", "-Q", ".", "Memocert", file, folder=folder)


def stamp(folder: str, *files: Path) -> Path:
    """Return a file in a folder of build/ for what was made of these files, as they are, and found right."""
    place = ROOT / "build" / folder
    place.mkdir(parents=True, exist_ok=True)
    return place / hashlib.sha256(b"\0".join([path.read_bytes() for path in files])).hexdigest()[:16]


class Compiled:
    """Stands for the theory of a process: a folder of its own, filled with what was compiled for all."""

    def __init__(self, own: Path) -> None:
        self._own = own

    def folder(self) -> Path:
        """Return a folder with the whole theory compiled, to which a test may add files."""
        if not self._own.exists():
            for path in made().rglob("*.vo"):
                copy = self._own / path.relative_to(lane.PROOFS)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
        return self._own

    def compiled(self, modules: Iterable[str]) -> Path:
        """Return the folder; the modules are in it."""
        folder = self.folder()
        assert all([(folder / f"{module}.vo").is_file() for module in modules])
        return folder
