"""Claims written as queries: unsatisfiable if they hold, and satisfied where they do not."""

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from constructions.files.bundle import Bundle, write_bundle
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Concatenate, Form, Relu, Sequence
from verify.as_query import as_query
from verify.claims.avoids import Avoids
from verify.claims.equivalent import Equivalent
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.output_within import OutputWithin
from verify.claims.shared.base import Claim, claim_bytes, network_reference
from verify.claims.within_tolerance import WithinTolerance
from verify.domain import Constraint, box
from verify.lanes import add_network

NETWORK = Sequence((Affine([[1, -1], [-1, 2]], [0, 1]), Relu(2)))
OTHER = Concatenate((Affine([[1, -1]], [0]), Affine([[-1, 2]], [1])))
POINTS = [tuple(point) for point in product([Fraction(k, 2) for k in range(-3, 4)], repeat=2)]


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    write_bundle(tmp_path / "other", OTHER, None, "")
    return write_bundle(tmp_path / "b", NETWORK, None, "")


def claims(bundle: Bundle) -> list[Claim]:
    own = network_reference(bundle)
    other = add_network(bundle, bundle.folder.parent / "other")
    domain = (*box([-1, None], [1, 1]), Constraint(Form.dense([1, 1]), ">", Fraction(-1)))
    wanted = (Constraint(Form.dense([1, 2]), "<", Fraction(2)), Constraint(Form.dense([0, 1]), "=", Fraction(1)))
    unsafe = (
        box([0, None, 1, None], [None, None, None, 0]),
        (Constraint(Form.dense([1, 0, 0, -1]), ">", Fraction(0)),),
    )
    return [
        OutputWithin(own, wanted, domain),
        Avoids(own, unsafe, domain),
        Equivalent(own, other, domain),
        WithinTolerance(own, other, Fraction(1, 2), domain),
    ]


def is_broken(claim: Claim, point: tuple[Fraction, ...]) -> bool:
    """Return whether a claim speaks of a point and fails there, from what its kind means alone."""
    one, two = evaluate(NETWORK, point), evaluate(OTHER, point)
    if not all([constraint.holds(point) for constraint in claim.domain]):  # type: ignore[attr-defined]
        return False
    if isinstance(claim, OutputWithin):
        return not all([constraint.holds(one) for constraint in claim.outputs])
    if isinstance(claim, Avoids):
        return any([all([constraint.holds((*point, *one)) for constraint in part]) for part in claim.unsafe])
    most = claim.tolerance if isinstance(claim, WithinTolerance) else 0
    return any([abs(a - b) > most for a, b in zip(one, two, strict=True)])


def test_a_query_is_satisfied_where_its_claim_fails(bundle: Bundle) -> None:
    for claim in claims(bundle):
        (bundle.folder / f"{claim.stem}.claim.json").write_bytes(claim_bytes(claim))
        query = as_query(bundle, claim.stem)
        found = []
        for point in POINTS:
            numbers = (*point, *evaluate(query.network, point))
            inside = all([atom.holds(point) for atom in query.domain])
            found.append(inside and any([all([atom.holds(numbers) for atom in part]) for part in query.unsafe]))
        assert found == [is_broken(claim, point) for point in POINTS]
        assert any(found)
        assert not all(found)
        (bundle.folder / f"{claim.stem}.claim.json").unlink()


def test_a_claim_is_named_by_its_file_or_its_kind(bundle: Bundle) -> None:
    first, second, *_ = claims(bundle)
    for claim in (first, second):
        (bundle.folder / f"{claim.stem}.claim.json").write_bytes(claim_bytes(claim))
    for name in (first.stem, f"{first.stem}.claim.json", "output-within"):
        assert as_query(bundle, name).about == f"output within, {first.stem}.claim.json"
    with pytest.raises(
        BadInput, match=f"there is no claim 'paths'; name one of its claims: {second.stem}, {first.stem}"
    ):
        as_query(bundle, "paths")
    again = OutputWithin(first.network, first.outputs)  # type: ignore[attr-defined]
    (bundle.folder / f"{again.stem}.claim.json").write_bytes(claim_bytes(again))
    with pytest.raises(BadInput, match="there is 2 claims 'output-within'; name one"):
        as_query(bundle, "output-within")


def test_other_kinds_and_broken_claims_are_refused(bundle: Bundle) -> None:
    claim = OperationsAtMost(network_reference(bundle), 9)
    file = bundle.folder / f"{claim.stem}.claim.json"
    file.write_bytes(claim_bytes(claim))
    with pytest.raises(BadInput, match="a claim of kind 'operations at most' is no query of VNN-LIB, only avoids, "):
        as_query(bundle, claim.stem)
    for text, words in (
        ("{", "not a claim"),
        ("[]", "of kind None"),
        ('{"kind":"avoids"}', "'network'"),
        ('{"kind":"avoids","network":{"file":"network.json","sha256":"00"}}', "is not the file"),
    ):
        file.write_text(text)
        with pytest.raises(BadInput, match=words):
            as_query(bundle, claim.stem)
