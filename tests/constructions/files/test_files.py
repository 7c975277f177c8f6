"""Files are canonical, read strictly, and written whole or not at all; so are bundles."""

import errno
import json
import os
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.strategies import SearchStrategy
from processes import run
from samples import examples

from constructions.files import bundle as bundles
from constructions.files.bundle import read_bundle, write_bundle
from constructions.files.canonical import (
    dataset_bytes,
    dataset_from_bytes,
    digest,
    network_bytes,
    network_from_bytes,
    read_network,
)
from constructions.files.data_reader import read_dataset
from constructions.files.disk import read_bytes, write_together, write_whole
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
    children,
    constant,
    distinct_nodes,
)

HALF = Fraction(1, 2)

LAW = settings(max_examples=examples(40))


def every_form() -> Network:
    relu = Relu(2)
    gate = Branch([0, -1], Fraction(-3, 4), relu, Step(2))
    return Sequence((Affine([[1, 0], [-HALF, 2]], [0, 7]), Concatenate((gate, relu)), Identity(4)))


EVERY_FORM = b"""{"format":"memocert network","version":1,"nodes":[
["affine",2,[[0,"1"],[0,"-1/2",1,"2"]],["0","7"]],
["relu",2],
["step",2],
["branch",2,[1,"-1"],"-3/4",1,2],
["concatenate",[3,1]],
["identity",4],
["sequence",[0,4,5]]
]}
"""


def test_the_canonical_file_of_a_network_is_this_one() -> None:
    assert network_bytes(every_form()) == EVERY_FORM


def test_digests_do_not_drift() -> None:
    assert digest(network_bytes(every_form())) == "631923f892373e780686808c44bbc6d15ba86e9085b214c60c96f3db28834150"
    assert digest(dataset_bytes(flowers())) == "4d65f2b8c0cef53d57bd8eefaa3a597449d790e3b1680efcc59da4bc1e7da6ad"


def flowers() -> Dataset:
    point = [Fraction(51, 10), Fraction(7, 2)]
    points = [point, [Fraction(3), Fraction(-1)], point]
    return Dataset.from_rows(points, [[0], [1], [0]], ["setosa", 'the "other" \u00e9'])


def test_the_canonical_file_of_a_data_set_is_this_one() -> None:
    assert dataset_bytes(flowers()) == (
        b'{"format":"memocert dataset","version":1,"classes":["setosa","the \\"other\\" \\u00e9"],"rows":[\n'
        b'[["51/10","7/2"],["0"],2],\n[["3","-1"],["1"],1]\n]}\n'
    )
    plain = Dataset.from_rows([[1]], [[HALF, 2]])
    assert dataset_bytes(plain) == (
        b'{"format":"memocert dataset","version":1,"classes":null,"rows":[\n[["1"],["1/2","2"],1]\n]}\n'
    )


def test_equal_networks_have_equal_files_shared_or_not_and_built_in_any_order() -> None:
    relu = Relu(1)
    shared = Concatenate((Sequence((relu, relu)), Branch([1], 0, relu, Sequence((relu, relu)))))
    late = Sequence((Relu(1), Relu(1)))
    apart = Concatenate((Sequence((Relu(1), Relu(1))), Branch([Fraction(2, 2)], 0, Relu(1), late)))
    assert network_bytes(shared) == network_bytes(apart)
    assert network_bytes(shared).count(b"\n") == 4 + 2


def test_an_int_and_the_equal_fraction_have_equal_files() -> None:
    assert network_bytes(Affine([[2, 0]], [1])) == network_bytes(Affine([[Fraction(4, 2), Fraction(0)]], [Fraction(1)]))


def test_sharing_is_kept_on_reading() -> None:
    inner = Sequence((Relu(1), Step(1)))
    read = network_from_bytes(network_bytes(Sequence((inner, Relu(1), inner, Sequence((Relu(1), Step(1)))))))
    first, relu, third, fourth = children(read)
    assert first is third is fourth
    assert relu is children(first)[0]
    assert len(distinct_nodes(read)) == 4


@LAW
@given(data=st.data())
def test_reading_what_was_written_gives_the_same_network(
    data: st.DataObject, cases: SearchStrategy[tuple[Network, list[list[Fraction]]]]
) -> None:
    network, points = data.draw(cases)
    text = network_bytes(network)
    read = network_from_bytes(text)
    assert network_bytes(read) == text
    assert [evaluate(read, point) for point in points] == [evaluate(network, point) for point in points]
    assert text.isascii()
    json.loads(text)


NUMBERS = st.fractions() | st.integers(-3, 3).map(Fraction)


@LAW
@given(
    st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=8, unique=True),
    st.lists(NUMBERS, min_size=8, max_size=8),
    st.lists(st.integers(1, 10**6), min_size=8, max_size=8),
)
def test_reading_what_was_written_gives_the_same_data_set(
    points: list[tuple[Fraction, Fraction]], labels: list[Fraction], counts: list[int]
) -> None:
    size = len(points)
    data = Dataset(tuple(points), tuple((label,) for label in labels[:size]), tuple(counts[:size]))
    assert dataset_from_bytes(dataset_bytes(data)) == data
    assert dataset_from_bytes(dataset_bytes(flowers())) == flowers()


def network_text(*nodes: str) -> bytes:
    return ('{"format":"memocert network","version":1,"nodes":[' + ",".join(nodes) + "]}").encode()


def dataset_text(rows: str, classes: str = "null") -> bytes:
    return f'{{"format":"memocert dataset","version":1,"classes":{classes},"rows":[{rows}]}}'.encode()


def refusal(read: Callable[[bytes, str], object], data: bytes) -> str:
    """Return the message without the file's name, after checking that it is one short line that names the file."""
    with pytest.raises(BadInput) as caught:
        read(data, "f.json")
    message = str(caught.value)
    assert message.startswith("f.json: ")
    assert message.isprintable()
    assert len(message) < 300
    return message.removeprefix("f.json: ")


NOT_A_NETWORK = "not a memocert network file: "

NO_JSON = [
    b"",
    b"{",
    b"nothing",
    EVERY_FORM[:-3],
    EVERY_FORM + b"x",
    EVERY_FORM.replace(b"]\n]}", b"],]}"),
    b"\xff" + EVERY_FORM,
    "\ufeff".encode() + EVERY_FORM,
    EVERY_FORM.decode().encode("utf-16"),
    b"[" * 100_000,
    b'{"a":' * 100_000,
]


@pytest.mark.parametrize("data", NO_JSON, ids=range(len(NO_JSON)))
def test_bytes_that_are_no_json_are_refused(data: bytes) -> None:
    assert refusal(network_from_bytes, data).startswith(NOT_A_NETWORK)
    assert refusal(dataset_from_bytes, data).startswith("not a memocert dataset file: ")


FRAMES = [
    (b"[]", '"format" must be "memocert network"'),
    (b"null", '"format" must be "memocert network"'),
    (b"{}", '"format" must be "memocert network"'),
    (b'{"format":"memocert dataset","version":1,"nodes":[]}', '"format" must be "memocert network"'),
    (b'{"format":["memocert network"]}', '"format" must be "memocert network"'),
    (b'{"format":"a","format":"memocert network"}', "a key is repeated"),
    (network_text('["relu",NaN]'), "'NaN' is not an integer; rationals are strings"),
    (network_text('["relu",-Infinity]'), "'-Infinity' is not an integer; rationals are strings"),
    (network_text('["relu",1.0]'), "'1.0' is not an integer; rationals are strings"),
    (network_text('["relu",1e3]'), "'1e3' is not an integer; rationals are strings"),
    (network_text('["relu",' + "9" * 20 + "]"), "the integer '99999999999999999999' is too long: none is beyond 10^18"),
    (network_text('["relu",{"a":1,"a":2}]'), "a key is repeated"),
]


@pytest.mark.parametrize(("data", "reason"), FRAMES, ids=[reason for _, reason in FRAMES])
def test_bytes_that_are_no_network_file_are_refused(data: bytes, reason: str) -> None:
    assert refusal(network_from_bytes, data) == NOT_A_NETWORK + reason


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"format":"memocert network"}', "version must be 1, not None"),
        (b'{"format":"memocert network","version":2}', "version must be 1, not 2"),
        (b'{"format":"memocert network","version":true}', "version must be 1, not True"),
        (b'{"format":"memocert network","version":"1"}', "version must be 1, not '1'"),
        (b'{"format":"memocert network","version":1}', "key 'nodes' is missing"),
        (b'{"format":"memocert network","version":1,"nodes":[],"x":1}', "key 'x' is unknown"),
        (b'{"format":"memocert network","version":1,"nodes":[],"\\u00e9\\n":1}', "key 'é\\n' is unknown"),
        (b'{"format":"memocert network","version":1,"nodes":{}}', "nodes must be a list with at least one entry"),
        (network_text(), "nodes must be a list with at least one entry"),
    ],
)
def test_a_network_file_of_another_shape_is_refused(data: bytes, message: str) -> None:
    assert refusal(network_from_bytes, data) == message


NO_ROW = "a row must be a list of positions and weights in turn, not "
LOWEST = " is not a rational number in lowest terms"

BAD_NODES = [
    ("7", "not one of the seven forms: 7"),
    ("[]", "not one of the seven forms: []"),
    ('{"relu":1}', "not one of the seven forms: {'relu': 1}"),
    ('"relu"', "not one of the seven forms: 'relu'"),
    ('["tanh",2]', "not one of the seven forms: ['tanh', 2]"),
    ('["RELU",2]', "not one of the seven forms: ['RELU', 2]"),
    ('["relu"]', "not one of the seven forms: ['relu']"),
    ('["relu",1,1]', "not one of the seven forms: ['relu', 1, 1]"),
    ('["relu",0]', "width must be an integer of at least 1, not 0"),
    ('["step",-1]', "width must be an integer of at least 1, not -1"),
    ('["identity",true]', "width must be an integer of at least 1, not True"),
    ('["relu","1"]', "width must be an integer of at least 1, not '1'"),
    ('["relu",[1]]', "width must be an integer of at least 1, not [1]"),
    ('["relu","' + "\\n" * 500 + '"]', "width must be an integer of at least 1, not '"),
    ('["affine",1,[[0,"1"]]]', "not one of the seven forms: ['affine', 1, [[0, '1']]]"),
    ('["affine",1,[],[]]', "weights must have at least one row"),
    ('["affine",1,[[0,"1"]],[]]', "bias must have 1 entry, not 0"),
    ('["affine",1,[[0,"1"]],["0","0"]]', "bias must have 1 entry, not 2"),
    ('["affine","1",[[0,"1"]],["0"]]', "width must be an integer of at least 1, not '1'"),
    ('["affine",0,[[]],["0"]]', "width must be an integer of at least 1, not 0"),
    ('["affine",true,[[]],["0"]]', "width must be an integer of at least 1, not True"),
    ('["affine",1,[7],["0"]]', NO_ROW + "7"),
    ('["affine",1,[[0]],["0"]]', NO_ROW + "[0]"),
    ('["affine",1,[[1,"1"]],["0"]]', "indices must increase within 0..0, not 1 after -1"),
    ('["affine",1,[[-1,"1"]],["0"]]', "indices must increase within 0..0, not -1 after -1"),
    ('["affine",2,[[0,"1",0,"1"]],["0"]]', "indices must increase within 0..1, not 0 after 0"),
    ('["affine",2,[[1,"1",0,"1"]],["0"]]', "indices must increase within 0..1, not 0 after 1"),
    ('["affine",2,[[true,"1"]],["0"]]', "indices must increase within 0..1, not True after -1"),
    ('["affine",2,[["0","1"]],["0"]]', "indices must increase within 0..1, not '0' after -1"),
    ('["affine",1,[[0,"0"]],["0"]]', "a stored weight must not be 0"),
    ('["affine",1,[[0,1]],["0"]]', "a number must be a string of at most 10000 digits, not 1"),
    ('["affine",1,[[0,"1"]],[0]]', "a number must be a string of at most 10000 digits, not 0"),
    ('["affine",1,[[0,"1"]],[null]]', "a number must be a string of at most 10000 digits, not None"),
    *[
        (f'["affine",1,[[0,"1"]],["{text}"]]', repr(text) + LOWEST)
        for text in (
            *("", "1.5", "2/4", "4/2", "1/1", "0/1", "-0", "+1", "01", "1/02", " 1", "1 ", "1_0", "1e3"),
            *("1/0", "1/-2", "--1", "-1/-2", "1/2/3", "/2", "1/", "nan", "inf", "0x1", "1,5"),
        )
    ],
    ('["affine",1,[[0,"1"]],["\\uff11"]]', "'\\uff11'" + LOWEST),
    ('["affine",1,[[0,"1"]],["\\u0661"]]', "'\\u0661'" + LOWEST),
    ('["sequence",[]]', "stages must have at least one entry"),
    ('["concatenate",[]]', "parts must have at least one entry"),
    ('["sequence",0]', "not one of the seven forms: ['sequence', 0]"),
    ('["sequence",[1]]', "a child must be the number of an earlier node, not 1"),
    ('["sequence",[-1]]', "a child must be the number of an earlier node, not -1"),
    ('["sequence",[false]]', "a child must be the number of an earlier node, not False"),
    ('["sequence",["0"]]', "a child must be the number of an earlier node, not '0'"),
    ('["sequence",[0,99]]', "a child must be the number of an earlier node, not 99"),
    ('["branch",2,[0,"1"],"0",0]', "not one of the seven forms: ['branch', 2, [0,"),
    ('["branch",2,[0,"1"],"0",0,1]', "a child must be the number of an earlier node, not 1"),
    ('["branch",2,[0,"1"],0,0,0]', "a number must be a string of at most 10000 digits, not 0"),
    ('["branch",2,0,"0",0,0]', NO_ROW + "0"),
    ('["branch",3,[0,"1"],"0",0,0]', "below must take 3 inputs, as the gate does, not 2"),
]


@pytest.mark.parametrize(("node", "message"), BAD_NODES, ids=[node[:40] for node, _ in BAD_NODES])
def test_a_malformed_node_is_refused_by_its_number(node: str, message: str) -> None:
    assert refusal(network_from_bytes, network_text('["relu",2]', node)).startswith(f"node 1: {message}")


def test_widths_that_do_not_fit_are_refused_by_the_number_of_the_node() -> None:
    data = network_text('["relu",2]', '["relu",3]', '["sequence",[0,1]]')
    assert refusal(network_from_bytes, data) == "node 2: stage 1 must take 2 inputs, the outputs of stage 0, not 3"
    data = network_text('["relu",2]', '["relu",3]', '["concatenate",[0,1]]')
    assert refusal(network_from_bytes, data) == "node 2: part 1 must take 2 inputs, as part 0 does, not 3"
    data = network_text('["relu",2]', '["relu",3]', '["branch",2,[],"0",0,1]')
    assert refusal(network_from_bytes, data) == "node 2: above must take 2 inputs, as the gate does, not 3"


def test_a_node_that_nothing_uses_is_refused() -> None:
    data = network_text('["relu",1]', '["step",1]', '["sequence",[0]]')
    assert refusal(network_from_bytes, data) == "node 1 is used by no other node"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (dataset_text(""), "rows must be a list with at least one entry"),
        (
            b'{"format":"memocert dataset","version":1,"classes":null,"rows":{}}',
            "rows must be a list with at least one entry",
        ),
        (b'{"format":"memocert dataset","version":1,"rows":[]}', "key 'classes' is missing"),
        (EVERY_FORM, 'not a memocert dataset file: "format" must be "memocert dataset"'),
        (dataset_text('[["1"],["1"],1]', '"a"'), "classes must be null or a list of names"),
        (dataset_text('[["1"],["1"],1]', "[1]"), "classes must be null or a list of names"),
        (dataset_text("7"), "row 0: a row must be a list with 3 entries, not 7"),
        (dataset_text('[["1"],["1"]]'), "row 0: a row must be a list with 3 entries, not [['1'], ['1']]"),
        (dataset_text('[["1"],["1"],1],["1",["1"],1]'), "row 1: a point must be a list of numbers, not '1'"),
        (dataset_text('[["1"],"1",1]'), "row 0: a label must be a list of numbers, not '1'"),
        (dataset_text('[[1],["1"],1]'), "row 0: a number must be a string of at most 10000 digits, not 1"),
        (dataset_text('[["1"],["2/4"],1]'), f"row 0: '2/4'{LOWEST}"),
        (dataset_text('[[],["1"],1]'), "each point must have at least one number"),
        (dataset_text('[["1"],[],1]'), "each label must have at least one number"),
        (dataset_text('[["1"],["1"],1],[["1","2"],["1"],1]'), "point 1 must have 1 number, as point 0 has, not 2"),
        (dataset_text('[["1"],["1"],1],[["2"],["1","2"],1]'), "label 1 must have 1 number, as label 0 has, not 2"),
        (
            dataset_text('[["1"],["1"],1],[["2"],["1"],1],[["1"],["1"],1]'),
            "points must be distinct, but 0 and 2 are equal (from_rows merges rows)",
        ),
        (dataset_text('[["1"],["1"],1],[["2"],["1"],0]'), "count 1 must be an integer in 1..10^18, not 0"),
        (dataset_text('[["1"],["1"],true]'), "count 0 must be an integer in 1..10^18, not True"),
        (dataset_text('[["1"],["1"],"1"]'), "count 0 must be an integer in 1..10^18, not '1'"),
        (dataset_text('[["1"],["2"],1]', '["a","b"]'), "a label with class names must be an integer in 0..1, not 2"),
        (
            dataset_text('[["1"],["1/2"],1]', '["a","b"]'),
            "a label with class names must be an integer in 0..1, not 1/2",
        ),
        (dataset_text('[["1"],["0","1"],1]', '["a","b"]'), "labels with class names must be one number each, not 2"),
    ],
)
def test_a_malformed_data_set_is_refused_by_its_row(data: bytes, message: str) -> None:
    assert refusal(dataset_from_bytes, data) == message


@pytest.mark.parametrize("place", range(0, len(EVERY_FORM), 3))
def test_a_network_file_with_any_byte_changed_is_read_or_refused_in_one_line(place: int) -> None:
    for flip in (0x01, 0x20, 0x80):
        data = EVERY_FORM[:place] + bytes([EVERY_FORM[place] ^ flip]) + EVERY_FORM[place + 1 :]
        message = outcome(data)
        assert message.isprintable()
        assert not message or message.startswith("f.json: ")


def outcome(data: bytes) -> str:
    """Return the message that the file is refused with, or nothing."""
    try:
        network_bytes(network_from_bytes(data, "f.json"))
    except BadInput as error:
        return str(error)
    return ""


def longest(digits: int) -> Fraction:
    return Fraction(10**digits - 1, 10**digits - 2)


def test_numbers_of_ten_thousand_digits_are_written_and_read() -> None:
    value = longest(10_000)
    network = Sequence((Affine([[value]], [-value]), Branch([-1 / value], value, Relu(1), Relu(1))))
    read = network_from_bytes(network_bytes(network))
    assert network_bytes(read) == network_bytes(network)
    data = Dataset.from_rows([[value], [-value]], [[1 / value], [0]])
    assert dataset_from_bytes(dataset_bytes(data)) == data


@pytest.mark.parametrize(
    "value",
    [Fraction(10**10_000), Fraction(-(10**10_000)), Fraction(1, 10**10_000 + 1), longest(10_001)],
    ids=["integer", "negative", "denominator", "both"],
)
def test_numbers_of_more_digits_are_not_written(value: Fraction) -> None:
    writes: list[Callable[[], bytes]] = [
        lambda: network_bytes(Affine([[value]], [0])),
        lambda: network_bytes(Affine([[1]], [value])),
        lambda: network_bytes(Branch([1], value, Relu(1), Relu(1))),
        lambda: dataset_bytes(Dataset.from_rows([[value]], [[1]])),
        lambda: dataset_bytes(Dataset.from_rows([[1]], [[value]])),
    ]
    for write in writes:
        with pytest.raises(
            BadInput, match=r"^a number has more than 10000 digits and cannot stand in a file: "
        ) as caught:
            write()
        assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", ["1" + "0" * 10_000, "-1" + "0" * 10_000, "1/1" + "0" * 9_999 + "1", "1" * 30_000])
def test_numbers_of_more_digits_are_not_read(text: str) -> None:
    message = refusal(network_from_bytes, network_text(f'["affine",1,[[0,"{text}"]],["0"]]'))
    assert message.startswith("node 0: a number ")
    assert "10000 digits" in message
    assert refusal(dataset_from_bytes, dataset_text(f'[["{text}"],["1"],1]')).startswith("row 0: a number ")


def test_the_interpreters_limit_on_digits_is_put_back() -> None:
    before = sys.get_int_max_str_digits()
    network_from_bytes(network_bytes(Affine([[longest(6_000)]], [0])))
    with pytest.raises(BadInput):
        network_bytes(Affine([[longest(10_001)]], [0]))
    assert sys.get_int_max_str_digits() == before


def no_space(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupted(*_: object, **__: object) -> NoReturn:
    raise KeyboardInterrupt


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("function", ["replace", "fsync", "chmod", "fdopen"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    path = tmp_path / "f.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, function, no_space)
    with pytest.raises(BadInput) as caught:
        write_whole(path, b"new")
    assert str(caught.value) == f"{path}: cannot be written: no space left on device"
    monkeypatch.setattr(os, function, interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["f.json"]


@pytest.mark.parametrize(("function", "count"), [("fsync", 0), ("fsync", 1), ("fsync", 2), ("chmod", 2)])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_of_files_that_belong_together_none_is_new_while_another_is_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, count: int, error: BaseException
) -> None:
    files = {tmp_path / name: b"new" for name in ("a", "b", "c")}
    (tmp_path / "a").write_bytes(b"old")
    fails_at(monkeypatch, os, function, count, error)
    with pytest.raises((BadInput, KeyboardInterrupt)) as caught:
        write_together(files)
    monkeypatch.undo()
    if isinstance(error, OSError):
        assert str(caught.value) == f"{list(files)[count]}: cannot be written: no space left on device"
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"
    write_together(files)
    assert {path.read_bytes() for path in files} == {b"new"}


def test_a_file_is_written_whole_and_readable_for_all(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    for data in (b"", b"one", b"x" * 100_000):
        write_whole(path, data)
        assert read_bytes(path) == data
    assert path.stat().st_mode & 0o777 == 0o644
    assert names(tmp_path) == ["f.json"]


def test_a_place_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path, why in (
        (tmp_path / "none" / "f.json", "no such file or directory"),
        (tmp_path / "folder", "is a directory"),
        (tmp_path / ("x" * 300), "file name too long"),
    ):
        with pytest.raises(BadInput) as caught:
            write_whole(path, b"data")
        assert str(caught.value) == f"{path}: cannot be written: {why}"
    assert names(tmp_path) == ["folder"]


def test_a_file_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "none.json", "no such file or directory"), (tmp_path, "is a directory")):
        for read in (read_bytes, read_network):
            with pytest.raises(BadInput) as caught:
                read(path)
            assert str(caught.value) == f"{path}: {why}"


def test_a_network_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    write_whole(path, network_bytes(every_form()))
    assert network_bytes(read_network(path)) == EVERY_FORM
    path.write_bytes(b"[]")
    with pytest.raises(BadInput, match=r"f\.json: not a memocert network file"):
        read_network(path)


def test_a_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="pipe: cannot be written: it is a device or a pipe"):
        write_whole(tmp_path / "pipe", b"data")
    assert (tmp_path / "pipe").is_fifo()
    assert names(tmp_path) == ["pipe"]


def test_a_link_is_neither_followed_nor_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").write_bytes(b"old")
    for name, target in (("near", "far"), ("broken", "nowhere"), ("null", "/dev/null")):
        (tmp_path / name).symlink_to(target)
        with pytest.raises(BadInput, match=f"{name}: cannot be written: it is a link, which is neither followed nor"):
            write_whole(tmp_path / name, b"data")
        assert (tmp_path / name).is_symlink()
    assert (tmp_path / "far").read_bytes() == b"old"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("name", ["network.json", "dataset.json"])
def test_a_bundle_whose_files_are_links_is_refused_as_the_checker_refuses_it(tmp_path: Path, name: str) -> None:
    small_bundle(tmp_path / "b")
    (tmp_path / "b" / name).rename(tmp_path / name)
    (tmp_path / "b" / name).symlink_to(tmp_path / name)
    with pytest.raises(BadInput, match=f"{name}: a symbolic link, which no checker follows"):
        read_bundle(tmp_path / "b")


def test_what_may_never_end_or_never_begin_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    small_bundle(tmp_path / "b")
    (tmp_path / "b" / "dataset.json").unlink()
    os.mkfifo(tmp_path / "b" / "dataset.json")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    why = "is a device or a pipe, and only files are read"
    reads: list[tuple[Path, Callable[[], object]]] = [
        (tmp_path / "pipe.csv", lambda: read_bytes(tmp_path / "pipe.csv")),
        (tmp_path / "pipe.csv", lambda: read_dataset(tmp_path / "pipe.csv")),
        (tmp_path / "zero.csv", lambda: read_dataset(tmp_path / "zero.csv")),
        (tmp_path / "b" / "dataset.json", lambda: read_bundle(tmp_path / "b")),
        (Path("/dev/zero"), lambda: read_bytes(Path("/dev/zero"))),
    ]
    for path, read in reads:
        with pytest.raises(BadInput) as caught:
            read()
        assert str(caught.value).startswith(f"{path}: {why}")


def test_a_file_of_too_many_bytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("constructions.files.disk.MAX_FILE_BYTES", 4)
    (tmp_path / "four").write_bytes(b"1234")
    (tmp_path / "five").write_bytes(b"12345")
    assert read_bytes(tmp_path / "four") == b"1234"
    with pytest.raises(BadInput, match="five: has more than 4 bytes, the most that are read"):
        read_bytes(tmp_path / "five")


def small_bundle(folder: Path, label: int = 0, force: bool = False) -> None:
    write_bundle(folder, constant([label], 1), Dataset.from_rows([[1]], [[label]]), "the table\n", force)


def test_a_bundle_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = write_bundle(tmp_path / "b", every_form(), flowers(), "the table\n")
    read = read_bundle(tmp_path / "b")
    assert names(tmp_path) == ["b"]
    assert names(tmp_path / "b") == ["dataset.json", "network.json", "table.txt"]
    assert (tmp_path / "b" / "table.txt").read_text() == "the table\n"
    assert read.dataset == written.dataset == flowers()
    assert (read.network_data, read.dataset_data) == (written.network_data, written.dataset_data)
    assert network_bytes(read.network) == read.network_data == EVERY_FORM
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o755


def test_a_bundle_may_be_written_into_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    small_bundle(tmp_path / "b")
    assert names(tmp_path) == ["b"]
    assert read_bundle(tmp_path / "b").data.size == 1


def test_what_is_not_a_bundle_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").write_text("years of work")
    (tmp_path / "file").write_text("a file")
    (tmp_path / "link").symlink_to(tmp_path / "full")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    before = names(tmp_path)
    for force in (False, True):
        for name, why in (
            ("full", "is not empty and not a bundle; choose another folder"),
            ("file", "is not a folder"),
            ("link", "is not a folder"),
            ("broken", "is not a folder"),
        ):
            with pytest.raises(BadInput) as caught:
                small_bundle(tmp_path / name, force=force)
            assert str(caught.value) == f"{tmp_path / name}: {why}"
        with pytest.raises(BadInput, match=r"none/b: there is no folder .*none"):
            small_bundle(tmp_path / "none" / "b", force=force)
    assert names(tmp_path) == before
    assert names(tmp_path / "full") == ["thesis.tex"]


def test_a_bundle_is_replaced_only_by_force_and_with_all_its_claims(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    small_bundle(folder, 1)
    (folder / "memorizes.claim.json").write_text('an old claim, {"file": "original.json"}')
    for name in (
        "memorizes.smt2",
        "original.json",
        "other-0123abcd.json",
        ".memocert-a1b2c3d4",
    ):
        (folder / name).write_text("of the bundle, or of a write that was killed")
    with pytest.raises(BadInput, match="b: is a bundle already; force=True replaces it with all its claims"):
        small_bundle(folder, 2)
    assert read_bundle(folder).data.labels == ((Fraction(1),),)
    refused = "is of no bundle, and would be deleted: move it elsewhere"
    for name in ("proofs", "notes.json", ".env", "x.smt2", ".network.json.original", "link.claim.json"):
        foreign = tmp_path / name
        if name == "proofs":
            foreign.mkdir()
        elif name == "link.claim.json":
            foreign.symlink_to(folder / "table.txt")
        else:
            foreign.write_text("named by no claim")
        foreign.rename(folder / name)
        with pytest.raises(BadInput, match=f"b: '{name}' {refused}"):
            small_bundle(folder, 2, force=True)
        (folder / name).rename(foreign)
    small_bundle(folder, 2, force=True)
    assert read_bundle(folder).data.labels == ((Fraction(2),),)
    assert names(folder) == ["dataset.json", "network.json", "table.txt"]


def test_a_small_file_is_read_in_little_memory(tmp_path: Path) -> None:
    small_bundle(tmp_path / "b", 1)
    read = "import sys; from pathlib import Path; from constructions.files.disk import read_bytes; "
    program = f"{read}print(len(read_bytes(Path(sys.argv[1]))))"
    found = run(sys.executable, "-c", program, tmp_path / "b" / "network.json", memory=2**29)
    assert int(found.stdout) == (tmp_path / "b" / "network.json").stat().st_size
    files = "import sys; from verify.check.reader import read_file; print(len(read_file(sys.argv[1], 'network.json')))"
    assert run(sys.executable, "-c", files, tmp_path / "b", memory=160 * 2**20).stdout == found.stdout


def fails_at(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, count: int, error: BaseException) -> None:
    """Let the call number ``count`` (from 0) of a function fail, the others work."""
    original, calls = getattr(owner, name), iter(range(10**6))

    def failing(*arguments: Any, **options: Any) -> Any:
        if next(calls) == count:
            raise error
        return original(*arguments, **options)

    monkeypatch.setattr(owner, name, failing)


FULL = OSError(errno.ENOSPC, "No space left on device")

STEPS = [
    (tempfile, "mkdtemp", 0),
    (tempfile, "mkdtemp", 1),
    (bundles, "write_together", 0),
    (tempfile, "mkstemp", 1),
    (os, "replace", 1),
    (os, "fsync", 2),
    (Path, "chmod", 0),
    (Path, "rename", 0),
    (Path, "rename", 1),
]


@pytest.mark.parametrize(("owner", "name", "count"), STEPS, ids=[f"{name} {count}" for _, name, count in STEPS])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["disk full", "interrupted"])
def test_a_failure_in_the_middle_keeps_the_old_bundle_with_its_claims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, count: int, error: BaseException
) -> None:
    folder = tmp_path / "b"
    small_bundle(folder, 1)
    (folder / "memorizes.claim.json").write_text("an old claim")
    fails_at(monkeypatch, owner, name, count, error)
    with pytest.raises(BadInput if error is FULL else KeyboardInterrupt) as caught:
        small_bundle(folder, 2, force=True)
    monkeypatch.undo()
    if error is FULL:
        assert str(caught.value) == f"{folder}: cannot be written: no space left on device"
    assert names(tmp_path) == ["b"]
    assert read_bundle(folder).data.labels == ((Fraction(1),),)
    assert (folder / "memorizes.claim.json").read_text() == "an old claim"


def test_an_old_bundle_that_cannot_be_put_back_is_kept_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "b"
    small_bundle(folder, 1)
    original, calls = Path.rename, iter(range(10))

    def failing(path: Path, target: Path) -> Path:
        if next(calls) > 0:
            raise FULL
        return original(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(BadInput, match="no space left"):
        small_bundle(folder, 2, force=True)
    monkeypatch.undo()
    (aside,) = tmp_path.iterdir()
    assert read_bundle(aside / "bundle").data.labels == ((Fraction(1),),)


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["disk full", "interrupted"])
def test_a_new_bundle_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    for owner, name, count in STEPS:
        if (name, count) in (("mkdtemp", 1), ("rename", 1)):
            continue
        fails_at(monkeypatch, owner, name, count, error)
        with pytest.raises((BadInput, KeyboardInterrupt)):
            small_bundle(tmp_path / "b")
        monkeypatch.undo()
        assert names(tmp_path) == []


def test_numbers_too_long_for_a_file_leave_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="more than 10000 digits"):
        write_bundle(tmp_path / "b", constant([10**10_000], 2), flowers(), "")
    assert names(tmp_path) == []


def test_the_folder_one_stands_in_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(BadInput, match="cannot be written"):
        small_bundle(Path())
    assert names(tmp_path / "here") == []


def test_what_is_no_bundle_is_not_read(tmp_path: Path) -> None:
    def refused(folder: Path) -> str:
        with pytest.raises(BadInput) as caught:
            read_bundle(folder)
        return str(caught.value).removeprefix(str(folder))

    folder = tmp_path / "b"
    assert refused(folder) == ": no such folder"
    folder.mkdir()
    assert refused(folder) == ": not a bundle: there is no network.json in it"
    (folder / "network.json").write_bytes(network_bytes(Relu(2)))
    assert read_bundle(folder).dataset is None
    (folder / "dataset.json").write_bytes(dataset_bytes(Dataset.from_rows([[1]], [[1]])))
    assert refused(folder) == ": the network takes 2 inputs, but the data have 1 coordinate"
    (folder / "dataset.json").write_bytes(b"x")
    assert refused(folder).startswith("/dataset.json: not a memocert dataset file: ")
    (folder / "network.json").write_bytes(b"x")
    assert refused(folder).startswith("/network.json: not a memocert network file: ")
