"""What a page carries that checks itself where it is read: the files of its bundles, and the checker as a script."""

from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

from constructions.model.errors import BadInput
from constructions.model.names import printable
from verify.check.bundle import CERTIFICATE, CLAIM, claim_names
from verify.check.reader import read_file, reference
from verify.check.verdict import Malformed
from verify.results import claimed

MOST_BYTES = 4 * 1024 * 1024
"""A page carries no more than so many bytes of files: a browser has little room for deep recursion, and is slower."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that a page carries: its name, printable, how long it is, and its bytes as the address of a link."""

    name: str
    size: int
    address: str


@dataclass(frozen=True, slots=True)
class Scripts:
    """What runs where the page is read: the checker, what shows its verdicts, and the rule against other scripts."""

    checker: Markup
    shows: Markup
    policy: Markup


def carried(folders: Sequence[Path]) -> list[list[Carried]]:
    """Return the files of each bundle that its claims stand on: claims, certificates, and what they name.

    A file that cannot be read is left out; the checker finds it missing. So is what a claim names elsewhere: a page
    that is handed on carries nothing but files of the bundle.

    Raises:
        BadInput: if all together have more than ``MOST_BYTES``.
    """
    found, size = [], 0
    for folder in folders:
        bundle = []
        for name in _names(folder):
            data = _bytes_of(folder, name, MOST_BYTES - size)
            if data is None:
                continue
            size += len(data)
            if size > MOST_BYTES:
                raise BadInput(
                    f"{folder}: with {name} the files to carry have more than {MOST_BYTES:,} bytes, the most for a "
                    "page that checks itself; leave out --self-checking, or report on fewer bundles"
                )
            address = "data:application/json;base64," + b64encode(data).decode("ascii")
            bundle.append(Carried(printable(name, 255), len(data), address))
        found.append(bundle)
    return found


def scripts() -> Scripts:
    """Return what runs in the page; only the script that shows verdicts may start, known by its digest."""
    templates = files("guide") / "templates"
    checker, shows = [(templates / name).read_text(encoding="utf-8") for name in ("checker.js", "recheck.js")]
    known = b64encode(sha256(shows.encode("utf-8")).digest()).decode("ascii")
    policy = Markup("; script-src 'sha256-{}'; worker-src blob:").format(known)
    return Scripts(Markup(checker), Markup(shows), policy)


def _names(folder: Path) -> list[str]:
    """Return the names of the files that the checker reads, and all others that make it refuse a folder."""
    try:
        claims = claim_names(str(folder))
    except Malformed:
        return sorted([path.name for path in folder.iterdir() if path.name.endswith((CLAIM, CERTIFICATE))])
    names = {}
    for claim in claims:
        names[claim] = names[claim.removesuffix(CLAIM) + CERTIFICATE] = True
        for value in claimed(folder, claim).values():
            with suppress(Malformed):
                names[reference(value, "a file")[0]] = True
    return list(names)


def _bytes_of(folder: Path, name: str, room: int) -> bytes | None:
    """Return the bytes of a file, a byte too many if it is longer than there is room; None if it cannot be read."""
    try:
        if (folder / name).lstat().st_size > room:
            return bytes(room + 1)
        return read_file(str(folder), name)
    except (OSError, ValueError, Malformed):
        return None
