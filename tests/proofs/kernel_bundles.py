"""What the tests of the kernel lane do to bundles: change a file, and bind certificates to changed claims again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from constructions.files import digest


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
    value = {"format": "memocert certificate", "version": 2, "claim": about, "hints": hints}
    path.write_text(json.dumps(value), encoding="ascii")
