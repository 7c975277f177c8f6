"""The layout holds: imports point downward, and the trusted checker stands apart."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from processes import ROOT

FLOORS = (
    "constructions.model",
    "constructions.geometry",
    "constructions.files",
    "constructions.memorizer",
    "constructions",
    "exchange",
    "verify.domain",
    "verify.domain_reader",
    "verify.certificate",
    "verify.verdict",
    "verify.solvers",
    "verify.prove",
    "verify.kernel.terms",
    "verify.kernel.hints",
    "verify.kernel.claimed",
    "verify.claims.shared",
    "verify.claims",
    "verify.kernel",
    "verify.native",
    "verify.second_opinion",
    "verify.lanes",
    "verify.sought",
    "verify.request",
    "verify.queries.as_query",
    "verify.queries",
    "verify.results",
    "verify.words",
    "verify.symbolic",
    "verify.cheaper",
    "verify.synthesis",
    "verify.same_class",
    "verify.read_back",
    "verify.queries.instance_lists",
    "verify.queries.instances",
    "verify.queries.truth",
    "lowerbound",
    "guide",
    "memocert",
)
"""Bottom first. A module may import what stands at its own floor or below; of two names that fit, the longer counts."""

CALLS_THE_CHECKER = (
    "verify.kernel",
    "verify.native",
    "verify.claims",
    "verify.lanes",
    "verify.prove.relaxation",  # bounds of units are the checker's to the last digit
    "verify.prove.bands",  # and so are the ways along a line
    "verify.queries.instances",
    "verify.results",
    "guide",
    "memocert",
)


def modules() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for package in ("constructions", "exchange", "verify", "lowerbound", "guide", "memocert"):
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def looked_at(name: str) -> tuple[set[str], list[int], bool]:
    """Return what a module imports, the lines in which it makes floats, and whether it asserts anything."""
    path, found = MODULES[name], set[str]()
    floats, asserts = list[int](), False
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            floats.append(node.lineno)
        asserts = asserts or isinstance(node, ast.Assert)
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                parts = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
                base = ".".join(parts[: len(parts) - node.level + 1])
                found.add(f"{base}.{node.module}" if node.module else base)
            else:
                found.add(node.module or "")
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found, floats, asserts


def imports(name: str) -> set[str]:
    return looked_at(name)[0]


def floor(name: str) -> int | None:
    fitting = [prefix for prefix in FLOORS if name == prefix or name.startswith(prefix + ".")]
    return FLOORS.index(max(fitting, key=len)) if fitting else None


def is_checker(name: str) -> bool:
    return name == "verify.check" or name.startswith("verify.check.")


MODULES = modules()


def upward(name: str) -> Iterator[str]:
    """Yield what is wrong with the imports of a module outside the checker."""
    own = floor(name)
    if own is None:
        yield f"{name} has no floor"
        return
    for imported in imports(name):
        other = floor(imported)
        if is_checker(imported):
            if not name.startswith(CALLS_THE_CHECKER):
                yield f"{name} calls the checker"
        elif other is not None and other > own:
            yield f"{name} imports {imported}, which stands above it"


def test_imports_point_downward() -> None:
    outside = [name for name in MODULES if name != "verify" and not is_checker(name)]
    assert [wrong for name in outside for wrong in upward(name)] == []


def test_the_checker_imports_only_itself_and_the_standard_library() -> None:
    others = [
        f"{name} imports {imported}"
        for name in filter(is_checker, MODULES)
        for imported in imports(name)
        if not is_checker(imported) and imported.split(".")[0] not in sys.stdlib_module_names
    ]
    assert others == []


def test_a_package_init_is_a_docstring_and_nothing_else() -> None:
    inits = [path for name, path in MODULES.items() if path.name == "__init__.py" and name != "memocert"]
    assert len(inits) > 20
    for path in inits:
        body = ast.parse(path.read_text(encoding="utf-8")).body
        assert len(body) == 1, path
        assert ast.get_docstring(ast.Module(body, [])) is not None, path


@pytest.mark.parametrize("solver", ["z3", "cvc5"])
def test_exactly_one_module_imports_a_solver(solver: str) -> None:
    assert [name for name in MODULES if solver in imports(name)] == [f"verify.solvers.{solver}_backend"]


def test_no_float_is_made_in_what_must_be_exact() -> None:
    allowed = {"guide.tables", "constructions.conditional.axis_data", "constructions.conditional.axis_search"}
    assert {name: looked_at(name)[1] for name in MODULES if name not in allowed and looked_at(name)[1]} == {}


def test_no_check_relies_on_an_assert_in_the_checker() -> None:
    assert [name for name in filter(is_checker, MODULES) if looked_at(name)[2]] == []


def test_the_picture_of_the_floors_shows_every_floor_in_its_order() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    (picture,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    shown = [line.split()[0] for line in picture.splitlines()]
    assert [name for name in shown if name in FLOORS] == [name for name in reversed(FLOORS) if name in shown]
    assert set(FLOORS) | {"verify"} == set(shown)
