"""Times and sizes of claims about all inputs: proving, checking, certificates.

    python benchmarks/universal.py -o docs/benchmarks/universal.md

Proving and checking run in one process on one core. ``--small`` takes
small networks, and few points of the digits.
"""

import random
import tempfile
import warnings
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
from measuring import DOCS, head, ratio, row, run, seconds, timed

from constructions.catalogue import build
from constructions.files.bundle import Bundle, write_bundle
from constructions.files.canonical import network_bytes
from constructions.files.data_reader import read_dataset
from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Branch, Form, Network, Relu, Sequence, constant
from verify.certificate import certificate_file, claim_file
from verify.check.bundle import Folder, Memory, check_claim
from verify.check.verdict import ACCEPTED
from verify.claims.classifies import Classifies
from verify.claims.equivalent import Equivalent
from verify.claims.output_within import OutputWithin
from verify.claims.paths import Paths
from verify.claims.robustly import Robustly
from verify.claims.shared.base import Allowance, Claim, certificate_bytes, claim_bytes
from verify.claims.shared.subject import Reference, Subject, dataset_reference, network_reference
from verify.claims.with_radii import WithRadii
from verify.domain import box
from verify.lanes import Options
from verify.prove.balls.each_point import on_balls
from verify.prove.balls.found import Found
from verify.prove.balls.radii import Radius
from verify.prove.goals import Wanted
from verify.prove.limits import Limits
from verify.prove.universal import count_paths
from verify.prove.work import ALONE
from verify.solvers.asking import ask_universal, universal_scripts
from verify.solvers.cvc5_backend import cvc5_version, proof_bytes
from verify.solvers.z3_backend import z3_version
from verify.sought import prove_radii
from verify.verdict import Proved

PATIENCE = 5.0
"""Seconds for each point in the search for balls."""


def hinges(m: int) -> tuple[Network, Network]:
    """Return a sum of m hinges on a line, and the search tree that is equal to it on all of Q."""
    source = random.Random(m)
    values = [source.randrange(-9, 10) for _ in range(m + 1)]
    slopes = [Fraction(b - a, 2) for a, b in pairwise(values)]
    steps = [slopes[0], *[b - a for a, b in pairwise(slopes)]]
    hidden = Affine([[1]] * m, [-2 * i for i in range(m)])
    plain = Sequence((hidden, Relu(m), Affine([Form(m, *_kept(steps))], [values[0]])))

    def tree(low: int, high: int) -> Network:
        if high - low > 1:
            middle = (low + high) // 2
            return Branch([1], 2 * (middle - 1), tree(low, middle), tree(middle, high))
        if low == 0 or not slopes[low - 1]:
            return constant([values[max(0, low - 1)]], 1)
        return Affine([[slopes[low - 1]]], [values[low - 1] - slopes[low - 1] * 2 * (low - 1)])

    return plain, tree(0, m + 1)


def _kept(weights: list[Fraction]) -> tuple[list[int], list[Fraction]]:
    kept = [index for index, weight in enumerate(weights) if weight]
    return kept, [weights[index] for index in kept]


def random_network(inputs: int, widths: tuple[int, ...], seed: int = 1) -> Network:
    """Return a ReLU network with one output whose weights and biases are drawn from -9..9."""
    source = random.Random(seed)
    stages: list[Network] = []
    width = inputs
    for units in (*widths, 1):
        rows = [[source.randint(-9, 9) for _ in range(width)] for _ in range(units)]
        stages += [Affine(rows, [source.randint(-9, 9) for _ in range(units)]), Relu(units)]
        width = units
    return Sequence(stages[:-1])


def checked(claim: Claim, hints: list[list[str | int]], *networks: Network) -> tuple[float, int]:
    """Let the checker accept a certificate; return its seconds and the certificate's bytes."""
    certificate = certificate_bytes(claim, hints)
    files = {f"{number}.json": network_bytes(network) for number, network in enumerate(networks)}
    files |= {claim_file(claim): claim_bytes(claim), certificate_file(claim): certificate}
    result, taken = timed(lambda: check_claim(Memory(files), claim_file(claim)))
    assert result.verdict == ACCEPTED, result
    return taken, len(certificate)


def reference(number: int, network: Network) -> Reference:
    """Return the reference to a network in the folder that ``checked`` makes."""
    return Reference.to(f"{number}.json", network_bytes(network))


def hinge_table(small: bool) -> Iterator[str]:
    """Yield the table: m hinges equal their search tree on all of Q."""
    yield from head("hinges", "prove", "check", "certificate", "hints", "whole Z3 query", "ratio")
    for m in (4, 8) if small else (64, 256, 1024, 4096, 16384):
        yield hinge_row(m)


def hinge_row(m: int) -> str:
    """Return the row for m hinges; Z3 is asked up to 256."""
    plain, tree = hinges(m)
    claim = Equivalent(reference(0, plain), reference(1, tree))
    subject = Subject(plain, network_bytes(plain), tree, network_bytes(tree))
    hints, proving = timed(lambda: claim.derive(subject, Allowance()))
    assert isinstance(hints, list), hints
    checking, size = checked(claim, hints, plain, tree)
    whole, times = "not run", ""
    if m <= 256:
        found, taken = timed(lambda: ask_universal(subject.both, [claim.question()], 240.0))
        answered = found.answer == "unsat"
        whole = seconds(taken) if answered else "no answer in 240 s"
        times = ratio(taken, proving + checking, answered)
    return row(m, seconds(proving), seconds(checking), f"{size / 1e6:.2f} MB", len(hints), whole, times)


def path_table(small: bool) -> Iterator[str]:
    """Yield the table: feasible paths of random networks on all of Q^p."""
    yield from head(
        *("inputs", ":hidden ReLUs", "paths", "prove", "check", "check / prove", "certificate", "bytes a path")
    )
    cases = ((2, (32,)), (4, (16,)), (2, (8, 8)), (3, (8, 8)), (2, (16, 16)))
    for inputs, widths in ((2, (4,)), (2, (3, 3))) if small else cases:
        yield path_row(random_network(inputs, widths), inputs, widths)


def path_row(network: Network, inputs: int, widths: tuple[int, ...]) -> str:
    """Return the row for one network."""
    (count, hints), proving = timed(lambda: count_paths(network, [], Limits()))
    checking, size = checked(Paths(reference(0, network), count), hints, network)
    spent = seconds(proving), seconds(checking), f"{checking / proving:.2f}"
    return row(inputs, " + ".join(map(str, widths)), count, *spent, f"{size / 1e3:.0f} kB", f"{size / count:.0f}")


def radius_table(small: bool) -> Iterator[str]:
    """Yield the table: robust classification of the digits, by a tree, an oblique tree and a trained network."""
    dataset = read_dataset(DOCS.parent / "examples" / "data" / "digits.csv")
    if small:
        dataset = dataset.part(range(min(20, dataset.size)))
    yield from head(":network", "points", ":claim", "shown", "refuted", "no answer", "prove", "check")
    tree = build("axis-tree", dataset.one_hot())[1].network
    with tempfile.TemporaryDirectory() as folder:
        bundle: Bundle = write_bundle(Path(folder) / "bundle", tree, dataset, "")
        of = Classifies(network_reference(bundle), dataset_reference(bundle))
        (claim, verdict), taken = timed(lambda: prove_radii(bundle, of, Options(lane="certificate")))
        assert isinstance(verdict, Proved)
        assert isinstance(claim, WithRadii)
        _, checking = timed(lambda: check_claim(Folder(str(bundle.folder)), claim_file(claim)))
    exact = sum([radius.exact for radius in claim.radii])
    name = f"axis tree, {dataset.size:,} points memorized"
    spent = seconds(taken - checking, 1), seconds(checking, 1)
    yield row(name, dataset.size, "largest radius", exact, 0, 0, *spent)
    few = dataset.part(range(min(2 if small else 100, dataset.size)))
    oblique = build("search-tree", dataset.one_hot())[1].network
    trained = trained_network(dataset)
    rows = [("search tree (every gate oblique)", oblique, Fraction(1, 2**20)), ("the same", oblique, None)]
    rows += [("trained, 64-16-10", trained, Fraction(r, 4)) for r in ((1,) if small else (1, 2, 4))]
    rows.append(("the same", trained, None))
    for name, network, radius in rows:
        yield _ball_row(name, network, few, radius, PATIENCE / 100 if small else PATIENCE)


def _ball_row(name: str, network: Network, dataset: Dataset, radius: Fraction | None, patience: float) -> str:
    wanted = [Wanted("exceeds", label) for label in dataset.labels]
    data, ball = network_bytes(network), None if radius is None else Radius("closed", radius)
    found, proving = timed(
        lambda: [
            on_balls([data], [point], [goal], [ball], (patience, None, "auto"), ALONE, lambda _done, _all: None)[0]
            for point, goal in zip(dataset.points, wanted, strict=True)
        ]
    )
    refuted = sum([item.fails is not None for item in found])
    unknown = sum([bool(item.stopped) for item in found])
    what, checking = "largest radius", ""
    if radius is None:
        unknown = sum([item.radius is not None and not item.radius.exact for item in found])
        refuted = sum([item.radius is not None and item.radius.kind == "wrong" for item in found])
    else:
        what = f"radius {radius}"
    kept = [number for number, item in enumerate(found) if item.fails is None and not item.stopped]
    if kept:
        checking = seconds(_checked_on(network, dataset, kept, found, radius), 1)
    shown = dataset.size - refuted - unknown
    return row(name, dataset.size, what, shown, refuted, unknown, seconds(proving, 1), checking)


def _checked_on(
    network: Network, dataset: Dataset, kept: list[int], found: list[Found], radius: Fraction | None
) -> float:
    """Let the checker accept the certificate of the points that were shown; return its seconds."""
    hints = [hint for i in kept for hint in found[i].hints]
    with tempfile.TemporaryDirectory() as folder:
        bundle = write_bundle(Path(folder) / "bundle", network, dataset.part(kept), "")
        of = Classifies(network_reference(bundle), dataset_reference(bundle))
        claim: Claim = (
            WithRadii(of, tuple([found[i].radius or Radius("wrong") for i in kept]))
            if radius is None
            else Robustly(of, radius)
        )
        (bundle.folder / claim_file(claim)).write_bytes(claim_bytes(claim))
        (bundle.folder / certificate_file(claim)).write_bytes(certificate_bytes(claim, hints))
        result, taken = timed(lambda: check_claim(Folder(str(bundle.folder)), claim_file(claim)))
        assert result.verdict == ACCEPTED, result
    return taken


def trained_network(dataset: Dataset) -> Network:
    """Return a 64-16-10 network trained on the digits by scikit-learn, its numbers rounded to multiples of 1/256."""
    from sklearn.neural_network import MLPClassifier

    table = np.array([[int(value) for value in point] for point in dataset.points]) / 16
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it may stop before it converges
        model = MLPClassifier((16,), max_iter=400, random_state=0).fit(table, dataset.classes())
    stages: list[Network] = []
    for number, (weights, bias) in enumerate(zip(model.coefs_, model.intercepts_, strict=True)):
        scale = 16 if number == 0 else 1
        rows = [[Fraction(round(weight * 256), 256 * scale) for weight in row] for row in weights.T]
        stages.append(Affine(rows, [Fraction(round(value * 256), 256) for value in bias]))
        stages.append(Relu(len(rows)))
    return Sequence(stages[:-1])


def alethe_table(small: bool) -> Iterator[str]:
    """Yield the table: our certificates against cvc5's Alethe proofs of the same claims."""
    yield from head(":claim", "ours", "cvc5's, Alethe", "ratio")
    for inputs, widths in ((1, (4,)),) if small else ((1, (16,)), (2, (8,)), (2, (8, 8))):
        name, network, claim = _small_claim(inputs, widths)
        hints = claim.derive(Subject(network, network_bytes(network)), Allowance())
        assert isinstance(hints, list)
        ours = len(certificate_bytes(claim, hints))
        script = "".join([text for text, _ in universal_scripts(network, [claim.question()], "ite")])
        theirs = proof_bytes(script, 60.0)
        shown = "no answer in 60 s" if theirs is None else f"{theirs / 1e3:,.0f} kB"
        yield row(name, f"{ours / 1e3:.1f} kB", shown, "" if theirs is None else ratio(theirs, ours))


def _small_claim(inputs: int, widths: tuple[int, ...]) -> tuple[str, Network, OutputWithin]:
    network = random_network(inputs, widths)
    corner = max([abs(evaluate(network, [s * 9] * inputs)[0]) for s in (-1, 1)]) * 1000 + 10**6
    claim = OutputWithin(reference(0, network), box([-corner], [corner]), box([-9] * inputs, [9] * inputs))
    name = f"{inputs} inputs, {' + '.join(map(str, widths))} ReLUs: output within bounds on [-9, 9]^{inputs}"
    return name, network, claim


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    yield "Proving is the search for the hints, checking what the independent checker takes, both in one process on one"
    yield "core."
    yield ""
    yield "## m hinges equal their search tree on all of Q"
    yield ""
    yield "A one-dimensional network sum c_i relu(z - t_i) + b against the tree that searches for the piece of z."
    yield ""
    yield from hinge_table(small)
    yield ""
    yield "## Feasible paths of random networks, on all of Q^p"
    yield ""
    yield from path_table(small)
    yield ""
    yield "## Robust classification of the handwritten digits"
    yield ""
    yield f"Balls in the maximum norm; pixels are 0..16. At most {PATIENCE:g} seconds a point. *Shown*: a certificate"
    yield "that the checker accepted; *refuted*: an exact input in the ball that is classified wrongly."
    yield ""
    yield from radius_table(small)
    yield ""
    yield "## Certificates against cvc5's proofs"
    yield ""
    yield from alethe_table(small)


if __name__ == "__main__":
    versions = (f"Z3 {z3_version()}", f"cvc5 {cvc5_version()}")
    run(page, __file__, "universal.md", "claims about all inputs", *versions)
