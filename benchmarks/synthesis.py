"""Synthesis measured: operations before and after, and seconds with certificate and check.

    python benchmarks/synthesis.py -o docs/benchmarks-synthesis.md

A multilayer perceptron 64-32-16-10 that scikit-learn trains on the digits; one hidden layer on a line, equal on all
of Q; a random hidden layer on the plane; memorizers of the catalogue. ``--quick`` takes small ones. How saved
operations are saved time: ``benchmarks/compiled.py``.
"""

import argparse
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from time import perf_counter

from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

from constructions.catalogue import build
from constructions.dataset import Dataset
from constructions.network import Affine, Network, Relu, Sequence
from constructions.synthesis.forms import Limits
from constructions.trained.sklearn_reader import read_sklearn
from verify.domain import Domain
from verify.lanes import Options
from verify.synthesis import (
    GATE_KINDS,
    Choice,
    GateKind,
    Synthesized,
    costs_of,
    prove_synthesized,
    synthesize_for_data,
    synthesize_for_domain,
)
from verify.verdict import Proved

HEAD = (
    "| network | equal on | gates test | before: worst | after: worst | after: mean | synthesis s | proof and check s |"
)
RULE = "|---|---|---|---:|---:|---:|---:|---:|"


@dataclass(frozen=True, slots=True)
class Case:
    """A network, its data, and how it is synthesized."""

    name: str
    network: Network
    dataset: Dataset
    about: Domain | Fraction
    synthesize: Callable[[], Synthesized]


def measured(case: Case) -> str:
    """Synthesize, prove and check; return the row of the table."""
    started = perf_counter()
    found = case.synthesize()
    made = perf_counter() - started
    proved = f"{seconds_to_prove(case, found.network):.1f}"
    before, after = costs_of(case.network, case.dataset), costs_of(found.network, case.dataset)
    on_data = isinstance(case.about, Fraction)
    worst = after.worst if on_data else after.structural
    mean = f"{float(after.mean):.1f}" if on_data and after.mean is not None else ""
    left = f" (used up at {found.cut})" if found.cut else ""
    return (
        f"| {case.name} | {'the data' if on_data else 'all of Q^p'} | {found.gates}{left} "
        f"| {before.structural:,} | {worst:,} | {mean} | {made:.1f} | {proved} |"
    )


def seconds_to_prove(case: Case, network: Network) -> float:
    """Return how long the proof takes, the independent check included."""
    started = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        options = Options(lane="certificate")
        _, verdict = prove_synthesized(Path(folder) / "b", network, case.network, case.dataset, case.about, options)
    if not isinstance(verdict, Proved):
        raise AssertionError(f"{case.name}: {verdict}")
    return perf_counter() - started


def trained(quick: bool) -> list[Case]:
    """Return the perceptron trained on the digits, with each kind of gates."""
    pixels, digits = load_digits(return_X_y=True)
    rows = 200 if quick else len(pixels)
    model = MLPClassifier((32, 16), random_state=0, max_iter=400).fit(pixels, digits)
    network = read_sklearn(model)
    data = Dataset.from_rows(pixels[:rows].astype(int).tolist(), [[int(digit)] for digit in digits[:rows]])
    return [
        Case(
            "MLP 64-32-16-10, digits",
            network,
            data,
            Fraction(0),
            partial(synthesize_for_data, network, data, Fraction(0), Choice(kind)),
        )
        for kind in GATE_KINDS
        if kind != "zeros"
    ]


def everywhere(quick: bool) -> list[Case]:
    """Return hidden layers that are synthesized for all inputs."""
    cases = []
    sizes = ((1, 100), (1, 1_000), (2, 8)) if quick else ((1, 1_000), (1, 10_000), (2, 16), (2, 64))
    for inputs, units in sizes:
        source = random.Random(units)
        hidden = Affine(
            [[source.randint(-50, 50) or 1 for _ in range(inputs)] for _ in range(units)],
            [source.randint(-(10**4), 10**4) for _ in range(units)],
        )
        last = Affine([[source.randint(-9, 9) or 1 for _ in range(units)]], [0])
        network = Sequence((hidden, Relu(units), last))
        origin = Dataset.from_rows([[0] * inputs], [[0]])
        name = f"hidden layer, {inputs} inputs, {units:,} units"
        synthesis = partial(synthesize_for_domain, network, (), Limits())
        cases.append(Case(name, network, origin, (), synthesis))
    return cases


def memorizers(quick: bool) -> list[Case]:
    """Return memorizers of points on a line, with their cheapest gates."""
    cases = []
    for name in ("two-hidden-layers", "bit-extraction", "active-tree", "width-two", "search-tree"):
        size = 64 if quick else 1024
        source = random.Random(size)
        data = Dataset.from_rows([[z] for z in range(2, size + 2)], [[source.randint(1, 2)] for _ in range(size)])
        network = build(name, data)[1].network
        kinds: tuple[GateKind, ...] = ("units", "zeros") if name == "active-tree" else ("units",)
        for kind in kinds:
            cases.append(
                Case(
                    f"{name}, n = {size:,}",
                    network,
                    data,
                    Fraction(0),
                    partial(synthesize_for_data, network, data, Fraction(0), Choice(kind)),
                )
            )
    return cases


def main() -> None:
    """Measure all and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    lines = [
        "# Synthesis: operations before and after",
        "",
        "Made by `python benchmarks/synthesis.py -o docs/benchmarks-synthesis.md`; measured, two cores, one process.",
        "",
        HEAD,
        RULE,
    ]
    for group in (everywhere, memorizers, trained):
        for case in group(arguments.quick):
            lines.append(measured(case))
            print(lines[-1], flush=True)
    if arguments.output is not None:
        arguments.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
