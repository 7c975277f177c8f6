"""Bundles without a data set: every command shows what there is, and claims about data say that there are none."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from commands import ROOT, invoked

import verify.lanes
from constructions.catalogue import build
from constructions.files.bundle import read_bundle, write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Network, Relu, Sequence
from verify.domain import box
from verify.lanes import Options
from verify.synthesis import prove_synthesized
from verify.verdict import Proved, Refuted, Unknown

TENT = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
BARE = {"network.json", "table.txt"}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "tent", TENT, None, "").folder


def test_a_bundle_without_data_is_read_as_it_was_written(bare: Path) -> None:
    assert names(bare) == BARE
    read = read_bundle(bare)
    assert (read.network_data, read.dataset, read.dataset_data) == (network_bytes(TENT), None, None)
    with pytest.raises(BadInput, match=r"tent: this needs data, and the bundle has no data set \(dataset.json\)"):
        _ = read.data


def test_prove_without_names_proves_what_needs_no_data_and_the_checker_accepts(bare: Path) -> None:
    code, output = invoked(ROOT, "prove", bare, "--json")
    assert code == 0
    (found,) = json.loads(output)["results"]
    assert found["claim"].startswith("operations")
    assert invoked(ROOT, "check", bare)[0] == 0


@pytest.mark.parametrize("options", [["--exact"], ["--at-most", "10", "--box", "0", "1"]])
def test_claims_on_domains_are_proved_without_data(bare: Path, options: list[str]) -> None:
    assert invoked(ROOT, "prove", bare, "--claim", "operations-at-most", *options)[0] == 0
    assert invoked(ROOT, "check", bare)[0] == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--claim", "memorizes"],
        ["--claim", "memorizes", "--labels", "one-hot"],
        ["--claim", "classifies"],
        ["--claim", "memorizes-robustly"],
        ["--claim", "memorizes-robustly", "--radius", "1/2"],
        ["--claim", "classifies-robustly"],
        ["--claim", "equivalent", "--other", "OTHER", "--radius", "1/2"],
    ],
)
def test_claims_about_data_say_in_one_line_that_there_are_none(bare: Path, options: list[str]) -> None:
    (bare.parent / "other.json").write_bytes(network_bytes(TENT))
    chosen = [str(bare.parent / "other.json") if option == "OTHER" else option for option in options]
    code, said = invoked(ROOT, "prove", bare, *chosen)
    assert code != 0
    assert said == f"memocert: {bare}: the claim is about data, and the bundle has no data set (dataset.json)"
    assert names(bare) == BARE


def test_commands_show_what_there_is(bare: Path) -> None:
    assert "mean" not in invoked(ROOT, "show", bare)[1]
    assert invoked(ROOT, "show", bare, "--plot", bare.parent / "a.svg")[1].endswith("--plot needs the data of a bundle")
    assert json.loads(invoked(ROOT, "paths", bare, "--json")[1])["counting"] is None
    assert invoked(ROOT, "paths", bare, "--data")[1].endswith("--data needs the data of a bundle")
    said = invoked(ROOT, "export", bare, "--c", bare.parent / "a.c")[1]
    assert said == f"memocert: {bare}: this needs data, and the bundle has no data set (dataset.json)"


def test_a_report_shows_bundles_with_and_without_data(bare: Path) -> None:
    data = Dataset.from_rows([[0], [1], [3]], [[0], [1], [1]])
    write_bundle(bare.parent / "tree", build("search-tree", data)[1].network, data, "")
    for folder in (bare, bare.parent / "tree"):
        assert invoked(ROOT, "prove", folder)[0] == 0
    page = bare.parent / "report.html"
    code, said = invoked(ROOT, "report", bare.parent, "-o", page)
    assert code == 0, said
    text = page.read_text(encoding="utf-8")
    assert "cannot be shown" not in text
    assert text.count("none: the bundle has no data set") == 1
    assert text.count("most, over the data") == 1


def test_synthesis_on_a_domain_invents_no_data(bare: Path) -> None:
    given = bare.parent / "given.json"
    given.write_bytes(network_bytes(TENT))
    code, said = invoked(ROOT, "synthesize", given, "-o", bare.parent / "tree", "--equal-on", "domain")
    assert code == 0, said
    assert "dataset.json" not in names(bare.parent / "tree")
    assert invoked(ROOT, "check", bare.parent / "tree")[0] == 0


DECIDING: list[tuple[Network, type, bool]] = [
    (Branch([1], 0, Affine([[0]], [0]), Affine([[1]], [0])), Proved, True),
    (Branch([1], 0, Affine([[0]], [0]), Affine([[2]], [0])), Refuted, False),
]


@pytest.mark.parametrize(("network", "verdict", "stays"), DECIDING)
@pytest.mark.parametrize("about", [(), box([-1], [1]), Fraction(1)])
def test_the_original_lies_in_the_bundle_only_with_its_proof(
    network: Network, verdict: type, stays: bool, about: object, tmp_path: Path
) -> None:
    data = Dataset.from_rows([[0]], [[0]]) if isinstance(about, Fraction) else None
    folder = tmp_path / "b"
    _, found = prove_synthesized(folder, network, Relu(1), data, about, Options(lane="certificate"))  # type: ignore[arg-type]
    assert isinstance(found, verdict)
    assert ("original.json" in names(folder)) is stays
    if not stays:
        assert names(folder) == BARE | ({"dataset.json"} if data else set())


def test_a_proof_that_is_stopped_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = Sequence((Affine([[1, 2], [2, 1], [1, -1]], [0, 1, 2]), Relu(3), Affine([[1, 1, 1]], [0])))
    options = Options(lane="certificate", paths=1)
    _, found = prove_synthesized(tmp_path / "few", wide, wide, None, (), options)
    assert isinstance(found, Unknown)
    assert names(tmp_path / "few") == BARE

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verify.lanes, "check_claim", stopped)
    with pytest.raises(KeyboardInterrupt):
        prove_synthesized(tmp_path / "stopped", wide, wide, None, (), Options(lane="certificate"))
    assert names(tmp_path / "stopped") == BARE
