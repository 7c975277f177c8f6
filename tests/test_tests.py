"""What holds of the tests: none measures the machine, random ones share a profile, none passes without a look."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).resolve().parent
FILES = sorted([*TESTS.rglob("*.py")])
CLOCKS = {"time", "perf_counter", "monotonic", "process_time", "sleep", "RLIMIT_CPU", "alarm", "setitimer"}
MEASURED = {"seconds", "elapsed", "duration"}
ALLOWED = {
    "mutation/bundles.py": {"alarm"},
    "verify/prove/test_universal.py": {"seconds=5.0"},
    "verify/test_symbolic.py": {"a limit for a solver: replay(script, 3)"},
}
"""A mutant of the checker may run for ever; the run of mutants, which is no test, ends it. And Z3 may say nothing in
its seconds where a certificate is made as well. One test looks at what becomes of a limit that passes."""


def clocks(tree: ast.Module) -> Iterator[str]:
    """Yield each name of a clock, each limit of time that is not the patience that all tests share, each idle loop."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from {name.name for name in names} & CLOCKS
                if isinstance(node, ast.ImportFrom) and node.module in CLOCKS:
                    yield str(node.module)
            case ast.Attribute(attr=name) if name in CLOCKS:
                yield name
            case ast.Name(id=name) if name in CLOCKS:
                yield name
            case ast.Compare():
                parts = [part for part in ast.walk(node) if isinstance(part, ast.Attribute)]
                yield from {f"compares {part.attr}" for part in parts if part.attr in MEASURED}
            case ast.keyword(arg="timeout", value=value) if ast.unparse(value) != "PATIENCE":
                yield f"timeout={ast.unparse(value)}"
            case ast.keyword(arg="seconds", value=ast.Constant(value=int() | float() as value)) if value >= 1:
                yield f"seconds={value}"
            case ast.Call(func=ast.Attribute(attr="run") | ast.Name(id="replay"), args=[_, ast.Constant(value=int())]):
                yield f"a limit for a solver: {ast.unparse(node)}"
            case ast.While(test=test, body=[ast.Pass()]) if not isinstance(test, ast.Constant):
                yield "waits in a loop"
            case ast.keyword(arg="deadline" | "derandomize" | "database" as name, value=value):
                yield f"{name}={ast.unparse(value)}"


def test_no_test_asks_the_clock_or_returns_early() -> None:
    for path in FILES:
        name, tree = path.relative_to(TESTS).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        found = set(clocks(tree)) - ALLOWED.get(name, set())
        assert name == "conftest.py" or not found, name
        assert list(returns(tree)) == [], name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from time import perf_counter", "perf_counter"),
        ("import time", "time"),
        ("resource.setrlimit(resource.RLIMIT_CPU, (45, 45))", "RLIMIT_CPU"),
        ("run(command, timeout=60)", "timeout=60"),
        ("assert sum([item.seconds for item in found]) < 20", "compares seconds"),
        ("outcome = memorizes_every(build, every, Limits(seconds=5))", "seconds=5"),
        ("assert Session().run(script, 20) == ['sat']", "a limit for a solver: Session().run(script, 20)"),
        ("while process.poll() is None:\n    pass", "waits in a loop"),
        ("@settings(deadline=200)\ndef f(): pass", "deadline=200"),
    ],
)
def test_a_clock_is_found(line: str, name: str) -> None:
    assert name in set(clocks(ast.parse(line)))


def test_random_tests_run_under_the_one_profile() -> None:
    assert settings.default is not None
    assert settings.default.deadline is None
    assert settings.default.derandomize
    assert {HealthCheck.too_slow, HealthCheck.data_too_large} <= set(settings.default.suppress_health_check)


def returns(tree: ast.Module) -> Iterator[str]:
    """Yield the tests that return early: a case that is not looked at belongs out of the parameters."""
    for test in tree.body:
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_") and any(map(is_early, test.body)):
            yield test.name


def is_early(node: ast.AST) -> bool:
    """Tell whether a statement returns; functions inside it have returns of their own, and expressions none."""
    if isinstance(node, ast.FunctionDef | ast.expr):
        return False
    return isinstance(node, ast.Return) or any(map(is_early, ast.iter_child_nodes(node)))


def test_a_test_that_returns_early_is_found() -> None:
    text = "def test_a(n):\n    if n:\n        return\n    assert n == 0\n"
    assert list(returns(ast.parse(text))) == ["test_a"]
    text = "def test_b():\n    def inner():\n        return 1\n    assert inner()\n"
    assert not list(returns(ast.parse(text)))


def test_no_folder_has_more_tests_than_one_can_look_over() -> None:
    for folder in {path.parent for path in FILES}:
        assert len(list(folder.glob("test_*.py"))) <= 20, folder


def test_folders_of_tests_of_constructions_are_packages_there() -> None:
    packages = {path.name for path in (TESTS.parent / "constructions").iterdir() if path.is_dir()}
    folders = {path.name for path in (TESTS / "constructions").iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders <= packages
    assert len(folders) >= 6
