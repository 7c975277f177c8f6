"""Large packages are loaded only where they are used: the command line starts without them."""

import sys
from pathlib import Path

import pytest
from processes import run

ROOT = Path(__file__).resolve().parents[2]
LARGE = ("z3", "cvc5", "sympy", "matplotlib", "numpy", "flint", "highspy", "sklearn", "torch", "onnx", "jinja2", "rich")
REPORT = f"print(*[name for name in {LARGE!r} if name in sys.modules])"


def loaded(code: str, *arguments: object) -> list[str]:
    result = run(sys.executable, "-c", f"import sys\n{code}\n{REPORT}", *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()[-1].split()


RUN = (
    "from memocert.commands.main import main\n"
    "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code"
)


def test_the_help_loads_no_large_package() -> None:
    assert loaded(RUN, "--help") in ([], ["rich"])  # typer decides for itself what draws its help


@pytest.mark.parametrize("bundle", sorted((ROOT / "tests" / "certificates" / "accepted").glob("*/*"))[:2])
def test_check_loads_no_large_package(bundle: Path) -> None:
    assert loaded(RUN, "check", bundle) == []


def test_the_sentence_of_a_claim_loads_no_picture() -> None:
    code = "from memocert import Paths\n"
    code += "from verify.claims.shared.base import Reference\nPaths(Reference('a.json', ''), 1).sentence()"
    code += "\nassert not [name for name in sys.modules if name.startswith('guide.')]"
    assert not {"matplotlib", "jinja2", "rich", "sympy"} & set(loaded(code))
