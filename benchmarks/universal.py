"""Times and sizes of claims about all inputs; prints a Markdown page, ``-o FILE`` writes it.

    python benchmarks/universal.py -o docs/benchmarks-universal.md

Proving and checking run in one process on one core. ``--quick`` leaves out the largest sizes.
"""

import argparse
import gc
import os
import platform
import random
import sys
import tempfile
import warnings
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
from memorization import ROOT, timed

from constructions.bundle import Bundle, write_bundle
from constructions.catalogue import build
from constructions.dataset import Dataset
from constructions.evaluation import evaluate
from constructions.files import network_bytes
from constructions.network import Affine, Branch, Form, Network, Relu, Sequence, constant
from constructions.readers import read_dataset
from verify.certificate import certificate_bytes, certificate_file, claim_file
from verify.check.bundle import check_claim
from verify.check.verdict import ACCEPTED
from verify.claim import (
    Claim,
    Classifies,
    Equivalent,
    OutputWithin,
    Paths,
    Radius,
    Reference,
    Robustly,
    WithRadii,
    claim_bytes,
)
from verify.domain import box
from verify.lanes import Options, dataset_reference, network_reference, prove_radii
from verify.prove.balls import Found, on_balls
from verify.prove.cvc5_backend import cvc5_version, proof_bytes
from verify.prove.derive import Allowance, Subject, derive
from verify.prove.execution import Limits
from verify.prove.goals import Wanted
from verify.prove.universal import count_paths
from verify.prove.universal_smt import ask_z3_universal, universal_scripts
from verify.prove.z3_backend import z3_version
from verify.verdict import Proved

NOWHERE = Reference("", "")


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
    with tempfile.TemporaryDirectory() as folder:
        for number, network in enumerate(networks):
            (Path(folder) / f"{number}.json").write_bytes(network_bytes(network))
        (Path(folder) / claim_file(claim)).write_bytes(claim_bytes(claim))
        certificate = certificate_bytes(claim, hints)
        (Path(folder) / certificate_file(claim)).write_bytes(certificate)
        result, seconds = timed(lambda: check_claim(folder, claim_file(claim)))
        assert result.verdict == ACCEPTED, result
    return seconds, len(certificate)


def reference(number: int, network: Network) -> Reference:
    """Return the reference to a network in the folder that ``checked`` makes."""
    return Reference.to(f"{number}.json", network_bytes(network))


def hinge_table(quick: bool) -> list[str]:
    """Return the rows: m hinges equal their search tree on all of Q."""
    lines = [
        "| hinges | prove | check | certificate | hints | whole Z3 query | ratio |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for m in (64, 256, 1024, 4096, *(() if quick else (16384,))):
        plain, tree = hinges(m)
        claim = Equivalent(reference(0, plain), reference(1, tree))
        subject = Subject(plain, network_bytes(plain), tree, network_bytes(tree))
        hints, proving = timed(lambda: derive(claim, subject, Allowance()))  # noqa: B023
        assert isinstance(hints, list), hints
        checking, size = checked(claim, hints, plain, tree)
        whole, ratio = "not run", ""
        if m <= 256:
            found, seconds = timed(lambda: ask_z3_universal(claim, plain, tree, None, 240.0))  # noqa: B023
            answered = found.answer == "unsat"
            whole = f"{seconds:.2f} s" if answered else "no answer in 240 s"
            ratio = f"{'' if answered else '> '}{seconds / (proving + checking):.0f}"
        lines.append(
            f"| {m:,} | {proving:.2f} s | {checking:.2f} s | {size / 1e6:.2f} MB | {len(hints):,} | {whole} | {ratio} |"
        )
    return lines


def path_table() -> list[str]:
    """Return the rows: feasible paths of random networks on all of Q^p."""
    lines = [
        "| inputs | hidden ReLUs | paths | prove | check | check / prove | certificate | bytes a path |",
        "|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for inputs, widths in ((2, (32,)), (4, (16,)), (2, (8, 8)), (3, (8, 8)), (2, (16, 16))):
        network = random_network(inputs, widths)
        (count, hints), proving = timed(lambda: count_paths(network, [], Limits()))  # noqa: B023
        checking, size = checked(Paths(reference(0, network), count), hints, network)
        lines.append(
            f"| {inputs} | {' + '.join(map(str, widths))} | {count:,} | {proving:.2f} s | {checking:.2f} s "
            f"| {checking / proving:.2f} | {size / 1e3:.0f} kB | {size / count:.0f} |"
        )
    return lines


def radius_table(quick: bool) -> list[str]:
    """Return the rows: robust classification of the digits, by a tree, an oblique tree and a trained network."""
    dataset = read_dataset(ROOT / "examples" / "data" / "digits.csv")
    lines = [
        "| network | points | claim | shown | refuted | no answer | prove | check |",
        "|---|---:|---|---:|---:|---:|---:|---:|",
    ]
    tree = build("axis-tree", dataset.one_hot())[1].network
    with tempfile.TemporaryDirectory() as folder:
        bundle: Bundle = write_bundle(Path(folder) / "bundle", tree, dataset, "")
        of = Classifies(network_reference(bundle), dataset_reference(bundle))
        (claim, verdict), seconds = timed(lambda: prove_radii(bundle, of, Options(lane="certificate")))
        assert isinstance(verdict, Proved)
        assert isinstance(claim, WithRadii)
        _, checking = timed(lambda: check_claim(str(bundle.folder), claim_file(claim)))
    exact = sum([radius.exact for radius in claim.radii])
    lines.append(
        f"| axis tree, {dataset.size:,} points memorized | {dataset.size:,} | largest radius | {exact:,} | 0 | 0 "
        f"| {seconds - checking:.1f} s | {checking:.1f} s |"
    )
    few = Dataset(dataset.points[:100], dataset.labels[:100], dataset.counts[:100], dataset.class_names)
    oblique = build("search-tree", dataset.one_hot())[1].network
    trained = trained_network(dataset)
    rows = [("search tree (every gate oblique)", oblique, Fraction(1, 2**20)), ("the same", oblique, None)]
    rows += [("trained, 64-16-10", trained, Fraction(r, 4)) for r in ((1, 2) if quick else (1, 2, 4))]
    rows.append(("the same", trained, None))
    for name, network, radius in rows:
        lines.append(_ball_row(name, network, few, radius))
    return lines


def _ball_row(name: str, network: Network, dataset: Dataset, radius: Fraction | None) -> str:
    wanted = [Wanted("exceeds", label) for label in dataset.labels]
    data = network_bytes(network)
    found, proving = timed(
        lambda: [
            on_balls([data], [point], [goal], radius, (5.0, None), 1, lambda _done, _all: None)[0]
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
        checking = f"{_checked_on(network, dataset, kept, found, radius):.1f} s"
    shown = dataset.size - refuted - unknown
    return f"| {name} | {dataset.size} | {what} | {shown} | {refuted} | {unknown} | {proving:.1f} s | {checking} |"


def _checked_on(
    network: Network, dataset: Dataset, kept: list[int], found: list[Found], radius: Fraction | None
) -> float:
    """Let the checker accept the certificate of the points that were shown; return its seconds."""
    part = Dataset(
        tuple([dataset.points[i] for i in kept]),
        tuple([dataset.labels[i] for i in kept]),
        tuple([dataset.counts[i] for i in kept]),
        dataset.class_names,
    )
    hints = [hint for i in kept for hint in found[i].hints]
    with tempfile.TemporaryDirectory() as folder:
        bundle = write_bundle(Path(folder) / "bundle", network, part, "")
        of = Classifies(network_reference(bundle), dataset_reference(bundle))
        claim: Claim = (
            WithRadii(of, tuple([found[i].radius or Radius("wrong") for i in kept]))
            if radius is None
            else Robustly(of, radius)
        )
        (bundle.folder / claim_file(claim)).write_bytes(claim_bytes(claim))
        (bundle.folder / certificate_file(claim)).write_bytes(certificate_bytes(claim, hints))
        result, seconds = timed(lambda: check_claim(str(bundle.folder), claim_file(claim)))
        assert result.verdict == ACCEPTED, result
    return seconds


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


def alethe_table() -> list[str]:
    """Return the rows: our certificates against cvc5's Alethe proofs of the same claims."""
    lines = [
        "| claim | ours | cvc5's, Alethe | ratio |",
        "|---|---:|---:|---:|",
    ]
    for name, network, claim in _small_claims():
        hints = derive(claim, Subject(network, network_bytes(network)), Allowance())
        assert isinstance(hints, list)
        ours = len(certificate_bytes(claim, hints))
        script = "".join([text for text, _ in universal_scripts(claim, network, None, None, "ite")])
        theirs = proof_bytes(script, 60.0)
        shown = "no answer in 60 s" if theirs is None else f"{theirs / 1e3:,.0f} kB"
        ratio = "" if theirs is None else f"{theirs / ours:,.0f}"
        lines.append(f"| {name} | {ours / 1e3:.1f} kB | {shown} | {ratio} |")
    return lines


def _small_claims() -> list[tuple[str, Network, Claim]]:
    found: list[tuple[str, Network, Claim]] = []
    for inputs, widths in ((1, (16,)), (2, (8,)), (2, (8, 8))):
        network = random_network(inputs, widths)
        corner = max([abs(evaluate(network, [s * 9] * inputs)[0]) for s in (-1, 1)]) * 1000 + 10**6
        claim = OutputWithin(reference(0, network), box([-corner], [corner]), box([-9] * inputs, [9] * inputs))
        name = f"{inputs} inputs, {' + '.join(map(str, widths))} ReLUs: output within bounds on [-9, 9]^{inputs}"
        found.append((name, network, claim))
    return found


def main() -> None:
    """Run everything and print the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    gc.disable()  # as the command line does
    flag = " --quick" if options.quick else ""
    page = [
        "# Benchmarks: claims about all inputs",
        "",
        f"Made by `python benchmarks/universal.py{flag} -o docs/benchmarks-universal.md` on {os.cpu_count()} cores,",
        f"Python {platform.python_version()}, Z3 {z3_version()}, cvc5 {cvc5_version()}. Single seconds depend on the",
        "machine and its load; the ratios are within one run. Proving is the search for the hints, checking what the",
        "independent checker takes, both in one process on one core.",
        "",
        "## m hinges equal their search tree on all of Q",
        "",
        "A one-dimensional network sum c_i relu(z - t_i) + b against the tree that searches for the piece of z.",
        "",
        *hinge_table(options.quick),
        "",
        "## Feasible paths of random networks, on all of Q^p",
        "",
        *path_table(),
        "",
        "## Robust classification of the handwritten digits",
        "",
        "Balls in the maximum norm; pixels are 0..16. Five seconds a point. *Shown*: a certificate that the checker",
        "accepted; *refuted*: an exact input in the ball that is classified wrongly.",
        "",
        *radius_table(options.quick),
        "",
        "## Certificates against cvc5's proofs",
        "",
        *alethe_table(),
        "",
    ]
    text = "\n".join(page)
    sys.stdout.write(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
