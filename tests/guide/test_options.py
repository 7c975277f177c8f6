"""No option is silently ignored, no name is silently another one, and domains are read in one way by all commands."""

import ast
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import typer.main
from commands import command, refused
from processes import PACKAGES, ROOT

import memocert.commands.main
from constructions.conditional.search_tree import search_tree
from constructions.files.bundle import write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Relu
from constructions.synthesis.affine_wires import GateLimits
from exchange.c.c_source import c_source
from lowerbound.comparisons.decision_paths import paths_over
from lowerbound.comparisons.dichotomies import dichotomies
from lowerbound.findings import lower_bounds
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.shared.subject import Reference
from verify.claims.table import asked, asked_as
from verify.domain import Constraint, ball
from verify.lanes import Options
from verify.prove.limits import Limits
from verify.prove.work import Workers
from verify.symbolic.every import ProofLimits
from verify.symbolic.shapes import Every
from verify.synthesis import Choice


def named(*options: str) -> list[tuple[str, str]]:
    """Return options, each with the word that it begins with, by which it is named."""
    return [(option, option.split()[0]) for option in options]


TABLE = named(
    "--labels y",
    "--header",
    "--delimiter ;",
    "--inputs x",
    "--drop x",
    "--decimal ,",
    "--category x",
    "--skip-incomplete",
    "--skip-contradicting",
)
"""What says how a table is read."""

UNUSED: dict[str, list[tuple[str, str]]] = {
    "build --list": [
        ("axis-tree", "the argument name"),
        *named("--output new", "--outputs labels", "--labels y"),
        ("--no-header", "--header"),
        *named("--delimiter ;", "--inputs x", "--drop x", "--decimal ,", "--skip-incomplete", "--skip-contradicting"),
        *named("--set group=8", "--force"),
    ],
    "show b": [("--point 0 --plot p.svg", "--point and --plot"), ("--as-text --json", "--as-text and --json")],
    "compare l.csv": [
        ("--json --csv", "--json and --csv"),
        ("--price --families", "--price and --families"),
        ("--price --csv", "--price and --csv"),
    ],
    "plot -o p.svg": [*named("--outputs labels"), *TABLE],
    "plot --trade-off -o p.svg": [
        ("l.csv", "the argument data"),
        *named("--memorizer zhang", "--outputs labels"),
        *TABLE,
    ],
    "plot --gates -o p.svg": [("--trade-off", "--trade-off and --gates"), ("l.csv", "the argument data")],
    "read b/network.json": [
        *TABLE,
        *named("--force", "--trust-pickle"),
        ("--output-name y", "output can be named in .onnx"),
        ("--round-inputs", "--round-inputs has no effect"),
        ("--one-row", "--one-row has no effect"),
    ],
    "read two.json": [
        ("--one-logit", "--one-logit has no effect"),
        ("--class a", "--class names each of several outputs"),
    ],
    "predict b/network.json l.csv": named("--by-position", "--force", "--skip-contradicting"),
    "export b --c b.c": [
        *named("--data-point 0"),
        ("--to c", "--c and --to"),
        ("-o c.c", "--c and --output"),
        *named("--gates if", "--precision float32", "--exact", "--time-limit 1", "--path-limit 1"),
    ],
    "export b -o b.py": named(
        "--claim memorizes", "--arithmetic double", "--gates if", "--time-limit 1", "--path-limit 1"
    ),
    "export b -o b.onnx": [*named("--arithmetic double"), ("--c b.c", "--c and --output")],
    "prove b --claim memorizes": [
        *named(
            *("--at-most 3", "--exact", "--measure total", "--radius 0", "--other b/network.json", "--box 0 1"),
            *("--domain all.json", "--output-box 0 1", "--outputs all.json", "--unsafe x0>1"),
            *("--unsafe-file all.json", "--tolerance 1", "--count 1", "--path-limit 9", "--jobs 1"),
            *("--cluster tcp://h:1", "--resume new.journal", "--method paths", "--no-falsifier"),
        ),
        ("--lane certificate --also cvc5", "--also"),
        ("--lane certificate --query auto", "--query"),
        ("--lane certificate --time-limit 9", "--time-limit"),
    ],
    "prove b --claim paths": [
        *named("--method paths", "--no-falsifier", "--labels as-given", "--query whole"),
        ("--lane z3 --count 3 --path-limit 9", "--path-limit"),
        ("--lane z3 --count 3 --jobs 2", "--jobs"),
        ("--jobs 2 --cluster tcp://h:1", "--jobs and --cluster"),
    ],
    "prove b --claim operations-at-most": [("--exact --at-most 3", "--exact and --at-most")],
    "prove b --claim equivalent --other b/network.json": [("--radius 1 --box 0 1", "--radius and a domain")],
    "synthesize b -o new --equal-on domain": [
        *named("--radius 0", "--gates cheapest", "--target worst", "--resume new.journal"),
        *TABLE,
        *named("--one-row", "--one-logit", "--class a"),
    ],
    "synthesize b -o new --same class": named(
        *("--equal-on data", "--box 0 1", "--domain all.json", "--gates cheapest", "--target worst"),
        *("--jobs 2", "--cluster tcp://h:1", "--resume new.journal"),
    ),
    "synthesize b -o new": [
        *named("--box 0 1", "--domain all.json", "--round-inputs", "--skip-ties"),
        ("--jobs 2 --cluster tcp://h:1", "--jobs and --cluster"),
    ],
    "lowerbound --table": [
        ("l.csv", "the argument data"),
        ("-o new", "--output"),
        *named("--leaves affine", "--gates oblique", "--mean", "--units", "--shapes", "--outputs labels"),
        *TABLE,
        *named("--force"),
    ],
    "lowerbound l.csv": [
        *named("--compare", "--products", "--replay cvc5", "--resume new.journal", "--force"),
        *named("--jobs 2", "--cluster tcp://h:1"),
        ("--shapes --jobs 2 --cluster tcp://h:1", "--jobs and --cluster"),
    ],
    "paths b": [("--data --path-limit 9", "--path-limit")],
    "paths b/network.json": [("--data", "--data needs the data")],
    "reach": [
        ("--memorizer halting", "no memorizer of the catalogue 'halting'"),
        ("--jobs 2 --cluster tcp://h:1", "--jobs and --cluster"),
    ],
    "theorems": [*named("--also cvc5"), ("--prove 36", "the argument number"), ("1000", "no theorem '1000'")],
    "show b/network.json": [("--plot p.svg", "--plot needs the data")],
    "build axis-tree l.csv": [("--force", "needs a memorizer, a data set and -o")],
    "synthesize b": [("--force", "needs -o")],
    "verify --instances l.csv": [("n.onnx", "exclude each other")],
    "verify l.csv l.csv": [("--jobs 2 --cluster tcp://h:1", "--jobs and --cluster")],
}
"""What stands on a command line, and what would have no effect after it, with the words that name it."""

TABLES = {"inputs", "drop", "decimal", "numbered", "skip_incomplete", "skip_contradicting"}
ALWAYS = {
    "build": {"list_them", "data"},
    "show": {"target"},
    "compare": {"data", "memorizer", "outputs", "labels", "header", "delimiter", *TABLES},
    "plot": {"output", "largest", "as_csv", "exchange"},
    "read": {"model", "data", "output"},
    "predict": {"target", "data", "output", "decimals", "labels", "header", "delimiter", *TABLES},
    "export": {"bundle", "to", "output", "force"},
    "prove": {"bundle", "claim", "lane", "counterexamples"},
    "check": {"bundle", "kernel", "native"},
    "synthesize": {"model", "data", "output", "equal_on", "most_gates"},
    "lowerbound": {"table"},
    "paths": {"target", "box", "domain", "plot"},
    "prove-construction": {"construction", "sizes", "labels", "points", "also", "shapes", "seconds", "output"},
    "theorems": {"prove"},
    "verify": {"network", "query", "instances", "timeout"},
    "instances": {"folder", "seed", "kinds", "count", "ask"},
    "reach": {"seconds", "also", "resume"},
    "report": {"target", "output", "up_to", "self_checking"},
    "demo": {"data", "output"},
    "tutorial": {"output", "pause"},
    "doctor": set[str](),
}
"""The parameters that have an effect wherever they may stand; ``--json`` and ``--time-limit`` have one everywhere."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("options")
    (folder / "l.csv").write_text("x,y\n0,1\n2,0\n3,1\n7,0\n")
    (folder / "every.py").write_bytes((ROOT / "examples" / "04_every_data_set.py").read_bytes())
    (folder / "all.json").write_text("[]")
    (folder / "two.json").write_bytes(network_bytes(Relu(2)))
    (folder / "crossed.json").write_text('[[[0,"1"],">=","5"],[[0,"2"],"<=","8"]]')
    assert command("build", "axis-tree", "l.csv", "-o", "b", folder=folder).returncode == 0
    return folder


CASES = [(words, more, named) for words, cases in UNUSED.items() for more, named in cases]


@pytest.mark.parametrize(("words", "more", "named"), CASES, ids=lambda value: str(value)[:50])
def test_an_option_without_effect_is_refused_in_one_line_that_names_it(
    folder: Path, words: str, more: str, named: str
) -> None:
    before = sorted(folder.iterdir())
    result = command(*words.split(), *more.split(), folder=folder)
    refused(result, named)
    assert result.stderr.startswith("memocert: ")
    assert sorted(folder.iterdir()) == before


def parameters() -> dict[str, dict[str, Any]]:
    group: Any = typer.main.get_command(memocert.commands.main.app)
    return {name: {item.name: item for item in each.params} for name, each in group.commands.items()}


def test_every_parameter_of_every_command_is_refused_somewhere_or_has_an_effect_everywhere() -> None:
    known = parameters()
    assert known.keys() == ALWAYS.keys()
    for name, items in known.items():
        written = " ".join([f"{words} {more}" for words, more, _ in CASES if words.split()[0] == name]).split()
        for item in items.values():
            if item.name in ("as_json", "help", *ALWAYS[name], *(() if name == "export" else ("time_limit",))):
                continue
            arguments = {"name": "axis-tree", "number": "36"}
            spelled = {*item.opts, *item.secondary_opts, arguments.get(item.name or "", "l.csv")}
            assert spelled & set(written), (name, item.name)


def test_every_field_of_a_claim_is_refused_by_every_claim_that_does_not_use_it(folder: Path) -> None:
    fields = {
        "labels": ["--labels", "as-given"], "bound": ["--at-most", "3"], "exact": ["--exact"],
        "measure": ["--measure", "total"], "radius": ["--radius", "1"], "other": ["--other", "b/network.json"],
        "domain": ["--box", "0", "1"], "outputs": ["--output-box", "0", "1"], "count": ["--count", "2"],
        "unsafe": ["--unsafe", "x0 > 1"], "tolerance": ["--tolerance", "1"],
    }  # fmt: skip
    assert fields.keys() == set[str]().union(*[how.uses for how in asked().values()])
    for name, how in asked().items():
        for field in fields.keys() - how.uses:
            result = command("prove", "b", "--claim", name, *fields[field], folder=folder)
            refused(result, f"{fields[field][0]}: not used by {name}, only by ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("prove b --claim memorises", "the nearest is 'memorizes'"),
        ("prove b --measure comparison", "the nearest is 'comparisons'"),
        ("prove b --lane certifcate", "the nearest is 'certificate'"),
        ("prove b --clam paths", "--claim"),
        ("prov b", "'prove'"),
        ("synthesize b -o new --gates unit", "the nearest is 'units'"),
        ("synthesize b -o new --target men", "the nearest is 'mean'"),
        ("lowerbound l.csv --leaves afine", "the nearest is 'affine'"),
        ("lowerbound l.csv --gates obliqe", "the nearest is 'oblique'"),
        ("build serch-tree l.csv -o new", "the nearest is 'search-tree'"),
        ("compare l.csv --memorizer zhan", "the nearest is 'zhang'"),
        ("compare l.csv --families --memorizer haltin", "the nearest is 'halting'"),
        ("plot -o p.svg --memorizer zhan", "the nearest is 'zhang'"),
        ("reach --memorizer zhan", "the nearest is 'zhang'"),
        ("prove-construction serch-tree", "the nearest is 'search-tree'"),
        ("build search-tree l.csv -o new --labels yy", "the nearest is 'y'"),
        ("lowerbound", "needs a data set, or --table"),
        ("lowerbound nowhere.csv", "nowhere.csv"),
        ("paths nowhere.json", "nowhere.json"),
        ("synthesize nowhere.json -o x", "nowhere.json"),
        ("synthesize nowhere.json", "needs -o"),
        ("prove-construction nowhere.py:f", "nowhere.py: no such file"),
        ("prove-construction every.py:missing", "there is no function 'missing'"),
        ("prove-construction every.py:of_by_one", "no function 'of_by_one' in it; the nearest is 'off_by_one'"),
        ("prove-construction every.py:Path.cwd", "there is no function 'Path.cwd'"),
        ("prove-construction every.py:constant", "constant(values, width) must take one argument, the data set"),
        ("prove-construction every.py", "every.py: name a function in it, as every.py:FUNCTION"),
        ("prove-construction interpolashun", "the nearest is 'interpolation'"),
        ("prove-construction zhang --n 0..3", "--n: '0..3'"),
        ("prove-construction zhang --n 5..3", "--n: '5..3'"),
        ("prove-construction zhang --n x", "--n: 'x'"),
    ],
)
def test_bad_input_is_refused_in_one_line_a_name_with_the_nearest_known_one(
    folder: Path, words: str, said: str
) -> None:
    refused(command(*words.split(), folder=folder), said)


REFERENCE = Reference("a.json", "")
LINE = Dataset.from_rows([[0], [1]], [[0], [1]])


@pytest.mark.parametrize(
    ("call", "near"),
    [
        (lambda: Choice("unit"), "units"),  # type: ignore[arg-type]
        (lambda: Choice(None, "men"), "mean"),  # type: ignore[arg-type]
        (lambda: Options("certifcate"), "certificate"),  # type: ignore[arg-type]
        (lambda: Options(query="hole"), "whole"),  # type: ignore[arg-type]
        (lambda: OperationsAtMost(REFERENCE, 1, "comparison"), "comparisons"),
        (lambda: Memorizes(REFERENCE, REFERENCE, "one hot"), "one-hot"),  # type: ignore[arg-type]
        (lambda: Every(2, "neighbours-differ"), "neighbours differ"),  # type: ignore[arg-type]
        (lambda: lower_bounds(LINE, "afine"), "affine"),  # type: ignore[arg-type]
        (lambda: lower_bounds(LINE, "affine", "axes"), "axis"),  # type: ignore[arg-type]
        (lambda: search_tree(LINE, "constants"), "constant"),  # type: ignore[arg-type]
        (lambda: c_source(Relu(1), LINE, "integer"), "integers"),  # type: ignore[arg-type]
        (lambda: Constraint(Affine([[1]], [0]).weights[0], "=>", LINE.points[0][0]), ">="),
        (lambda: asked_as("pathes"), "paths"),
    ],
)  # fmt: skip
def test_from_python_a_name_that_is_not_known_is_refused_with_the_nearest_known_one(call: Any, near: str) -> None:
    with pytest.raises(BadInput, match="there is no ") as caught:
        call()
    assert f"the nearest is {near!r}" in str(caught.value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Options(seconds=-1), "seconds must be at least 0, not -1"),
        (lambda: Options(paths=0), "paths must be at least 1, not 0"),
        (lambda: Options(jobs=-2), "jobs must be at least 0, not -2"),
        (lambda: Choice(most_gates=-1), "most_gates must be at least 0, not -1"),
        (lambda: GateLimits(-1), "gates must be at least 0, not -1"),
        (lambda: ProofLimits(shapes=0), "shapes must be at least 1, not 0"),
        (lambda: ball([0, 0], -1), "radius must be at least 0, not -1"),
        (lambda: Every(0), "size must be a number of points in 1..9,999, not 0"),
        (lambda: Every(2, points=(2, 1)), "points must be 2 numbers, each greater than the one before"),  # type: ignore[arg-type]
        (lambda: Every(2, points=(1,)), "points must be 2 numbers, each greater than the one before"),  # type: ignore[arg-type]
        (lambda: dichotomies([]), "points must be at least one, all of one width and no two of them equal"),
        (lambda: dichotomies([[1], [1]]), "points must be at least one, all of one width and no two of them equal"),
        (lambda: dichotomies([[1], [1, 2]]), "points must be at least one, all of one width and no two of them equal"),
        (lambda: write_bundle("b", Relu(2), LINE), "b: the network takes 2 inputs, but the data have 1 coordinate"),
    ],
)  # fmt: skip
def test_from_python_what_means_nothing_is_refused(call: Any, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        call()
    assert str(caught.value) == message


@pytest.mark.parametrize("value", [2.5, 2.0, "2", True, Fraction(2)], ids=repr)
@pytest.mark.parametrize(
    "limited",
    [
        lambda value: Choice(most_gates=value),
        lambda value: GateLimits(value),
        lambda value: ProofLimits(shapes=value),
        lambda value: Limits(paths=value),
        lambda value: Options(paths=value),
        lambda value: Options(jobs=value),
        lambda value: Workers(value),
        lambda value: Every(value),
    ],
)
def test_a_limit_that_counts_is_an_integer(limited: Any, value: Any) -> None:
    with pytest.raises(TypeError, match=f"must be an integer, not {type(value).__name__} "):
        limited(value)


def test_a_ball_and_paths_from_python_take_whole_numbers_and_no_domain() -> None:
    assert [constraint.bound for constraint in ball([1], 2)] == [Fraction(-1), Fraction(3)]
    assert {type(constraint.bound) for constraint in ball([1], 2)} == {Fraction}
    assert [path.decisions for path in paths_over(Relu(1))] == ["0", "1"]


DOMAINS = [
    "prove b --claim paths",
    "prove b --claim operations-at-most --exact",
    "prove b --claim output-within --output-box 0 1",
    "prove b --claim equivalent --other b/network.json",
    "prove b --claim within-tolerance --other b/network.json --tolerance 1/2",
    "prove b --claim avoids --unsafe y0>1",
    "synthesize b -o new --equal-on domain",
    "paths b",
]


@pytest.mark.parametrize("words", DOMAINS)
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("--box 3 2", "--box: 3 is greater than 2, so nothing is in the box"),
        ("--box 0 x", "--box: 'x' is not a number"),
        ("--domain crossed.json", "crossed.json: no input satisfies both x0 >= 5 and 2 x0 <= 8: the domain is empty"),
        ("--domain nowhere.json", "nowhere.json: no such file"),
        ("--box 6 7 --domain crossed.json", "--box and crossed.json: no input satisfies both x0 >= 6 and 2 x0 <= 8"),
    ],
)
def test_every_command_says_the_same_of_a_domain_that_cannot_be_meant(
    folder: Path, words: str, more: str, said: str
) -> None:
    refused(command(*words.split(), *more.split(), folder=folder), f"memocert: {said}")


@pytest.mark.parametrize("words", ["prove b --claim memorizes-robustly", "synthesize b -o new"])
@pytest.mark.parametrize(
    ("radius", "said"), [("-1", "--radius must be at least 0, not -1"), ("x", "--radius: 'x' is not a number")]
)
def test_every_command_says_the_same_of_a_radius(folder: Path, words: str, radius: str, said: str) -> None:
    refused(command(*words.split(), "--radius", radius, folder=folder), f"memocert: {said}")


def test_paths_on_a_box_count_the_data_points_of_the_box_alone(folder: Path) -> None:
    said = command("paths", "b", "--box", "2", "3", folder=folder)
    assert said.returncode == 0, said.stderr
    assert "2 of 4 data points satisfy the constraints; only they are counted" in said.stdout
    assert "2 <= 2 x 1: holds" in " ".join(said.stdout.split())
    nobody = command("paths", "b", "--box", "4", "5", folder=folder)
    assert "counting" not in nobody.stdout
    assert "0 of 4 data points" in nobody.stdout
    of_data = command("paths", "b", "--data", "--box", "4", "5", folder=folder)
    assert "no data point satisfies the constraints" in of_data.stdout


def wildcards() -> list[tuple[Path, ast.match_case]]:
    """Return every ``case _`` beside a case that is a string: there a name is chosen from."""
    found = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(text if "case _" in text else "")):
                if isinstance(node, ast.Match) and any([_is_name(case.pattern) for case in node.cases]):
                    last = node.cases[-1]
                    if isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None and not last.guard:
                        found.append((path, last))
    return found


def _is_name(pattern: ast.pattern) -> bool:
    if isinstance(pattern, ast.MatchOr):
        return any(map(_is_name, pattern.patterns))
    return isinstance(pattern, ast.MatchValue) and isinstance(getattr(pattern.value, "value", None), str)


def test_no_name_that_is_not_known_means_something_else() -> None:
    found = wildcards()
    assert found
    for path, case in found:
        assert isinstance(case.body[-1], ast.Raise), f"{path}, line {case.body[0].lineno}: a silent default"
