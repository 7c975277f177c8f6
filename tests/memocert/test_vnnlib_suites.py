"""The conformance suites of VNN-LIB, where they are installed (the extra ``suites``; ``make test-all`` installs it)."""

from collections import Counter
from contextlib import chdir, redirect_stdout
from fractions import Fraction
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from commands import solver

from exchange.vnnlib.assignments import assignment_text
from exchange.vnnlib.capabilities import CAPABILITIES
from exchange.vnnlib.reader import read_query

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

UNKNOWN = {
    "div01", "div02", "div03", "div04",  # a quotient of two computed values
    "mul03",  # their product
    "network_isomorphic01",  # the official parser refuses it: isomorphic networks of two types
}  # fmt: skip
REFUSED = Counter({"Pow": 6, "Softmax": 5, "POLY": 4, "Sigmoid": 3})


def test_all_cases_that_are_decided_are_decided_as_expected(tmp_path: Path) -> None:
    pytest.importorskip("vnntest", reason="the extra 'suites' is not installed")
    from vnntest.core.evaluator import partition_by_support
    from vnntest.core.generator import generate_all_tests
    from vnntest.models.test_case import TestCase

    with chdir(tmp_path), redirect_stdout(StringIO()):
        entries = generate_all_tests()
        cases = [
            TestCase.from_manifest_entry(entry, Path(".vnnlib-satisfactory/tests") / entry["category"])
            for entry in entries
        ]
    capabilities = {name: set(lines) for name, lines in CAPABILITIES.items()}
    runnable, skipped = partition_by_support(
        cases,
        capabilities["onnx-operators"],
        capabilities["multiple-network-theories"],
        capabilities["hidden-node-theories"],
        capabilities["multiple-input-output-theories"],
        capabilities["arithmetic-complexity-theories"],
    )
    assert Counter([item.missing_op for item in skipped]) == REFUSED
    wrong, unknown = [], set()
    for case in runnable:
        networks = [word for name, path in case.onnx_paths.items() for word in ("--network", f"{name}={path}")]
        found = solver("verify", case.vnnlib_path, *networks, folder=tmp_path)
        word = found.stdout.partition("\n")[0] or "unknown"
        if word == "unknown":
            unknown.add(Path(case.vnnlib_path).stem)
        elif word != case.expected.value.lower():
            wrong.append((case.id, word))
    assert wrong == []
    assert unknown == UNKNOWN
    assert (len(cases), len(runnable) - len(unknown)) == (178, 154)


def test_what_is_supported_is_said_in_the_form_that_the_suites_want() -> None:
    pytest.importorskip("vnntest", reason="the extra 'suites' is not installed")
    from vnntest.core import compliance

    for name, check in (
        ("--onnx-opset-versions", compliance.validate_opset_versions),
        ("--vnnlib-versions", compliance.validate_vnnlib_versions),
        ("--serialise-assignments", compliance.validate_serialise_assignments),
    ):
        assert check(solver("supports", name).stdout) is None


def test_capabilities_are_printed_as_the_model_of_a_solver_prints_them() -> None:
    pytest.importorskip("vnnlib_test_solver", reason="the extra 'suites' is not installed")
    from vnnlib_test_solver.supports import CAPABILITIES as KNOWN, render

    assert {f"--{name}" for name in CAPABILITIES} == set(KNOWN)
    reported: dict[str, Any] = {name: list(lines) for name, lines in CAPABILITIES.items()}
    reported["onnx-operators"] = [{"name": name} for name in CAPABILITIES["onnx-operators"]]
    for name in ("optimised-disjunctive-reasoning", "serialise-assignments"):
        reported[name] = CAPABILITIES[name] == ("true",)
    config: Any = SimpleNamespace(capabilities=reported)
    for name in KNOWN:
        assert solver("supports", name).stdout == render(name, config)


def test_assignments_are_printed_as_the_model_of_a_solver_prints_them(tmp_path: Path) -> None:
    pytest.importorskip("vnnlib_test_solver", reason="the extra 'suites' is not installed")
    from vnnlib_test_solver.assignments import render
    from vnnlib_test_solver.querymodel import read_query as read_model

    text = """(vnnlib-version <2.0>)
(declare-network f (declare-input A float32 [2,2]) (declare-input B int32 [1])
 (declare-hidden H float32 [1,2] "hidden") (declare-output Y float32 [1]))
(declare-network g (declare-input C float32 [2,2]) (declare-output Z float32 [1]))
(assert (<= A[0,0] 1.0))
"""
    file = tmp_path / "a.vnnlib"
    file.write_text(text)
    values: dict[str, list[Any]] = {
        "A": [0.5, 0.25, -0.75, 2.0], "B": [-1], "H": [0.5, 0.125], "Y": [0.0],
        "C": [1.0, 0.375, 4.0, -8.0], "Z": [1024.0],
    }  # fmt: skip
    order = ("A", "B", "C", "H", "Y", "Z")
    numbers = [Fraction(value) for name in order for value in values[name]]
    assert assignment_text(read_query(file), numbers) == render(read_model(file), values)
