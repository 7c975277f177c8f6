"""The names for Python: the same at run time, for type checkers and on their page, each with help and an example."""

import ast
import doctest
import inspect
import re
from pathlib import Path

import pytest
from processes import PACKAGES, ROOT

import memocert

PAGE = ROOT / "docs" / "reference" / "python.md"


NOT_CALLED = {"BadInput", "CATALOGUE", "Network"}
"""An error, a table and a union of types."""


def test_a_type_checker_sees_the_names_that_are_there() -> None:
    tree = ast.parse((ROOT / "memocert" / "__init__.py").read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        assert all([alias.name == alias.asname for alias in node.names])


def test_the_page_lists_every_name_once() -> None:
    listed = re.findall(r"^\| `(\w+)(?:\([^`]*\))?` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == dir(memocert)


def called(name: str) -> str:
    """Return how a name is called, as its page says it: in brackets what has a default."""
    parameters = inspect.signature(getattr(memocert, name)).parameters.values()
    shown = [one.name if one.default is one.empty else f"[{one.name}]" for one in parameters]
    return f"{name}({', '.join(shown)})"


@pytest.mark.parametrize("name", sorted({*memocert.__all__} - NOT_CALLED))
def test_the_page_says_how_a_name_is_called(name: str) -> None:
    there = f"| `{called(name)}` |" in PAGE.read_text(encoding="utf-8")
    assert there, f"docs/reference/python.md must say `{called(name)}`"


@pytest.mark.parametrize("name", sorted({*memocert.__all__} - NOT_CALLED))
def test_help_says_a_network_not_seven_forms(name: str) -> None:
    if inspect.isfunction(getattr(memocert, name)):
        shown = str(inspect.signature(getattr(memocert, name)))
        assert "Affine |" not in shown
        assert len(shown) < 320


WANTED = {
    "network": "a network",
    "model": "a network",
    "original": "a network",
    "dataset": "a Dataset",
    "bundle": "a Bundle",
    "claim": "a claim",
    "of": "Memorizes or Classifies",
    "every": "Every",
    "n": "the largest number of points",
    "domain": "constraints, as box returns them",
}


OTHERWISE = {"verdict_text", "prove_same_class", "read_sklearn"}
"""What is called with what another function returned, or with a model of scikit-learn."""


def taking() -> list[tuple[str, str]]:
    """Return each function with each of its parameters that must be a network, a data set, a bundle and so on."""
    found = []
    for name in sorted({*memocert.__all__} - NOT_CALLED):
        if inspect.isfunction(getattr(memocert, name)) and name not in OTHERWISE:
            parameters = inspect.signature(getattr(memocert, name)).parameters.values()
            asked = [one.name for one in parameters if one.default is one.empty or one.name == "domain"]
            found += [(name, one) for one in asked if one in WANTED]
    return found


@pytest.mark.parametrize(("name", "parameter"), taking())
def test_an_argument_of_another_kind_is_named(name: str, parameter: str, tmp_path: Path) -> None:
    """Most often arguments stand in the wrong order, or a folder stands where its bundle should."""
    data = memocert.Dataset.from_rows([[0]], [[1]])
    bundle = memocert.write_bundle(tmp_path / "bundle", memocert.Relu(1), data)
    goal = memocert.Memorizes(memocert.network_reference(bundle), memocert.dataset_reference(bundle))
    right = {
        "network": memocert.Relu(1),
        "model": memocert.Relu(1),
        "original": memocert.Relu(1),
        "dataset": data,
        "bundle": bundle,
        "claim": goal,
        "of": goal,
        "every": memocert.Every(1),
        "name": "search-tree",
        "points": [[0]],
        "point": [0],
        "construction": print,
        "folder": tmp_path / "other",
        "about": (),
        "hints": [],
        "n": 1,
    }
    function = getattr(memocert, name)
    needed = [one.name for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    values = {one: right[one] for one in needed} | {parameter: "wrong"}
    with pytest.raises(TypeError, match=f"^{parameter} must be {WANTED[parameter]}.*, not str \\('wrong'\\)$"):
        function(**values)


@pytest.mark.parametrize("name", ["paths_over", "synthesize_for_domain"])
def test_a_domain_of_other_inputs_is_refused(name: str) -> None:
    with pytest.raises(memocert.BadInput, match=r"^domain: constraint 0 is about 2 numbers, but the network takes 1$"):
        getattr(memocert, name)(memocert.Relu(1), memocert.box([0, 0], [1, 1]))


def test_options_are_numbers() -> None:
    with pytest.raises(TypeError, match=r"^seconds must be a number, not str \('wrong'\)$"):
        memocert.Options(seconds="wrong")  # type: ignore[arg-type]


def test_the_session_of_the_page_is_true() -> None:
    assert doctest.testfile(str(PAGE), module_relative=False).failed == 0


DESCRIBED_ELSEWHERE = {"CATALOGUE", "Network"}
"""A table and a union of types, which have no docstring of their own."""


@pytest.mark.parametrize("name", sorted({*memocert.__all__} - DESCRIBED_ELSEWHERE))
def test_help_shows_an_example(name: str) -> None:
    value = getattr(memocert, name)
    parts = [value, *[part for part in vars(value).values() if callable(part)]] if inspect.isclass(value) else [value]
    texts = [inspect.getdoc(part) or "" for part in parts]
    assert texts[0]
    assert any(">>>" in text for text in texts)


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(AttributeError, match="'memocert' has no name 'Nothing'"):
        memocert.Nothing  # noqa: B018


ONE_MEANING = ("Finding", "Limits", "Operations", "Point", "Program", "Progress", "Row", "Wires")
"""Words that once were the names of several things each."""


@pytest.mark.parametrize("word", ONE_MEANING)
def test_a_word_names_one_thing_in_the_code(word: str) -> None:
    """The checker shares no line with the rest, so it has its own words."""
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    defined = re.compile(rf"^(class {word}\b|{word}(: TypeAlias)? = )", re.MULTILINE)
    found = [
        str(path.relative_to(ROOT))
        for path in files
        if ROOT / "verify" / "check" not in path.parents and defined.search(path.read_text(encoding="utf-8"))
    ]
    assert len(found) <= 1, found


def test_what_is_returned_shows_itself_in_a_line_without_places_in_memory(tmp_path: Path) -> None:
    data = memocert.Dataset.from_rows([[z] for z in range(40)], [[z % 2] for z in range(40)])
    name, built = memocert.build("interpolation", data)
    bundle = memocert.write_bundle(tmp_path / name, built.network, data)
    goal = memocert.Memorizes(memocert.network_reference(bundle), memocert.dataset_reference(bundle))
    options = memocert.Options(lane="certificate")
    values = [data, built, bundle, goal, options, memocert.Options(), memocert.Choice(), memocert.ReadOptions()]
    values += [memocert.prove(bundle, goal, options), memocert.torch_source(built.network)]
    values += [memocert.lower_bounds(data), memocert.memorizes_every(memocert.CATALOGUE[name].build, memocert.Every(3))]
    for value in values:
        text = repr(value)
        assert len(text) < 1000, text
        assert "\n" not in text
        assert " at 0x" not in text
    assert repr(memocert.Options()) == "Options()"
    assert repr(options) == "Options(lane='certificate')"
    assert f"Reference('network.json', '{goal.network.sha256[:12]}'...)" in repr(goal)
