"""What the checker says of bundles, asked once for all tests of a process."""

from functools import cache
from pathlib import Path

from verify.check.bundle import check_bundle
from verify.check.verdict import Malformed, Result


@cache
def outcome(folder: Path) -> list[Result]:
    """Return the results of a bundle; one without a claim if it cannot be read."""
    try:
        return check_bundle(str(folder))
    except Malformed as error:
        return [Result("", "malformed", "", str(error))]
