"""Certificates that leave ReLUs open: Coq and the checker agree on those of deep networks, and on changed ones."""

import json
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

from compiled_once import needs_coq
from kernel_bundles import changed_cases, must_agree
from samples import examples

from constructions.files.bundle import Bundle, write_bundle
from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Network, Relu, chain
from verify.check.bundle import CERTIFICATE, CLAIM
from verify.check.verdict import ACCEPTED, REJECTED
from verify.claims.classifies import Classifies
from verify.claims.output_within import OutputWithin
from verify.claims.robustly import Robustly
from verify.claims.shared.base import Claim
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.domain import box
from verify.lanes import Options, prove
from verify.verdict import Proved

CHANGED = examples(30)
"""How many changed certificates of each bundle are looked at."""


def drawn(*widths: int) -> Network:
    """Return a network with ReLUs between maps of small weights, always the same."""
    random = Random(5)

    def affine(inputs: int, outputs: int) -> Affine:
        rows = [[Fraction(random.randint(-8, 8), 4) for _ in range(inputs)] for _ in range(outputs)]
        return Affine(rows, [Fraction(random.randint(-4, 4), 4) for _ in range(outputs)])

    first, *others = [affine(a, b) for a, b in pairwise(widths)]
    return chain(first, *[part for after in others for part in (Relu(after.input_width), after)])


def bounded(folder: Path) -> tuple[Bundle, Claim]:
    """Return a network with the claim that its outputs are at most 10 on [0, 1]^4."""
    bundle = write_bundle(folder, drawn(4, 8, 8, 2), None)
    return bundle, OutputWithin(network_reference(bundle), box([None] * 2, [10] * 2), box([0] * 4, [1] * 4))


def robust(folder: Path) -> tuple[Bundle, Claim]:
    """Return a network with the claim that it has the class that it gives two points all around them, too."""
    points = [[Fraction(1, 2)] * 4, [Fraction(1), Fraction(0), Fraction(1), Fraction(0)]]
    network = drawn(4, 8, 6, 3)
    answers = [evaluate(network, point) for point in points]
    rows = Dataset.from_rows(points, [[answer.index(max(answer))] for answer in answers], ["a", "b", "c"])
    bundle = write_bundle(folder, network, rows)
    return bundle, Robustly(Classifies(network_reference(bundle), dataset_reference(bundle)), Fraction(1, 16))


@needs_coq
def test_coq_and_the_checker_agree_on_changed_certificates_with_units(tmp_path: Path) -> None:
    together = []
    for made in (bounded, robust):
        bundle, claim = made(tmp_path / made.__name__)
        assert isinstance(prove(bundle, claim, Options("certificate", method="relaxation")), Proved)
        (path,) = bundle.folder.glob(f"*{CLAIM}")
        certificate = path.with_name(path.name.removesuffix(CLAIM) + CERTIFICATE)
        names = Counter([hint[0] for hint in json.loads(certificate.read_bytes())["hints"]])
        assert names["relax"] >= 2
        assert names["goal*"] >= 2
        cases = changed_cases(bundle.folder, path.name, Random(7), CHANGED)
        assert {case.checked.verdict for case in cases if case.theorem is not None} == {ACCEPTED, REJECTED}
        together += cases
    must_agree(together)
