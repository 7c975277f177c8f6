"""The theory in Coq, compiled once for all tests of a run, by whichever process needs it first."""

import fcntl
import shutil
from collections.abc import Iterable
from pathlib import Path

from processes import run

from verify.kernel import lane


def made(folder: Path) -> Path:
    """Return the folder, with all of proofs/ compiled in it by its own makefile; other processes wait meanwhile."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
        if not (folder / "done").exists():
            for path in [*lane.PROOFS.glob("*.v"), lane.PROOFS / "_CoqProject"]:
                shutil.copy(path, folder)
            for command in (("coq_makefile", "-f", "_CoqProject", "-o", "CoqMakefile"), ("make", "-f", "CoqMakefile")):
                result = run(*command, folder=folder)
                assert result.returncode == 0, result.stdout + result.stderr
            (folder / "done").touch()
    return folder


class Compiled:
    """Stands for the theory of a process: a folder of its own, filled with what was compiled for all."""

    def __init__(self, common: Path, own: Path) -> None:
        self._common, self._own = common, own

    def folder(self) -> Path:
        """Return a folder with the whole theory compiled, to which a test may add files."""
        if not self._own.exists():
            shutil.copytree(made(self._common), self._own, ignore=shutil.ignore_patterns("*.v", "*.glob", "lock"))
        return self._own

    def compiled(self, modules: Iterable[str]) -> Path:
        """Return the folder; the modules are in it."""
        folder = self.folder()
        assert all([(folder / f"{module}.vo").is_file() for module in modules])
        return folder
