"""Synthesis measured: operations before and after, and seconds with certificate and check.

    python benchmarks/synthesis.py -o docs/benchmarks/synthesis.md

A multilayer perceptron 64-32-16-10 that scikit-learn trains on the digits; one hidden layer on a line, equal on all
of Q; a random hidden layer on the plane; memorizers of the catalogue. ``--small`` takes small ones. How saved
operations are saved time: ``benchmarks/compiled.py``.
"""

import random
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path

from measuring import head, row, run, timed, worked
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

from constructions.catalogue import build
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Network, Relu, Sequence
from constructions.synthesis.affine_wires import GateLimits
from constructions.synthesis.inputs import Points
from constructions.synthesis.layer_by_layer import by_layers
from exchange.sklearn.reader import read_sklearn
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
    found, made = timed(case.synthesize)
    proved = f"{seconds_to_prove(case, found.network):.1f}"
    before, after = costs_of(case.network, case.dataset), costs_of(found.network, case.dataset)
    on_data = isinstance(case.about, Fraction)
    worst = after.worst if on_data and after.worst is not None else after.structural
    mean = f"{float(after.mean):.1f}" if on_data and after.mean is not None else ""
    left = f" (used up at {found.cut})" if found.cut else ""
    where, gates = "the data" if on_data else "all of Q^p", f"{found.gates}{left}"
    return row(case.name, where, gates, before.structural, worst, mean, f"{made:.1f}", proved)


def seconds_to_prove(case: Case, network: Network) -> float:
    """Return how long the proof takes, the independent check included."""
    with tempfile.TemporaryDirectory() as folder:
        about = (case.network, case.dataset, case.about, Options(lane="certificate"))
        (_, verdict), taken = timed(lambda: prove_synthesized(Path(folder) / "b", network, *about))
    if not isinstance(verdict, Proved):
        raise AssertionError(f"{case.name}: {verdict}")
    return taken


def trained(small: bool) -> list[Case]:
    """Return the perceptron trained on the digits, with each kind of gates."""
    pixels, digits = load_digits(return_X_y=True)
    rows, units = (40, (4,)) if small else (len(pixels), (32, 16))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it may stop before it converges
        model = MLPClassifier(units, random_state=0, max_iter=20 if small else 400).fit(pixels, digits)
    network = read_sklearn(model)
    data = Dataset.from_rows(pixels[:rows].astype(int).tolist(), [[int(digit)] for digit in digits[:rows]])
    return [
        Case(
            f"MLP {'-'.join(map(str, (64, *units, 10)))}, digits",
            network,
            data,
            Fraction(0),
            partial(synthesize_for_data, network, data, Fraction(0), Choice(kind)),
        )
        for kind in GATE_KINDS
        if kind != "zeros"
    ]


def everywhere(small: bool) -> list[Case]:
    """Return hidden layers that are synthesized for all inputs."""
    cases = []
    sizes = ((1, 20), (2, 4)) if small else ((1, 1_000), (1, 10_000), (2, 16), (2, 64))
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
        synthesis = partial(synthesize_for_domain, network, (), GateLimits())
        cases.append(Case(name, network, origin, (), synthesis))
    return cases


def memorizers(small: bool) -> list[Case]:
    """Return memorizers of points on a line, with their cheapest gates."""
    cases = []
    for name in ("two-hidden-layers", "bit-extraction", "active-tree", "width-two", "search-tree"):
        size = 16 if small else 1024
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


def skipping(small: bool) -> Iterator[str]:
    """Yield what skipping zeros takes on random networks, against n and w, without the proof."""
    yield from [
        "",
        "Skipping zeros (`--gates zeros`, Theorem 53a) on random networks with 4 inputs and two hidden layers:",
        "",
    ]
    yield from head("hidden units", "points n", "weights w", "gates", "seconds", "microseconds / (n w)")
    for units in (4,) if small else (16, 32, 64):
        for size in (8, 16) if small else (64, 128, 256, 512):
            source = random.Random(size + units)
            stages: list[Network] = []
            for one, two in pairwise((4, units, units, 1)):
                rows = [[source.choice((-1, 1)) * source.randint(2, 9) for _ in range(one + 1)] for _ in range(two)]
                stages += [Affine([line[1:] for line in rows], [line[0] for line in rows]), Relu(two)]
            points = [tuple([Fraction(source.randint(-100, 100)) for _ in range(4)]) for _ in range(size)]
            limits = GateLimits()
            _, taken = worked(partial(by_layers, Sequence(stages[:-1]), Points(points), limits, fold=False))
            weights = units * (4 + units + 1)
            yield row(2 * units, size, weights, limits.used, f"{taken:.2f}", f"{taken * 1e6 / (size * weights):.2f}")


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    yield from head(
        *(":network", ":equal on", ":gates test", "before: worst", "after: worst", "after: mean"),
        *("synthesis s", "proof and check s"),
    )
    for group in (everywhere, memorizers, trained):
        for case in group(small):
            yield measured(case)
    yield from skipping(small)


if __name__ == "__main__":
    run(page, __file__, "synthesis.md", "synthesis, operations before and after")
