"""What the tests of the kernel lane share: changed files, certificates bound to them again, lines handed to Coq."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from processes import run

from constructions.files.canonical import digest
from verify.kernel import lane


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the object in a file in place."""
    value = json.loads(path.read_text(encoding="ascii"))
    change(value)
    path.write_text(json.dumps(value), encoding="ascii")


def certified(claim: Path, hints: list[Any] | None = None) -> None:
    """Make the certificate one about the claim as it lies there, with these hints or those that it has."""
    path = claim.with_name(claim.name.replace(".claim.", ".certificate."))
    if hints is None:
        hints = json.loads(path.read_text(encoding="ascii"))["hints"]
    about = {"file": claim.name, "sha256": digest(claim.read_bytes())}
    value = {"format": "memocert certificate", "version": 3, "claim": about, "hints": hints}
    path.write_text(json.dumps(value), encoding="ascii")


def coq_accepts(modules: Iterable[str], lines: Sequence[str]) -> None:
    """Compile a Coq file of these lines, the files of the theory compiled before it."""
    theory = lane.theory().compiled(modules)
    (theory / "Lines.v").write_text("\n".join(lines), encoding="ascii")
    done = run("coqc", "-q", "-Q", ".", "Memocert", "Lines.v", folder=theory)
    assert done.returncode == 0, done.stderr
