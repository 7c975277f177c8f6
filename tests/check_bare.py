"""Runs a copy of the checker's folder, and nothing else of the project, on every bundle of tests/certificates.

``python -I tests/check_bare.py`` in an interpreter without any of the packages that the rest of the project needs.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent
FOREIGN = ("z3", "numpy", "sympy", "flint", "typer", "rich")
EXIT_CODES = {"accepted": 0, "rejected": 1, "malformed": 2}


def main() -> int:
    """Return 0 if the interpreter is bare and every bundle gives the exit code of its folder, else 1."""
    present = [name for name in FOREIGN if importlib.util.find_spec(name) is not None]
    if present:
        print(f"this interpreter is not bare, it finds {', '.join(present)}", file=sys.stderr)
        return 1
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    counts, wrong = [], []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(TESTS.parent / "verify" / "check", Path(folder) / "check")
        for kind, code in EXIT_CODES.items():
            bundles = sorted(path for path in (TESTS / "certificates" / kind).glob("*") if path.is_dir())
            if not bundles:
                wrong.append(f"{kind}: there is no bundle")
            for bundle in bundles:
                command = [sys.executable, "-m", "check", str(bundle)]
                run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
                if run.returncode != code or "Traceback" in run.stderr:
                    wrong.append(f"{kind}/{bundle.name}: exit code {run.returncode}\n{run.stdout}{run.stderr}")
            counts.append(f"{len(bundles)} {kind}")
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{', '.join(counts)}: {f'{len(wrong)} not as expected' if wrong else 'all as expected'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
