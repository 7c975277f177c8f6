"""Deep networks by relaxation: robust balls, largest radii, a residual convolutional network, chains of tents.

    python benchmarks/deep.py -o docs/benchmarks/deep.md

Perceptrons and the residual network are trained on scikit-learn's digits with fixed seeds. Properties of other
people's networks are measured by ``benchmarks/properties.py FOLDER``. ``--small`` takes two points, one
radius, and short chains.
"""

import tempfile
import warnings
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from measuring import head, row, run, seconds, worked
from residual import STEPS, Residual
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

from constructions.files.bundle import write_bundle
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Network, Relu, chain
from exchange.sklearn.reader import read_sklearn
from verify.check.bundle import check_bundle
from verify.claims.classifies import Classifies
from verify.claims.output_within import OutputWithin
from verify.claims.robustly import Robustly
from verify.claims.shared.base import Claim
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.claims.with_radii import WithRadii
from verify.domain import box
from verify.lanes import Options, prove
from verify.prove.balls.radii import Radius
from verify.prove.limits import Method
from verify.sought import prove_radii
from verify.verdict import Proved, Refuted

LAYERS = ((16,), (32, 16))
RADII = (Fraction(1, 4), Fraction(1, 2), Fraction(1))
RESIDUAL = Fraction(1, 32)
PATIENCE = 60.0
"""Seconds for each claim, and for each point where the largest radius is looked for."""


def perceptron(hidden: tuple[int, ...]) -> Network:
    """Return a perceptron for the digits with these hidden layers, as exact numbers."""
    points, classes = load_digits(return_X_y=True)
    with warnings.catch_warnings(action="ignore"):  # it need not converge
        model = MLPClassifier(hidden, solver="lbfgs", max_iter=60, alpha=1.0, random_state=0).fit(points, classes)
    return read_sklearn(model)


def name_of(hidden: tuple[int, ...]) -> str:
    """Return what a perceptron is called: the widths of its layers."""
    return "-".join(map(str, [64, *hidden, 10]))


class Outcome(NamedTuple):
    """What became of one claim: the verdict, seconds to prove and to check, bytes of the certificate."""

    verdict: str
    proving: float = 0.0
    checking: float = 0.0
    size: int = 0


def proved(network: Network, dataset: Dataset | None, about: Fraction, method: Method) -> Outcome:
    """Return what becomes of *classifies robustly* at a radius; without data, of a bound of the output on [0, 1]^p."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = write_bundle(Path(folder) / "bundle", network, dataset)
        made: Claim
        if dataset is not None:
            made = Robustly(Classifies(network_reference(bundle), dataset_reference(bundle)), about)
        else:
            inputs = box([0] * network.input_width, [1] * network.input_width)
            made = OutputWithin(network_reference(bundle), box([None], [about]), inputs)
        options = Options("certificate", seconds=PATIENCE, method=method)
        verdict, proving = worked(lambda: prove(bundle, made, options))
        if not isinstance(verdict, Proved):
            return Outcome("refuted" if isinstance(verdict, Refuted) else "unknown", proving)
        size = (bundle.folder / verdict.certificate).stat().st_size
        return Outcome("proved", proving, checked(bundle.folder), size)


def checked(bundle: Path) -> float:
    """Let the checker accept the one claim of a bundle; return its seconds."""
    (result,), taken = worked(lambda: check_bundle(str(bundle)))
    if result.verdict != "accepted":
        raise AssertionError(result.reason)
    return taken


def balls(count: int, radii: tuple[Fraction, ...], networks: dict[str, Network]) -> Iterator[str]:
    """Yield the table of balls around the first points that each network gets right, a claim for each."""
    yield from head(":network", ":radius", "points", "proved", "refuted", "unknown", "prove", "check", "bytes a point")
    points, classes = load_digits(return_X_y=True)
    for name, network in networks.items():
        rows = [[Fraction(value) for value in point] for point in points[: 2 * count].tolist()]
        answers = evaluate_many(network, rows).outputs
        right = [k for k, answer in enumerate(answers) if max(answer) == answer[int(classes[k])]][:count]
        names = [str(k) for k in range(10)]
        for radius in radii:
            found = [
                proved(network, Dataset.from_rows([rows[k]], [[int(classes[k])]], names), radius, "auto") for k in right
            ]
            kinds = [[item.verdict for item in found].count(kind) for kind in ("proved", "refuted", "unknown")]
            proving, checking = sum([item.proving for item in found]), sum([item.checking for item in found])
            each = round(sum([item.size for item in found]) / max(1, kinds[0]))
            yield row(name, str(radius), len(right), *kinds, seconds(proving), seconds(checking), each)


def radii(count: int, patience: float, layers: tuple[tuple[int, ...], ...]) -> Iterator[str]:
    """Yield the table of largest radii of the first points, one claim for each network."""
    yield from head(":network", "points", "wrong", "exact", "close", "interval", "prove", "check", "bytes a point")
    points, classes = load_digits(return_X_y=True)
    rows = [[Fraction(value) for value in point] for point in points[:count].tolist()]
    dataset = Dataset.from_rows(rows, [[int(label)] for label in classes[:count]], [str(k) for k in range(10)])
    for hidden in layers:
        with tempfile.TemporaryDirectory() as folder:
            bundle = write_bundle(Path(folder) / "bundle", perceptron(hidden), dataset)
            goal = Classifies(network_reference(bundle), dataset_reference(bundle))
            options = Options("certificate", seconds=patience)
            (claim, verdict), proving = worked(lambda: prove_radii(bundle, goal, options))  # noqa: B023
            if not isinstance(verdict, Proved) or not isinstance(claim, WithRadii):
                raise AssertionError(str(verdict))
            checking = checked(bundle.folder)
            size = sum([file.stat().st_size for file in bundle.folder.glob("*radii.c*.json")])
        wrong = [radius.kind == "wrong" for radius in claim.radii].count(True)
        exact = [radius.exact for radius in claim.radii].count(True) - wrong
        close = [_gap(radius) <= Fraction(1, 1024) for radius in claim.radii].count(True) - wrong - exact
        left = count - wrong - exact - close
        yield row(
            name_of(hidden), count, wrong, exact, close, left, seconds(proving), seconds(checking), round(size / count)
        )


def _gap(radius: Radius) -> Fraction:
    """Return how far apart both ends of a radius are; 2 where there is no upper one."""
    if radius.exact:
        return Fraction(0)
    return Fraction(2) if radius.least is None or radius.most is None else radius.most - radius.least


def tents(counts: tuple[int, ...]) -> Iterator[str]:
    """Yield the table of chains of tents, whose paths double with each tent."""
    yield from head("tents", ":method", ":verdict", "prove", "check", "bytes")
    tent = (Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0]))
    for count in counts:
        network = chain(Affine([[1, 0]], [0]), *tent * count)
        for method in ("paths", "relaxation"):
            if method == "paths" and count > 10:
                continue
            found = proved(network, None, Fraction(3, 2) ** (count + 1), method)
            yield row(count, method, found.verdict, seconds(found.proving), seconds(found.checking), found.size)


def page(small: bool) -> Iterator[str]:
    """Yield the page."""
    chosen, patience = (LAYERS[:1], 1.0) if small else (LAYERS, PATIENCE)
    yield f"CPU seconds, of all points together; each claim has {PATIENCE:.0f} seconds of the clock, of radii each"
    yield f"point {patience:.0f}."
    yield ""
    yield "**Balls around digits.** One claim *classifies robustly* for each point that the perceptron gets right."
    yield ""
    perceptrons = {name_of(hidden): perceptron(hidden) for hidden in chosen}
    yield from balls(2 if small else 100, RADII[1:2] if small else RADII, perceptrons)
    yield ""
    yield "**Largest radii.** Close: both ends within 1/1024."
    yield ""
    yield from radii(2 if small else 100, patience, chosen)
    yield ""
    yield "**A residual network** of 1,024 ReLUs: a convolution, a block of two that values skip, a linear layer."
    yield ""
    residual = Residual().train(5 if small else STEPS).network()
    yield from balls(1 if small else 20, (RESIDUAL,), {"residual": residual})
    yield ""
    yield "**Tents one after the other.** The output of k tents on [0, 1] is at most (3/2)^(k + 1)."
    yield ""
    yield from tents((4,) if small else (5, 10, 20, 30))


if __name__ == "__main__":
    run(page, __file__, "deep.md", "deep networks")
