"""The theory in Coq, compiled once for all tests, by whichever process needs it first, and again when it changed."""

import fcntl
import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from processes import ROOT, run

from verify.kernel import lane


def made() -> Path:
    """Return a folder with all of proofs/ compiled by its own makefile, on two cores: other processes wait.

    It is kept in ``build/``, named after the files and the version of Coq: other files are another folder, and the
    folders of earlier files go.
    """
    paths = [*sorted(lane.PROOFS.rglob("*.v")), lane.PROOFS / "_CoqProject"]
    sources = {path.relative_to(lane.PROOFS).as_posix(): path.read_bytes() for path in paths}
    content = [run("coqc", "--version").stdout.encode(), *[name.encode() + data for name, data in sources.items()]]
    folder = ROOT / "build" / "theory" / hashlib.sha256(b"\0".join(content)).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
        if not (folder / "done").exists():
            for name, data in sources.items():
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(data)
            for command in (
                ("coq_makefile", "-f", "_CoqProject", "-o", "CoqMakefile"),
                ("make", "-j2", "-f", "CoqMakefile"),
            ):
                result = run(*command, folder=folder)
                assert result.returncode == 0, result.stdout + result.stderr
            (folder / "done").touch()
            for earlier in folder.parent.iterdir():
                if earlier != folder:
                    shutil.rmtree(earlier, ignore_errors=True)
    return folder


class Compiled:
    """Stands for the theory of a process: a folder of its own, filled with what was compiled for all."""

    def __init__(self, own: Path) -> None:
        self._own = own

    def folder(self) -> Path:
        """Return a folder with the whole theory compiled, to which a test may add files."""
        if not self._own.exists():
            shutil.copytree(made(), self._own, ignore=shutil.ignore_patterns("*.v", "*.glob", "lock", "done"))
        return self._own

    def compiled(self, modules: Iterable[str]) -> Path:
        """Return the folder; the modules are in it."""
        folder = self.folder()
        assert all([(folder / f"{module}.vo").is_file() for module in modules])
        return folder
