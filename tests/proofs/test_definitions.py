"""The page of what the theorem about the native checker rests on is what Coq's own record says."""

from pathlib import Path

import pytest
from compiled_once import made, needs_coq

from guide.pages.definitions_page import ROOTS, Theory, cone, page, theory

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "definitions.md"


@pytest.fixture(scope="module")
def found() -> Theory:
    return theory(made())


@needs_coq
def test_the_page_is_what_coq_recorded() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(made()), "python -m guide.pages.definitions_page FOLDER"


@needs_coq
def test_the_model_and_the_decoders_are_in_it_and_what_decides_is_not(found: Theory) -> None:
    names = cone(found)
    for name in (
        ("Model", "eval"),
        ("Model", "spent"),
        ("Model", "takes"),
        ("Radii", "has_radius"),
        ("native/Sha256", "rounds"),
        ("native/Reader", "read_with"),
        ("native/Network", "network_of"),
        ("native/Claim", "bound_of"),
        *ROOTS,
    ):
        assert name in names
    assert ("native/Verdict", "check") not in names
    assert ("Engine", "exec") not in names


@needs_coq
def test_lines_are_those_of_the_source(found: Theory) -> None:
    source = (made() / "Model.v").read_text(encoding="utf-8")
    whole = source[source.index("Fixpoint eval") :].split(".\n")[0]
    assert found.known["Model", "eval"].lines == whole.count("\n") + 1
