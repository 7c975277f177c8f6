"""Large packages are loaded only where they are used: the command line starts without them."""

import sys
from pathlib import Path
from signal import SIGINT

import pytest
from processes import ROOT, run

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


@pytest.mark.parametrize("bundle", sorted((ROOT / "tests" / "certificates" / "accepted").glob("*/*"))[:1])
def test_check_loads_no_large_package(bundle: Path) -> None:
    assert loaded(RUN, "check", bundle) == []


def test_what_looks_at_a_bundle_loads_neither_the_prover_nor_readers_of_other_formats(tmp_path: Path) -> None:
    assert loaded(f"from verify.results import results_text\nresults_text([], {str(tmp_path)!r})") == []
    (bundle, *_) = sorted((ROOT / "tests" / "certificates" / "accepted" / "memorizes").glob("*"))
    code = RUN + "\nassert not [name for name in sys.modules if name.startswith(('exchange.', 'verify.prove'))]"
    assert set(loaded(code, "show", bundle)) <= {"numpy", "flint", "rich"}


def test_the_sentence_of_a_claim_loads_no_picture() -> None:
    code = "from memocert import Paths\n"
    code += "from verify.claims.shared.base import Reference\nPaths(Reference('a.json', ''), 1).sentence()"
    code += "\nassert not [name for name in sys.modules if name.startswith('guide.')]"
    assert not {"matplotlib", "jinja2", "rich", "sympy"} & set(loaded(code))


def test_ctrl_c_while_the_command_line_is_loaded_ends_it_without_a_word(tmp_path: Path) -> None:
    """Ctrl-C is pressed when the first of its modules is looked for, and in its last moments."""
    (tmp_path / "sitecustomize.py").write_text(
        "import atexit, os, signal, sys\n"
        "press = lambda: os.kill(os.getpid(), signal.SIGINT)\n"
        "class Pressing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == os.environ['PRESSED_AT']:\n"
        "            press()\n"
        "sys.meta_path.insert(0, Pressing())\n"
        "if os.environ['PRESSED_AT'] == 'exit':\n"
        "    atexit.register(press)\n"
    )
    for moment in ("memocert.commands.main", "typer", "verify.lanes", "guide.console", "exit"):
        variables = {"PYTHONPATH": f"{tmp_path}:{ROOT}", "PRESSED_AT": moment}
        result = run(sys.executable, "-c", LISTENING, "reach", "--help", variables=variables)
        if moment == "verify.lanes":  # is not loaded for the help
            assert result.returncode == 0, result
            continue
        assert result.returncode == -SIGINT, (moment, result)
        assert result.stderr == "", moment


LISTENING = (
    "import runpy, signal, sys\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # as in a terminal, whoever runs the tests
    "sys.argv = ['memocert', *sys.argv[1:]]\n"
    "runpy.run_module('memocert', run_name='__main__')\n"
)
