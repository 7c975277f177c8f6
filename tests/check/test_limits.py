"""No small hostile file makes the checker hang, fill the memory or raise anything but a verdict."""

import json
import os
from pathlib import Path

import pytest
from hostile import bundle

from constructions.files.canonical import dataset_bytes, network_bytes
from constructions.files.disk import write_whole
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Sequence, constant
from verify.certificate import certificate_file, claim_file
from verify.check import reader
from verify.check.budget import MAX_WIDTH, Budget
from verify.check.bundle import Files, Memory, check_bundle, check_claim, check_claims
from verify.check.dataset import MAX_NAME, read_dataset
from verify.check.network import read_network
from verify.check.reader import MAX_DIGITS
from verify.check.values import CONSTANT, combined, made
from verify.check.verdict import MALFORMED, Malformed, Result
from verify.claims.memorizes import Memorizes
from verify.claims.shared.base import certificate_bytes, claim_bytes
from verify.claims.shared.subject import Reference


def checked(folder: Path, network: bytes, dataset: bytes) -> Result:
    write_whole(folder / "network.json", network)
    write_whole(folder / "dataset.json", dataset)
    claim = Memorizes(Reference.to("network.json", network), Reference.to("dataset.json", dataset))
    write_whole(folder / claim_file(claim), claim_bytes(claim))
    write_whole(folder / certificate_file(claim), certificate_bytes(claim, []))
    (result,) = check_bundle(str(folder))
    return result


ONE = dataset_bytes(Dataset.from_rows([[1]], [[1]]))


def test_numbers_of_the_longest_length_are_read_and_longer_ones_refused(tmp_path: Path) -> None:
    for digits, verdict in ((MAX_DIGITS, "accepted"), (MAX_DIGITS + 1, "malformed")):
        network = f'{{"format":"memocert network","version":1,"nodes":[["affine",1,[[]],["{"9" * digits}"]]]}}\n'
        row = f'[["1"],["{"9" * MAX_DIGITS}"],1]'
        data = f'{{"format":"memocert dataset","version":1,"classes":null,"rows":[{row}]}}\n'
        result = checked(tmp_path, network.encode(), data.encode())
        assert result.verdict == verdict, result


HEAD = '{"format":"memocert network","version":1,"nodes":[['
WIDE = ",".join(["[]"] * (MAX_WIDTH + 1)), ",".join(['"0"'] * (MAX_WIDTH + 1))
LONG_TEXT = 2 * MAX_DIGITS + 3


@pytest.mark.parametrize(
    ("network", "is_limit"),
    [
        (f'"affine",1,[[]],["{"9" * LONG_TEXT}"]', True),
        (f'"affine",1,[[]],["{"x" * LONG_TEXT}"]', False),
        (f'"affine",{"9" * (MAX_DIGITS + 1)},[[]],["0"]', True),
        (f'"affine",{MAX_WIDTH + 1},[[]],["0"]', True),
        ('"affine",0,[[]],["0"]', False),
        (f'"affine",1,[{WIDE[0]}],[{WIDE[1]}]', True),
        ('"affine",1,[],[]', False),
        (f'"relu",{MAX_WIDTH + 1}', True),
        ('"relu",true', False),
    ],
)
def test_what_is_too_long_or_too_wide_passes_a_limit(tmp_path: Path, network: str, is_limit: bool) -> None:
    result = checked(tmp_path, f"{HEAD}{network}]]}}".encode(), ONE)
    assert (result.verdict, result.limit, len(result.reason) < 150) == ("malformed", is_limit, True), result


@pytest.mark.parametrize(
    ("name", "is_limit"), [("x" * (MAX_NAME + 1), True), ("\U00010000" * (MAX_NAME // 2 + 1), True), (1, False)]
)
def test_names_of_classes_that_are_too_long_pass_a_limit(tmp_path: Path, name: object, is_limit: bool) -> None:
    data = {"format": "memocert dataset", "version": 1, "classes": [name], "rows": [[["0"], ["0"], 1]]}
    result = checked(tmp_path, network_bytes(Identity(1)), json.dumps(data).encode())
    assert (result.verdict, result.limit) == ("malformed", is_limit), result


@pytest.mark.parametrize("levels", [60, 300])
def test_a_tower_of_doublings_is_refused_before_it_runs(tmp_path: Path, levels: int) -> None:
    tower: Network = Affine([[1]], [0])
    for _ in range(levels):
        tower = Sequence((tower, tower))
    result = checked(tmp_path, network_bytes(tower), ONE)
    assert result.verdict == "malformed"
    assert "more steps than the limit" in result.reason


def test_a_tower_of_widths_is_refused_when_it_is_read() -> None:
    tower: Network = Identity(1)
    for _ in range(40):
        tower = Concatenate((tower, tower))
    with pytest.raises(Malformed, match="more than the limit"):
        read_network(network_bytes(tower), Budget())


def test_numbers_that_square_themselves_are_stopped(tmp_path: Path) -> None:
    factor: Network = Affine([[10**4000]], [0])
    for _ in range(14):
        factor = Sequence((factor, factor))
    result = checked(tmp_path, network_bytes(factor), ONE)
    assert result.verdict == "malformed"


def test_many_long_denominators_in_one_layer_are_stopped(tmp_path: Path) -> None:
    rows = ",".join([f'[0,"1/1{2 * number + 1:09000}"]' for number in range(400)])
    biases = ",".join(['"0"'] * 400)
    text = f'{{"format":"memocert network","version":1,"nodes":[["affine",1,[{rows}],[{biases}]]]}}\n'
    assert checked(tmp_path, text.encode(), ONE).verdict == "malformed"


@pytest.mark.parametrize("form", ["branches", "sequences", "stages", "concatenations"])
def test_chains_of_ten_thousand_are_accepted(tmp_path: Path, form: str) -> None:
    network: Network = Affine([[1]], [0])
    if form == "branches":
        for number in range(10_000):
            network = Branch([1], 10_000 - number, constant([7], 1), network)
        network = Branch([1], 0, network, constant([1], 1))
    elif form == "sequences":
        for _ in range(10_000):
            network = Sequence((network, Affine([[1]], [0])))
    elif form == "stages":
        network = Sequence([Affine([[1]], [0])] * 10_000)
    else:
        for _ in range(10_000):
            network = Concatenate((network,))
    assert checked(tmp_path, network_bytes(network), ONE).verdict == "accepted"


def test_deep_brackets_are_malformed(tmp_path: Path) -> None:
    for text in (b"[" * 100_000, b'{"format":' * 100_000, b"[" * 100_000 + b"]" * 100_000):
        assert checked(tmp_path, text, ONE).verdict == "malformed"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf{}", b"null", b"[1]", b"{}\x00", b"\xff", b'{"a":1}', b"1e9999"])
def test_bytes_that_are_no_file_of_the_project_are_malformed(tmp_path: Path, data: bytes) -> None:
    assert checked(tmp_path, data, ONE).verdict == "malformed"
    assert checked(tmp_path, network_bytes(Identity(1)), data).verdict == "malformed"


def test_files_that_are_not_regular_are_malformed(tmp_path: Path) -> None:
    assert checked(tmp_path, network_bytes(Identity(1)), ONE).verdict == "accepted"
    (tmp_path / "network.json").unlink()
    assert check_bundle(str(tmp_path))[0].verdict == "malformed"
    os.mkfifo(tmp_path / "network.json")
    assert check_bundle(str(tmp_path))[0].verdict == "malformed"
    (tmp_path / "network.json").unlink()
    (tmp_path / "network.json").mkdir()
    assert check_bundle(str(tmp_path))[0].verdict == "malformed"


def test_a_certificate_that_cannot_be_looked_at_is_no_hole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path of the claim is as long as can be, so that of its certificate is too long."""
    files = bundle([["identity", 1]], "paths", [], domain=[], count=1)
    monkeypatch.chdir(tmp_path)
    folder, left = str(tmp_path), 4095 - len(os.fsencode(tmp_path)) - len("/a.claim.json")
    while left > 1:
        part = "d" * min(left - 1 if left < 200 else left - 3, 150)
        os.mkdir(part)
        os.chdir(part)
        folder, left = f"{folder}/{part}", left - len(part) - 1
    for name, content in files.items():
        Path(name).write_bytes(content)
    (result,) = check_bundle(folder)
    assert (result.verdict, result.reason) == ("malformed", "a.certificate.json: file name too long")
    Path("a.certificate.json").unlink()
    assert check_bundle(".")[0].verdict == "incomplete"


def test_files_that_are_too_long_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = tmp_path / "a.claim.json"
    claim.touch()
    os.truncate(claim, reader.MAX_FILE_BYTES + 1)
    (result,) = check_bundle(str(tmp_path))
    assert (result.verdict, "167772161 bytes are more than the limit" in result.reason) == ("malformed", True)
    monkeypatch.setattr(reader, "MAX_FILE_BYTES", 3)
    result = check_claim(Memory({"a.claim.json": b"{  }"}), "a.claim.json")
    assert (result.verdict, "longer than the limit" in result.reason) == ("malformed", True)


def test_files_that_are_not_in_memory_are_missing_as_in_a_folder(tmp_path: Path) -> None:
    files = bundle([["identity", 1]], "paths", [], domain=[], count=1)
    del files["network.json"]
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    result = check_claim(Memory(files), "a.claim.json")
    assert "network.json: no such file or directory" in result.reason
    assert check_bundle(str(tmp_path)) == [result]


def test_a_term_of_a_form_that_is_multiplied_counts_six_steps() -> None:
    form, budget = made({position: 2**200 + position for position in range(300)} | {CONSTANT: 1}, Budget()), Budget()
    before = budget.steps
    combined([(0, 3)], [form], budget)
    assert before - budget.steps >= 6 * len(form)


def test_numbers_over_a_common_denominator_are_not_spelled_in_decimals() -> None:
    """Which takes the square of their length: Python itself refuses more than 4,300 digits here."""
    zeros = "0" * 3_999
    rows = f'[["1/1{zeros}1","1/1{zeros}3"],["0"],1],\n[["1/1{zeros}3","1/1{zeros}1"],["0"],1]'
    data = f'{{"format":"memocert dataset","version":1,"classes":null,"rows":[\n{rows}\n]}}\n'.encode()
    assert read_dataset(data, Budget()).size == 2


def test_no_file_is_read_once_nothing_is_left_to_pay_for_it() -> None:
    """Hard links make many claims of one large file."""
    read = list[str]()

    class Links(Memory):
        def __getitem__(self, name: str) -> bytes:
            read.append(name)
            return super().__getitem__(name)

    names = [f"{number}.claim.json" for number in range(100)]
    files = Files(Links(dict.fromkeys(names, b" " * 10_000)), Budget(25_000))
    results = check_claims(files, names)
    assert read == names[:2]
    assert {result.verdict for result in results} == {MALFORMED}
