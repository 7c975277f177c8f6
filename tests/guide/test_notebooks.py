"""The notebooks run, and show what is stored in them; networks, claims and verdicts show themselves."""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from processes import PATIENCE, ROOT
from traitlets.config import Config

from constructions.model.account import account_of
from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, Step
from guide.notebook import html, register
from guide.tables import account_text
from verify.claims.comparisons_needed import ComparisonsNeeded
from verify.claims.depth_needed import DepthNeeded
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.paths import Paths
from verify.claims.robustly import Robustly
from verify.claims.shared.subject import Reference
from verify.verdict import Proved, ProvedBySolver, Refuted, Unknown

NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


def streams(notebook: Any) -> list[str]:
    """Return what each cell printed, in one piece however it arrived; figures said to be about so are blanked."""
    texts = []
    for cell in notebook.cells:
        text = "".join([output.text for output in cell.get("outputs", []) if output.output_type == "stream"])
        texts.append(re.sub(r"\d+", "N", text) if "about" in text else text)
    return texts


def rich(notebook: Any) -> list[list[list[str]]]:
    """Return for each cell the kinds of what it shows beside text."""
    outputs = [cell.get("outputs", []) for cell in notebook.cells]
    return [[sorted(output.data) for output in each if output.output_type != "stream"] for each in outputs]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_prints_what_is_stored_in_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    stored = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    NotebookClient(fresh, timeout=PATIENCE, kernel_name="python3").execute()
    assert streams(fresh) == streams(stored)
    assert rich(fresh) == rich(stored)


def test_there_are_two_notebooks_and_nothing_of_a_machine_is_stored_in_them() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["06_theorists_hour", "07_practitioners_hour"]
    for path in NOTEBOOKS:
        text = path.read_text(encoding="utf-8")
        assert "/tmp/" not in text
        assert "/home/" not in text
        printing = [cell for cell in json.loads(text)["cells"] if "print(" in "".join(cell["source"])]
        assert all([cell["outputs"] for cell in printing])


NETWORK, DATA = Reference("network.json", ""), Reference("dataset.json", "")


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (Memorizes(NETWORK, DATA), "§ claim"),
        (Robustly(Memorizes(NETWORK, DATA), Fraction(1, 2)), "within 1/2 of x"),
        (Paths(NETWORK, 3), "exactly 3 feasible"),
        (ComparisonsNeeded(DATA, 2), "at least 2 comparisons"),
        (OperationsAtMost(NETWORK, 7), "at most 7 operations"),
        (Unknown("it is <b>"), "it is &lt;b&gt;"),
        (Proved("it is <so>", "a.certificate.json", ("Z3 5",)), "it is &lt;so&gt;"),
        (ProvedBySolver(("Z3 5",), "a.smt2"), "○ proved by solver only"),
        (Refuted((Fraction(1, 3),), (Fraction(0),), (Fraction(1),), "gives 0"), "the input: 1/3"),
        (Unknown("no time"), "? unknown"),
        (Relu(2), "network, 2 to 2"),
        (Branch([1], 3, Affine([[0]], [1]), Affine([[0]], [2])), "x &gt;= 3"),
    ],
)
def test_networks_claims_and_verdicts_show_themselves_as_escaped_html(shown: Any, words: str) -> None:
    text = html(shown)
    assert words in text
    assert "<b>" not in text
    assert "<so>" not in text
    assert text.count("<div") == text.count("</div>")


def test_an_ipython_shell_shows_what_is_registered_from_above(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))  # IPython warns where the home folder cannot be written
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)  # IPython warns where another environment is active
    shell: Any = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    register(shell)
    formatter = shell.display_formatter.formatters["text/html"]
    for shown in (Relu(2), Paths(NETWORK, 3), DepthNeeded(DATA, 2), Unknown("no time")):
        assert formatter(shown) == html(shown)
    assert formatter(3) is None


def test_every_form_of_network_shows_itself_and_endless_ones_say_so() -> None:
    forms = [Identity(1), Relu(1), Step(1), Affine([[1]], [0]), Sequence((Relu(1),)), Concatenate((Relu(1),))]
    assert all(["<svg" in html(form) for form in forms])
    tower: Network = Sequence((Relu(1), Relu(1)))
    for _ in range(300):
        tower = Sequence((tower, tower))
    assert "2^256" in html(tower)


def test_tables_stay_text_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    assert account_text(account_of(Relu(2))).startswith("size")
