"""Large plain data: read by many lines at once and run all together, every row gets what it would get alone.

What is larger than the network is read in blocks, and gets the verdict of the whole.
"""

import json
import random
from array import array
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

import pytest
from brute import run
from hostile import bundle, laid_out

from verify.check import dataset as reading
from verify.check.budget import Budget
from verify.check.bundle import Files, Memory, _check
from verify.check.columns import Columns, Distinct, at_rows, read_lines
from verify.check.dataset import Blocks, Dataset, _whole, read_dataset
from verify.check.network import read_network
from verify.check.rules.shared import around
from verify.check.rules.shared.rows import not_together
from verify.check.verdict import ACCEPTED, REJECTED, Malformed, Result

Leaf = Callable[[random.Random, int, int], list[Any]]
HEAD = '{"format":"memocert dataset","version":1,"classes":null,"rows":['


def outcome(data: bytes, read: Callable[[bytes, Budget], Dataset] = read_dataset) -> tuple[Any, ...]:
    """Return what reading a data set gives: all its numbers, or the words of the refusal."""
    try:
        found = read(data, Budget())
    except Malformed as error:
        return (str(error).removeprefix("d: "),)
    return list(found.points), list(found.labels), list(found.counts), found.classes


def in_pieces(size: int) -> Callable[[bytes, Budget], Dataset]:
    """Return what reads a data set in pieces of so many bytes, and all blocks together."""

    def read(data: bytes, budget: Budget) -> Dataset:
        pieces = [data[start : start + size] for start in range(0, len(data), size)]
        whole = Blocks("d", lambda: iter(pieces), budget)
        blocks = list(whole.blocks())
        assert [block.first for block in blocks] == [*accumulate([block.size for block in blocks], initial=0)][:-1]
        assert whole.size == sum([block.size for block in blocks])
        points, labels, counts = (
            [row for block in blocks for row in getattr(block, name)] for name in ("points", "labels", "counts")
        )
        return Dataset(points, labels, counts, blocks[0].classes)

    return read


def lines(*rows: str, head: str = HEAD) -> bytes:
    return (head + "\n" + ",\n".join(rows) + "\n]}\n").encode()


def plain(data: bytes) -> Dataset | None:
    """Return a data set if it is read by lines: without what reads rows one by one."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_whole", "_parsed_lines"):
            patch.setattr(reading, name, lambda *_: pytest.fail("it was read as a whole"))
        try:
            return read_dataset(data, Budget())
        except (pytest.fail.Exception, Malformed):
            return None


NAMED = HEAD.replace("null", '["a","b"]')
WELL = [
    lines('[["0"],["0"],1]'),
    lines('[["-1","20"],["3"],1]', '[["-1","21"],["-4"],1000000000000000000]'),
    lines('[["1"],["0"],1]', '[["2"],["1"],1]', head=NAMED),
    lines(f'[["{2**63 - 1}"],["{-(2**63)}"],7]'),
    lines(*[f'[["{number}"],["{number % 7}"],1]' for number in range(20_000)]),
]
OTHERWISE = [
    lines(f'[["{2**63}"],["0"],1]'),
    lines('[["1/2"],["0"],1]'),
    lines('[["1"],["0"],1]').replace(b"\n", b""),
    lines('[["1"], ["0"],1]'),
    lines('[["1"],["0"],1]') + b"\n",
    lines('[["1"],["2"],1]', head=NAMED),
]
FAULTY = [
    lines('[["01"],["0"],1]'),
    lines('[["-0"],["0"],1]'),
    lines('[["+1"],["0"],1]'),
    lines('[["1-2"],["0"],1]'),
    lines('[["1_0"],["0"],1]'),
    lines('[["1"],["0"],0]'),
    lines('[["1"],["0"],-1]'),
    lines('[["1"],["0"],1000000000000000001]'),
    lines('[["1"],["0"],"1"]'),
    lines('[["1"],[0],1]'),
    lines('[["1"],["0"],01]'),
    lines('[["1",""],["3"]4,5]'),
    lines('[["1"],["0"],1]', '[["1"],["1"],1]'),
    lines('[["1"],["0"],1]', '[["2","3"],["1"],1]'),
    lines('[["1"],["0"],1]', '[["2"],["1","2"],1]'),
    lines('[["1"],["0"],1],'),
    lines('[["1"],["0"],1]').replace(b"]\n]}", b"]\n\n]}"),
    lines('[["1"],["0"],1],\n[["2"],["0"],1]]'),
    lines(""),
    lines(),
    lines('[["1"],["0"],1]').replace(b"dataset", b"network"),
    lines('[["1"],["0"],1]').replace(b'"version":1', b'"version":2'),
    lines('[["1"],["0"],1]').replace(b'"classes"', b'"rows":[],"classes"'),
    lines('[["1"],["0"],1]').replace(b'"classes":null,', b""),
    lines('[["1"],["0"],1]').replace(b"null", b'["a",7]'),
    lines('[["1"],["0"],1]').replace(b"null", "[\"\u00e4\"]".encode()),
    lines(f'[["{"9" * 10_001}"],["0"],1]'),
    lines(*[f'[["{number}"],["0"],1]' for number in range(20_000)], '[["7"],["0"],1]'),
]  # fmt: skip


@pytest.mark.parametrize("data", [*WELL, *OTHERWISE, *FAULTY], ids=lambda data: repr(data[64:110]))
def test_a_file_read_by_lines_is_read_as_row_by_row(data: bytes) -> None:
    found, by_lines = outcome(data), plain(data)
    assert (by_lines is not None) == (data in WELL)
    assert data in FAULTY or data == OTHERWISE[-1] or len(found) == 4
    for read in (_whole, *map(in_pieces, (70, 97, 128, 2**16))):
        assert outcome(data, read) == found


def test_changes_of_one_byte_are_seen() -> None:
    data = lines('[["-1","20"],["3"],1]', '[["-1","21"],["-4"],10]', '[["-1","1/2"],["4"],1]')
    places = range(len(data))
    changed = [data[:place] + byte + data[place + 1 :] for place in places for byte in (b'"', b"0", b"", b" ", b"\n")]
    found = [outcome(text) for text in changed]
    for read in (_whole, in_pieces(66), in_pieces(89), in_pieces(97)):
        assert [outcome(text, read) for text in changed] == found
    assert len({str(item) for item in found}) > 30


def form(source: random.Random, width: int) -> list[Any]:
    weights = [source.choice(("1", "-1", "2", "1/2", "-3/2", "5", "")) for _ in range(width)]
    return [item for place, weight in enumerate(weights) if weight for item in (place, weight)]


def affine(source: random.Random, inputs: int, outputs: int) -> list[Any]:
    biases = [source.choice(("0", "1", "-2", "1/2", "7/3")) for _ in range(outputs)]
    return ["affine", inputs, [form(source, inputs) for _ in range(outputs)], biases]


def unit(source: random.Random, inputs: int, outputs: int) -> list[Any]:
    right = source.randrange(outputs)
    return ["affine", inputs, [[]] * outputs, [str(int(place == right)) for place in range(outputs)]]


def tree(source: random.Random, nodes: list[Any], inputs: int, outputs: int, depth: int, leaf: Leaf) -> int:
    """Append a tree of gates of all sorts, some sides of which are shared, and return its number."""
    if not depth or source.random() < 0.1:
        nodes.append(leaf(source, inputs, outputs))
        if source.random() < 0.1:
            nodes.append(["sequence", [len(nodes) - 1]])  # a leaf of another kind
    else:
        low = tree(source, nodes, inputs, outputs, depth - 1, leaf)
        high = low if source.random() < 0.1 else tree(source, nodes, inputs, outputs, depth - 1, leaf)
        nodes.append(["branch", inputs, form(source, inputs), source.choice(("0", "1", "-2", "1/2")), low, high])
    return len(nodes) - 1


def verdicts(bundle: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> tuple[Result, Result, int]:
    """Return the verdict, that of running every row alone, and how many rows had to run alone for the first one."""
    alone: list[int] = []

    def counted(*about: Any) -> Sequence[int]:
        found = not_together(*about)
        alone.append(len(found))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(around, "not_together", counted)
        first = _check(Files(Memory(bundle)), "a.claim.json")
        patch.setattr(around, "not_together", lambda _, dataset, *__: range(len(dataset.points)))
        return first, _check(Files(Memory(bundle)), "a.claim.json"), alone[0]


def rows_of(answers: dict[tuple[int, ...], list[Fraction]], kind: str, whole: bool) -> list[Any]:
    """Return the points with their right labels, where they have one; if ``whole``, where all its numbers are that."""
    rows = []
    for point, answer in answers.items():
        best = [place for place, value in enumerate(answer) if value == max(answer)]
        if not whole or all([value.denominator == 1 for value in answer]) if kind == "as given" else len(best) == 1:
            label = [str(value) for value in answer] if kind == "as given" else [str(best[0])]
            rows.append([[str(value) for value in point], label, 1])
    return rows


@pytest.mark.parametrize("kind", ["as given", "one-hot", "classifies"])
def test_rows_run_together_get_the_verdicts_that_they_get_alone(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {ACCEPTED: 0, REJECTED: 0}
    spared = 0
    for seed in range(90):
        source = random.Random(seed)
        width, inner, outputs = source.randint(1, 3), source.randint(1, 3), source.randint(2, 3)
        nodes = [affine(source, width, inner)]
        top = tree(source, nodes, inner, outputs, 4, unit if kind == "one-hot" else affine)
        nodes.append(["sequence", [0, top]])
        points = sorted({tuple([source.randint(-4, 4) for _ in range(width)]) for _ in range(30)})
        answers = {point: run(nodes, len(nodes) - 1, [*map(Fraction, point)])[0] for point in points}
        rows = rows_of(answers, kind, whole=seed % 2 == 0)
        if not rows:
            continue
        is_wrong = seed % 3 == 0
        if is_wrong:
            label = source.choice(rows)[1]
            label[0] = str(Fraction(label[0]) + 1 if kind == "as given" else (int(label[0]) + 1) % outputs)
        keys: dict[str, Any] = {} if kind == "classifies" else {"labels": kind}
        files = laid_out(bundle(nodes, "memorizes" if keys else "classifies", [], rows, **keys))
        found, every, alone = verdicts(files, monkeypatch)
        assert found == every
        assert found.verdict == (REJECTED if is_wrong else ACCEPTED), found
        seen[found.verdict] += 1
        spared += len(rows) - alone
    assert min(seen.values()) > 5
    assert spared > 100


def test_what_rows_give_that_run_together_is_what_each_gives_alone() -> None:
    """Of up to three maps with scales of their own, gates of several inputs behind them, and leaves with fractions."""
    numbers = 0
    for seed in range(300):
        source = random.Random(seed)
        widths = [source.randint(1, 3) for _ in range(source.randint(2, 4))]
        nodes = [affine(source, inputs, outputs) for inputs, outputs in pairwise(widths)]
        top = tree(source, nodes, widths[-1], 2, 3, affine)
        nodes.append(["sequence", [*range(len(widths) - 1), top]])
        points = [tuple([source.randint(-6, 6) for _ in range(widths[0])]) for _ in range(12)]
        text = json.dumps({"format": "memocert network", "version": 1, "nodes": nodes}).encode()
        columns = Columns([array("q", column) for column in zip(*points, strict=True)])
        found = at_rows(read_network(text, Budget()), columns, Budget())
        for place, row in enumerate(found.rows):
            answer = [Fraction(column[place], found.denominators[place]) for column in found.columns]
            assert answer == run(nodes, len(nodes) - 1, [*map(Fraction, points[row])])[0], (seed, row)
        numbers += len(found.rows)
    assert numbers > 2_000


def test_rows_whose_numbers_would_grow_without_end_run_alone() -> None:
    """A map and its inverse, again and again: alone, each number is in lowest terms at every step."""
    long = 10**900 + 7
    nodes: list[Any] = [["affine", 1, [[0, f"1/{long}"]], ["0"]], ["affine", 1, [[0, str(long)]], ["0"]]]
    nodes.append(["sequence", [0, 1] * 400])
    files = laid_out(bundle(nodes, "memorizes", [], [[["5"], ["5"], 1]], labels="as given"))
    assert _check(Files(Memory(files)), "a.claim.json").verdict == ACCEPTED


def test_labels_of_many_numbers_are_looked_at_column_by_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole label for each of its numbers would take their square."""
    nodes = [["affine", 1, [[0, "1"], []], ["0", "3"]]]
    rows = [[[str(x)], [str(x), "3"], 1] for x in range(5)]
    files = laid_out(bundle(nodes, "memorizes", [], rows, labels="as given"))
    whole = Columns.__getitem__
    monkeypatch.setattr(
        Columns, "__getitem__", lambda self, row: pytest.fail("a row was made") if row else whole(self, row)
    )
    assert _check(Files(Memory(files)), "a.claim.json").verdict == ACCEPTED


def test_a_line_longer_than_a_row_can_be_is_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    monkeypatch.setattr(Budget, "spend", lambda _self, steps: counted.append(steps))
    data = lines('[["0"],["0"],1]', "11 " * 200_000)
    assert read_lines(data[data.index(b"\n") + 1 : -4], Distinct(), Budget()) is None
    assert sum(counted) == 0
