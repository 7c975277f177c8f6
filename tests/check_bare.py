"""Checks every bundle of tests/certificates with a copy of verify/check alone, in an interpreter without packages.

Run as ``python -I tests/check_bare.py``; ends with 0 if every verdict is as its folder says.
"""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXPECTED = {"accepted": 0, "rejected": 1, "malformed": 2}
ABSENT = ("z3", "numpy", "sympy", "flint", "typer", "rich")


def main() -> int:
    present = [name for name in ABSENT if importlib.util.find_spec(name) is not None]
    if present:
        print(f"this interpreter is not bare: it has {', '.join(present)}")
        return 1
    counts = dict.fromkeys(EXPECTED, 0)
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HERE.parent / "verify" / "check", Path(folder) / "check")
        for kind, code in EXPECTED.items():
            for bundle in sorted((HERE / "certificates" / kind).iterdir()):
                command = [sys.executable, "-m", "check", str(bundle)]
                result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
                counts[kind] += 1
                if result.returncode != code or "Traceback" in result.stderr:
                    wrong.append(f"{kind}/{bundle.name}: exit code {result.returncode}: {result.stdout}{result.stderr}")
    print(", ".join([f"{count} {kind}" for kind, count in counts.items()]) + ", by the checker alone")
    print("\n".join(wrong) or "all as expected")
    return 1 if wrong or not all(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
