"""Checks every bundle of tests/certificates with a copy of verify/check alone, in an interpreter without packages.

Run as ``python -I tests/check_bare.py``; ends with 0 if every verdict is as its folder says. One process checks all
bundles, and then the command checks the first of each folder, as a user runs it.
"""

import contextlib
import importlib
import importlib.util
import io
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
    bundles = {kind: sorted((HERE / "certificates" / kind).glob("*/*")) for kind in EXPECTED}
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HERE.parent / "verify" / "check", Path(folder) / "check")
        sys.path.insert(0, folder)
        checker = importlib.import_module("check.__main__")
        for kind, code in EXPECTED.items():
            for bundle in bundles[kind]:
                said = io.StringIO()
                with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                    found = checker.main([str(bundle)])
                if found != code:
                    wrong.append(f"{kind}/{bundle.name}: exit code {found}: {said.getvalue()}")
            command = [sys.executable, "-m", "check", str(bundles[kind][0])]
            result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if result.returncode != code or "Traceback" in result.stderr:
                wrong.append(f"{kind}, as a command: exit code {result.returncode}: {result.stdout}{result.stderr}")
    print(", ".join([f"{len(found)} {kind}" for kind, found in bundles.items()]) + ", by the checker alone")
    print("\n".join(wrong) or "all as expected")
    return 1 if wrong or not all(bundles.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
