"""Checks every bundle of tests/certificates in one process; what a mutant of the checker must fail at.

Run as ``python tests/mutation/bundles.py`` in the root of the project; ends with 0 if every verdict is as its folder
says. A mutant that runs for more than a minute is ended by an alarm.
"""

import gc
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from verify.check.bundle import check_bundle, exit_code  # noqa: E402
from verify.check.verdict import Malformed  # noqa: E402

EXPECTED = {"accepted": 0, "rejected": 1, "malformed": 2}


def main() -> int:
    gc.disable()
    signal.alarm(60)
    for kind, code in EXPECTED.items():
        for bundle in sorted((ROOT / "tests" / "certificates" / kind).glob("*/*")):
            try:
                found = exit_code(check_bundle(str(bundle)))
            except Malformed:
                found = 2
            if found != code:
                print(f"{kind}/{bundle.name}: exit code {found}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
