"""A network as text says what the network computes: the text is run, line by line, and compared."""

import json
import random
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from commands import command, refused
from gated import POINTS, SHAPES, chain_of_gates, exits, ladder, points_of_plane, random_graph
from processes import ROOT
from sklearn import tree as sklearn_tree

from constructions.files.data_reader import read_dataset
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Concatenate, Network, Relu, Sequence, constant
from constructions.model.provenance import Columns
from constructions.model.rational import Point
from exchange.sklearn.reader import read_sklearn
from guide import as_text as module
from guide.as_text import as_text

NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?(?:/\d+)?)")
FUNCTIONS = {"relu": lambda value: max(value, Fraction(0)), "step": lambda value: Fraction(value >= 0), "F": Fraction}


class Program:
    """The text, run with Python's own arithmetic on fractions."""

    def __init__(self, text: str) -> None:
        lines = [(len(line) - len(line.lstrip()), line.partition("  #")[0].strip()) for line in text.splitlines()]
        assert lines[0][1].startswith("inputs: ")
        starts = [number for number, (indent, line) in enumerate(lines) if not indent and line.startswith("part ")]
        ends = [*starts[1:], len(lines)]
        self.main = lines[1 : starts[0]] if starts else lines[1:]
        self.parts = {
            lines[start][1]: lines[start + 1 : end] for start, end in zip(starts, ends[: len(starts)], strict=True)
        }
        self.names: dict[str, Any] = {}
        self.steps = 0

    def outputs(self, point: Point, count: int) -> tuple[Fraction, ...]:
        self.names = {f"x{place}": value for place, value in enumerate(point)}
        self.run(self.main)
        named = ["output"] if count == 1 else [f"output_{place}" for place in range(count)]
        return tuple([self.names[name] for name in named])

    def value(self, text: str) -> Any:
        return eval(NUMBER.sub(r"F('\1')", text), FUNCTIONS, self.names)

    def run(self, lines: list[tuple[int, str]]) -> None:
        number = 0
        while number < len(lines):
            indent, line = lines[number]
            self.steps += 1
            number += 1
            if not line.startswith("if "):
                self.one(line)
                continue
            is_done = False
            while True:
                end = number
                while end < len(lines) and lines[end][0] > indent:
                    end += 1
                if not is_done and (line == "else:" or self.value(line.partition("if ")[2].removesuffix(":"))):
                    is_done = True
                    self.run(lines[number:end])
                if line == "else:":
                    number = end
                    break
                line, number = lines[end][1], end + 1
                assert line.startswith(("elif ", "else:"))

    def one(self, line: str) -> None:
        if line.startswith("do "):
            self.run(self.parts[f"{line.removeprefix('do ')}:"])
        else:
            name, _, text = line.partition(" = ")
            self.names[name.replace(" ", "_")] = self.value(text)


def agrees(network: Network, points: list[Point]) -> str:
    text = as_text(network)
    program = Program(text)
    found = [program.outputs(point, network.output_width) for point in points]
    assert found == evaluate_many(network, points).outputs
    return text


@pytest.mark.parametrize("shape", SHAPES)
def test_the_text_computes_what_the_network_computes(shape: str) -> None:
    agrees(SHAPES[shape](), [tuple(point) for point in POINTS])


def test_random_networks_in_words_agree_wherever_they_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    deepest = module.DEEPEST
    for seed in range(100):
        source = random.Random(seed)
        monkeypatch.setattr(module, "DEEPEST", source.choice([1, 2, 4, deepest]))
        agrees(random_graph(source, 2, source.randint(1, 3), source.randint(2, 7), []), points_of_plane(source, 10))


def test_shared_parts_stand_there_once_and_nothing_is_indented_without_end() -> None:
    text = as_text(ladder(12))
    assert text.count("relu") == 2
    for network in (ladder(40), exits(100), chain_of_gates(200)):
        lines = as_text(network).splitlines()
        assert max([len(line) - len(line.lstrip()) for line in lines]) <= 4 * (module.DEEPEST + 3)
    chain: Network = constant([0], 1)
    for number in range(100):
        chain = Branch([1], number, chain, constant([number], 1))
    text = agrees(chain, [tuple(point) for point in POINTS])
    assert (text.count("elif x0 >= "), "do part" in text) == (99, False)


def leaf(*values: int) -> Affine:
    return constant(values, 2)


def test_columns_and_classes_have_their_names() -> None:
    data = Dataset.from_rows([[0, 1], [2, 3]], [[0], [1]], ["no", "yes"], columns=Columns(("a b", "c"), ("kind",)))
    tree = Branch([0, -1], Fraction(-5, 4), Branch([1, 1], Fraction(1, 3), leaf(0), leaf(1)), leaf(1))
    assert as_text(tree, data).splitlines() == [
        *("inputs: a b, c", "if c <= 1.25:", "    kind = yes", "elif a b + c >= 1/3:", "    kind = yes"),
        *("else:", "    kind = no"),
    ]
    one_hot = Branch([1, 0], 7, leaf(1, 0), Branch([1, 0], 8, leaf(0, 1), leaf(1, 1)))
    assert as_text(one_hot, data).splitlines() == [
        *("inputs: a b, c", "if a b >= 7:", "    if a b >= 8:", "        output no = 1"),
        *("        output yes = 1", "    else:", "        kind = yes", "else:", "    kind = no"),
    ]
    line = Sequence([Affine([[1, 0]], [0])])
    mixed = as_text(Branch([1, 0], 0, line, leaf(1)), data).splitlines()
    assert mixed[:3] == ["inputs: a b, c", "kind is 0 no, 1 yes", "if a b >= 0:"]
    assert mixed[3:] == ["    kind = yes", "else:", "    kind = a b"]
    assert "kind = " not in as_text(one_hot)
    assert "class = yes" in as_text(one_hot, None, ("no", "yes"))
    trained = Branch([1, 0], Fraction(13421773, 16777216), constant([Fraction(10**8 + 1, 3 * 10**8)], 2), leaf(0))
    assert as_text(trained).splitlines() == [
        "inputs: x0, x1",
        "if x0 >= 13421773/16777216:  # about 0.8",
        "    output = 0",
        "else:",
        "    output = 100000001/300000000  # about 0.333333",
    ]
    unnamed = Dataset.from_rows([[0, 1]], [[0]], columns=Columns(("a", "a"), ("kind",)))
    assert as_text(tree, unnamed).startswith("inputs: x0, x1\n")
    odd = Dataset.from_rows([[0, 1]], [[1]], ["a", "b\n"], columns=Columns(("od280/od315", "line\nbreak"), ("",)))
    assert as_text(tree, odd).splitlines()[:3] == [
        'inputs: "od280/od315", "line\\nbreak"',
        'if "line\\nbreak" <= 1.25:',
        '    class = "b\\n"',
    ]
    third = Sequence((Affine([[Fraction(1, 3), -1]], [Fraction(-1, 8)]), Relu(1)))
    assert as_text(third, data).splitlines()[2:] == ["v1 = relu(1/3 * a b - c - 0.125)", "kind = v1"]


def test_a_trained_model_without_data_has_the_names_of_its_own_file(tmp_path: Path) -> None:
    model = json.loads((ROOT / "examples" / "data" / "iris-xgboost.json").read_bytes())
    model["learner"]["feature_names"] = ["age", "x0", "x3", "width"]
    (tmp_path / "m.json").write_text(json.dumps(model))
    said = command("show", tmp_path / "m.json", "--as-text").stdout
    assert said.startswith('inputs: age, "x0", "x3", width\nif "x3" >= ')


def test_every_text_of_a_column_has_its_number() -> None:
    texts = tuple("abcdefghijklmnopqrstuvw")
    columns = Columns(("kind",), ("y",), (("kind", texts),))
    data = Dataset.from_rows([[number] for number in range(23)], [[0]] * 23, columns=columns)
    line = ", ".join([f"{number} {text}" for number, text in enumerate(texts)])
    assert f"\nkind is {line}\n" in as_text(constant([0], 1), data)


def test_the_command_prints_a_tree_with_the_names_of_its_table(tmp_path: Path) -> None:
    iris = ROOT / "examples" / "data" / "iris.csv"
    assert command("build", "axis-tree", iris, "-o", "b", folder=tmp_path).returncode == 0
    text = command("show", "b", "--as-text", folder=tmp_path).stdout
    assert text.splitlines()[:2] == [
        "inputs: sepal length, sepal width, petal length, petal width",
        "if petal length >= 4.95:",
    ]
    assert text.count("species = ") == 8
    refused(command("show", "b", "--as-text", "--json", folder=tmp_path), "--as-text and --json exclude each other\n")


def test_a_tree_of_scikit_learn_is_written_with_its_classes() -> None:

    data = read_dataset(ROOT / "examples" / "data" / "iris.csv")
    assert data.class_names is not None
    rows = [[value.numerator / value.denominator for value in point] for point in data.points]
    names = [data.class_names[number] for number in data.classes()]
    model = sklearn_tree.DecisionTreeClassifier(max_depth=3, random_state=0).fit(rows, names)
    network = read_sklearn(model)
    agrees(network, [tuple([Fraction(value) for value in row]) for row in rows[::10]])
    lines = as_text(network, None, tuple(model.classes_)).splitlines()
    assert lines[2:4] == ["    class = setosa", "elif x3 <= 1.75:"]
    assert {line.split()[1] for line in lines if "output " in line} == {*data.class_names}


def test_what_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINES", 20)
    with pytest.raises(BadInput, match="the text would have more than 20 lines, which are not written"):
        as_text(chain_of_gates(12))


def test_names_that_could_be_taken_for_something_else_are_quoted() -> None:
    names = ("v1", "if", "3", "a,b", 'a", "b', "x0", "output")
    rows = Dataset.from_rows([[0] * 7], [[1]], ["2", "v1"], columns=Columns(names, ("output",)))
    total = Sequence((Affine([[1] * 7], [0]), Relu(1)))
    assert as_text(total, rows).splitlines() == [
        r'inputs: "v1", "if", "3", "a,b", "a\", \"b", "x0", "output"',
        'output is 0 "2", 1 "v1"',
        r'v1 = relu("v1" + "if" + "3" + "a,b" + "a\", \"b" + "x0" + "output")',
        "output = v1",
    ]
    said = {value: as_text(constant([value], 7), rows).splitlines()[-1] for value in (0, 1, 2)}
    assert said == {0: 'class = "2"', 1: 'class = "v1"', 2: "output = 2"}
    alike = Columns(("yes", "n" * 50 + "\n" + "a" * 50), ("kind",))
    data = Dataset.from_rows([[0, 1]], [[1]], ["no", "yes"], columns=alike)
    assert as_text(leaf(1), data).splitlines()[1] == 'kind = "yes"'
    assert "n" * 50 in as_text(leaf(1), data)
    assert as_text(constant([0], 1), Dataset.from_rows([[0]], [[0]], columns=Columns(("y",), ("y",)))).splitlines() == [
        "inputs: y",
        "output = 0",
    ]


def test_parts_that_are_shared_many_times_are_refused_before_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    tower: Network = Affine([[1]], [0])
    for _ in range(60):
        tower = Sequence((Concatenate((tower, tower)), Affine([[Fraction(1, 2), Fraction(1, 2)]], [0])))
    shared: Network = Affine([[1] * 1500], [0])
    for _ in range(16):
        shared = Concatenate((shared, shared))
    monkeypatch.setattr(module, "MAX_STEPS", 40_000)
    for network in (tower, shared):
        with pytest.raises(BadInput, match="the text would take more than 40,000 steps, a part anew wherever it is"):
            as_text(network)
    monkeypatch.setattr(module, "MAX_CHARACTERS", 100)
    with pytest.raises(BadInput, match="the text would have more than 100 characters, which are not written"):
        as_text(chain_of_gates(12))
    assert len(as_text(Affine([[1]], [0]))) < 100
