"""Claims written as queries: unsatisfiable if they hold, and satisfied where they do not."""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from constructions.files.bundle import Bundle, write_bundle
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Concatenate, Form, Relu, Sequence
from verify.claims.avoids import Avoids
from verify.claims.classifies import Classifies
from verify.claims.equivalent import Equivalent
from verify.claims.equivalent_on_balls import EquivalentOnBalls
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.output_within import OutputWithin
from verify.claims.robustly import Robustly
from verify.claims.same_class_on_balls import SameClassOnBalls
from verify.claims.shared.around_points import AroundPoints
from verify.claims.shared.base import Claim, claim_bytes
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.claims.table import kinds
from verify.claims.with_radii import WithRadii
from verify.claims.within_tolerance import WithinTolerance
from verify.domain import Constraint, box
from verify.lanes import add_network
from verify.prove.balls.radii import Radius
from verify.queries.as_query import NO_QUERY, AsQuery, as_query

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


def is_satisfied(query: AsQuery, point: tuple[Fraction, ...]) -> bool:
    numbers = (*point, *evaluate(query.network, point))
    return any(
        [
            all([atom.holds(point) for atom in case.domain])
            and any([all([atom.holds(numbers) for atom in part]) for part in case.unsafe])
            for case in query.cases
        ]
    )


def test_a_query_is_satisfied_where_its_claim_fails(bundle: Bundle) -> None:
    for claim in claims(bundle):
        (bundle.folder / f"{claim.stem}.claim.json").write_bytes(claim_bytes(claim))
        query = as_query(bundle, claim.stem)
        found = []
        for point in POINTS:
            found.append(is_satisfied(query, point))
        assert found == [is_broken(claim, point) for point in POINTS]
        assert any(found)
        assert not all(found)
        (bundle.folder / f"{claim.stem}.claim.json").unlink()


DATA = Dataset.from_rows([[0, 0], [1, -1], [-1, 1]], [[1], [0], [0]])


def claims_about_data(tmp_path: Path) -> tuple[Bundle, list[Claim]]:
    """Return claims around data points, each of which fails somewhere on the grid."""
    write_bundle(tmp_path / "other", OTHER, None, "")
    bundle = write_bundle(tmp_path / "data", NETWORK, DATA, "")
    own, data, other = network_reference(bundle), dataset_reference(bundle), add_network(bundle, tmp_path / "other")
    half, wrong = Fraction(1, 2), Radius("wrong")
    memorizes, classifies = Memorizes(own, data, "one-hot"), Classifies(own, data)
    return bundle, [
        memorizes,
        classifies,
        Robustly(memorizes, half),
        Robustly(classifies, half),
        WithRadii(memorizes, (wrong, wrong, Radius("closed", half, Fraction(1)))),
        WithRadii(classifies, (Radius("open", half, Fraction(2)), wrong, Radius("all"))),
        EquivalentOnBalls(own, other, data, half),
        SameClassOnBalls(own, other, data, (Radius("closed", half), Radius("open", half), Radius("all"))),
    ]


def is_broken_around(claim: Claim, number: int, point: tuple[Fraction, ...]) -> bool:
    """Return whether a claim speaks of a point for a row and fails there, from what its kind means alone."""
    row, label = DATA.points[number], DATA.labels[number][0]
    away = max([abs(a - b) for a, b in zip(row, point, strict=True)])
    radius = claim.radius_at(number) if isinstance(claim, AroundPoints) else Radius("closed", Fraction(0))
    if radius.kind == "wrong":
        inside = away == 0
    else:
        inside = radius.least is None or away < radius.least or (radius.kind == "closed" and away == radius.least)
    one, two = evaluate(NETWORK, point), evaluate(OTHER, point)
    if isinstance(claim, EquivalentOnBalls):
        right = one == two
    elif isinstance(claim, SameClassOnBalls):
        wanted = evaluate(OTHER, row)
        classes = [output[0] > output[1] for output in (one, two) if output[0] != output[1]]
        right = classes == [wanted[0] > wanted[1]] * 2
    elif claim.kind.startswith("memorizes"):
        right = one == (Fraction(label == 0), Fraction(label == 1))
    else:
        right = one[int(label)] > one[1 - int(label)]
    return inside and right == (radius.kind == "wrong")


def test_a_query_about_data_is_satisfied_around_the_rows_where_its_claim_fails(tmp_path: Path) -> None:
    bundle, found = claims_about_data(tmp_path)
    for claim in found:
        (bundle.folder / f"{claim.stem}.claim.json").write_bytes(claim_bytes(claim))
        broken = []
        for number in range(DATA.size):
            query = as_query(bundle, claim.stem, number)
            assert f", data point {number}" in query.about
            broken.append([is_broken_around(claim, number, point) for point in POINTS])
            assert [is_satisfied(query, point) for point in POINTS] == broken[-1]
        whole = as_query(bundle, claim.stem)
        meant = [any(parts) for parts in zip(*broken, strict=True)]
        assert [is_satisfied(whole, point) for point in POINTS] == meant
        assert set(meant) == {True, False}
        assert ("how near wrong answers come is not asked" in whole.about) == ("with radii" in claim.kind)


def test_every_kind_is_a_query_or_said_to_be_none(tmp_path: Path) -> None:
    _, around = claims_about_data(tmp_path)
    written = {claim.kind for claim in (*around, *claims(write_bundle(tmp_path / "b", NETWORK, None, "")))}
    assert written | set(NO_QUERY) == set(kinds())
    assert not written & set(NO_QUERY)


def test_data_points_that_are_not_there_are_refused(tmp_path: Path) -> None:
    bundle, found = claims_about_data(tmp_path)
    domain = OutputWithin(network_reference(bundle), box([0, 0], [1, 1]))
    for claim in (found[0], domain):
        (bundle.folder / f"{claim.stem}.claim.json").write_bytes(claim_bytes(claim))
    with pytest.raises(BadInput, match="there is no data point 3: they have the numbers 0 to 2"):
        as_query(bundle, "memorizes", 3)
    with pytest.raises(BadInput, match="is about all inputs of a domain, and not about data points"):
        as_query(bundle, "output-within", 0)


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
    with pytest.raises(
        BadInput, match="no query of VNN-LIB can say 'operations at most': it is about how many operations"
    ):
        as_query(bundle, claim.stem)
    reference = {"file": "network.json", "sha256": "0" * 64}
    whole = json.loads(claim_bytes(claims(bundle)[0]))
    for text, words in (
        ("{", "not a claim"),
        ("[]", '"format" must be "memocert claim"'),
        (json.dumps(whole | {"version": 99}), '"version" must be 3, not 99'),
        (json.dumps(whole | {"extra": 1}), "the file has the unknown key .extra."),
        (json.dumps(whole).replace('"kind"', '"kind": 1, "kind"'), "not JSON as docs"),
        (json.dumps(whole | {"kind": []}), "kind must be one of avoids, "),
        (json.dumps(whole | {"network": 5}), "network"),
        (json.dumps(whole | {"network": reference}), "is not the file"),
    ):
        file.write_text(text)
        with pytest.raises(BadInput, match=words):
            as_query(bundle, claim.stem)


@pytest.mark.parametrize("radii", [5, [[]], [{}], [["closed", "1", "2", "3"]], [["closed", 1, "2"]], [["round"]]])
def test_radii_that_are_none_are_refused(radii: object, tmp_path: Path) -> None:
    bundle, found = claims_about_data(tmp_path)
    (claim,) = [claim for claim in found if isinstance(claim, WithRadii)][:1]
    file = bundle.folder / f"{claim.stem}.claim.json"
    file.write_text(json.dumps(json.loads(claim_bytes(claim)) | {"radii": radii}))
    with pytest.raises(BadInput, match=rf"{claim.stem}\.claim\.json: .*radi") as caught:
        as_query(bundle, claim.stem)
    assert "argument" not in str(caught.value)
