"""The doctor: versions, optional parts, and a self-test of every lane on small examples whose truth is known."""

import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import verify.check
from constructions.catalogue import build, named
from constructions.files.bundle import NETWORK_FILE, Bundle, write_bundle
from constructions.files.canonical import network_bytes
from constructions.files.disk import reason, write_whole
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, installing
from constructions.model.network import Affine, Relu, chain
from constructions.model.nouns import count_of
from lowerbound.bounds.formulas import SEARCHED
from lowerbound.comparisons.minimum import need
from lowerbound.comparisons.subsets import Subsets
from verify import native
from verify.check.bundle import check_bundle
from verify.check.verdict import ACCEPTED, REJECTED
from verify.claims.equivalent import Equivalent
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.shared.base import Claim
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.lanes import Lane, Options, add_network, prove
from verify.second_opinion import second_opinion
from verify.symbolic.every import ProofLimits, memorizes_every
from verify.symbolic.shapes import Every
from verify.verdict import Proved, ProvedBySolver, Refuted, Verdict

OPTIONAL = (
    ("cvc5", "cvc5", "a second solver"),
    ("onnx", "onnx", "reading ONNX files"),
    ("onnxruntime", "onnx", "comparing with what runs ONNX files"),
    ("scikit-learn", "sklearn", "estimators, and reading trees, forests, linear models and perceptrons"),
    ("skops", "skops", "reading models of scikit-learn from files without running code in them"),
    ("xgboost", "boosting", "comparing with XGBoost; its files are read without it"),
    ("lightgbm", "boosting", "comparing with LightGBM; its files are read without it"),
    ("vnnlib", "vnnlib", "reading queries of VNN-LIB 2"),
    ("maraboupy", "marabou", "asking Marabou about queries"),
    ("distributed", "dask", "sharing a search with other machines"),
    ("torch", "torch", "reading PyTorch states"),
    ("numba", "fast", "a faster search for the least depth of trees"),
    ("pystreed", "solvers", "comparing depths of trees"),
    ("pycontree", "solvers", "comparing depths of trees"),
)
"""What need not be installed: the package, the extra that brings it, and what it is for."""

SECONDS = 10.0
"""How long one lane may take here: each needs far less, so more is a defect of the machine or of the program."""


Ending = TypeVar("Ending")


@dataclass(frozen=True, slots=True)
class Part:
    """A package: its version (None if it is missing), whether it is needed, what for, and how to get it."""

    name: str
    version: str | None
    needed: bool
    use: str
    install: str


@dataclass(frozen=True, slots=True)
class Examination:
    """What came of one test: what was tested, whether it went well, and in words what was seen."""

    name: str
    well: bool
    seen: str
    seconds: float


def parts() -> list[Part]:
    """Return memocert's packages, those that it needs first.

    >>> [part.name for part in parts() if part.needed][:2]
    ['z3-solver', 'sympy']
    """
    names = [text for text in requires("memocert") or () if "extra ==" not in text]
    found = []
    for text in names:
        name = text.split(">")[0].split(";")[0].strip()
        found.append(Part(name, _version(name), True, "everything", "pip install memocert"))
    for name, extra, what in OPTIONAL:
        found.append(Part(name, _version(name), False, what, installing(extra)))
    compiler = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)
    found.append(Part("a C compiler", compiler, False, "running what export writes", "install gcc or clang"))
    built = None if native.program() is None else "built"
    found.append(Part(native.NAME, built, False, "check --native, the checker proved in Coq", native.HOW))
    return found


def platform_text() -> str:
    """Return which memocert runs on what."""
    return f"memocert {version('memocert')}, Python {platform.python_version()}, {platform.platform(terse=True)}"


def examinations() -> Iterator[Examination]:
    """Yield the result of each test; a test that raises anything has failed, and the next one runs all the same."""
    try:
        place = tempfile.TemporaryDirectory(prefix="memocert-doctor-")
    except OSError as error:
        yield Examination("a folder for temporary files", False, reason(error), 0.0)
        return
    with place as folder:
        bundle = _example(Path(folder) / "example")
        tests: list[tuple[str, Callable[[Bundle], str]]] = [
            ("construction", _built),
            ("certificate lane", _certified),
            ("Z3 lane", _by_solver),
            ("both lanes, all inputs", _everywhere),
            ("a false claim", _refuted),
            ("the checker alone", _alone),
            ("a tampered bundle", _tampered),
            ("lower bound", _lower),
            ("every data set", _every),
        ]
        if any(_version(name) for name, _, _ in OPTIONAL):
            tests.append(("optional parts", _loaded))
        if _version("cvc5") is not None:
            tests.append(("cvc5", _second))
        if native.program() is not None:
            tests.append(("the checker proved in Coq", _native))
        for name, test in tests:
            started = perf_counter()
            try:
                seen, well = test(bundle), True
            except Exception as error:  # whatever goes wrong is what the doctor is asked for
                seen, well = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}", False
            yield Examination(name, well, seen, perf_counter() - started)


def _example(folder: Path) -> Bundle:
    """Write the example: eight points on a line with labels 0, 1, 0, ..., for which two comparisons are least."""
    dataset = Dataset.from_rows([[place] for place in range(8)], [[place % 2] for place in range(8)])
    return write_bundle(folder, build("search-tree-affine", dataset)[1].network, dataset, "")


def _built(bundle: Bundle) -> str:
    built = named("search-tree-affine").build(bundle.data)
    found = structural_worst(built.network).comparisons
    _expect(found == built.promise.comparisons == 2, f"{count_of(found, 'comparison')} instead of 2")
    return "a search tree for 8 points makes 2 comparisons, as its formula promises"


def _certified(bundle: Bundle) -> str:
    _ends_as(Proved, _verdict(bundle, _memorizes(bundle), "certificate"))
    _expect(_verdicts(bundle)[0] == ACCEPTED, "the checker does not accept the bundle")
    return "memorizes: a certificate, accepted by the checker"


def _by_solver(bundle: Bundle) -> str:
    alone = _example(bundle.folder.parent / "alone")  # with a certificate there would be more than Z3's word
    verdict = _ends_as(ProvedBySolver, _verdict(alone, _memorizes(alone), "z3"))
    return f"memorizes: {', '.join(verdict.solvers)} finds no counterexample"


def _everywhere(bundle: Bundle) -> str:
    twice = chain(Affine([[1], [-1]], [0, 0]), Relu(2), Affine([[1, -1]], [0]))  # relu(x) - relu(-x) = x
    folder = bundle.folder.parent
    pair = write_bundle(folder / "pair", twice, bundle.data, "")
    write_whole(folder / "plain.json", network_bytes(Affine([[1]], [0])))
    claim = Equivalent(network_reference(pair), add_network(pair, folder / "plain.json"))
    verdict = _ends_as(Proved, _verdict(pair, claim, "both"))
    _expect(bool(verdict.solvers), "Z3 gave no answer")
    return "relu(x) - relu(-x) = x for every x: a certificate, and Z3 agrees"


def _refuted(bundle: Bundle) -> str:
    claim = OperationsAtMost(network_reference(bundle), 1, "comparisons")
    verdict = _ends_as(Refuted, _verdict(bundle, claim, "both"))
    return f"at most 1 comparison: refuted by the input {verdict.point[0]}, run exactly"


def _alone(bundle: Bundle) -> str:
    root = str(Path(verify.check.__path__[0]).parent)
    code = f"import sys; sys.path.insert(0, {root!r}); from check.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-I", "-S", "-c", code, str(bundle.folder)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    _expect(result.returncode == 0, result.stdout + result.stderr)
    return "accepts the bundle in an interpreter without any package"


def _tampered(bundle: Bundle) -> str:
    path = bundle.folder / NETWORK_FILE
    before = path.read_bytes()
    try:
        write_whole(path, before.replace(b'"1"', b'"2"', 1))
        _expect(path.read_bytes() != before, "nothing was changed")
        _expect(set(_verdicts(bundle)) == {REJECTED}, "the checker does not reject it")
    finally:
        write_whole(path, before)
    return "one number of the network changed: the checker rejects every claim"


def _native(bundle: Bundle) -> str:
    said = [result.verdict for result in native.program_says(bundle.folder)]
    _expect(set(said) == {ACCEPTED}, f"it says {', '.join(said)}")
    return "accepts the bundle, read by what is proved"


def _lower(bundle: Bundle) -> str:
    found = need(Subsets(bundle.data)).comparisons
    _expect(found == 2, f"{found} instead of 2")
    return f"no network memorizes the example with fewer than 2 comparisons, {SEARCHED}"


def _every(_bundle: Bundle) -> str:
    limits = ProofLimits(SECONDS, 100, False, None)
    outcome = memorizes_every(named("search-tree-constant").build, Every(4, "any", None), limits)
    _expect(outcome.proved, outcome.verdict)
    return f"the search tree memorizes any 4 points on a line: {outcome.verdict}"


def _second(bundle: Bundle) -> str:
    claim = _memorizes(bundle)
    opinion = second_opinion(bundle, claim, _verdict(bundle, claim, "both"), SECONDS)
    if opinion is None or opinion.answer != "unsat":
        raise BadInput(f"no second opinion: {opinion}")
    return f"{opinion.solver} replays the SMT-LIB file: unsat, too"


def _memorizes(bundle: Bundle) -> Memorizes:
    return Memorizes(network_reference(bundle), dataset_reference(bundle))


def _verdict(bundle: Bundle, claim: Claim, lane: Lane) -> Verdict:
    return prove(bundle, claim, Options(lane=lane, seconds=SECONDS))


def _verdicts(bundle: Bundle) -> list[str]:
    return [result.verdict for result in check_bundle(str(bundle.folder))]


def _ends_as(kind: type[Ending], verdict: Verdict) -> Ending:
    if not isinstance(verdict, kind):
        raise BadInput(f"instead of {kind.__name__}: {verdict}")
    return verdict


def _loaded(_: Bundle) -> str:
    """Load what is installed of the optional parts, each in a process of its own: one that does not load may end it."""
    names = [name for name, _, _ in OPTIONAL if _version(name)]
    for name in names:
        module = "sklearn" if name == "scikit-learn" else name
        done = subprocess.run(
            [sys.executable, "-P", "-c", f"import {module}"], capture_output=True, text=True, check=False
        )
        why = done.stderr.strip().split("\n")[-1] or f"its process ended with {done.returncode}"
        _expect(done.returncode == 0, f"{name} is installed and does not load: {why}")
    return f"{', '.join(names)}: each loads"


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BadInput(otherwise)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
