"""Claims that do not fit the files that they name, or whose numbers no file could have, are refused in one line."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from constructions.files.bundle import Bundle, write_bundle
from constructions.files.canonical import dataset_bytes, network_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Form, Identity, Network, Relu, constant
from verify.claims.avoids import Avoids
from verify.claims.classifies import Classifies
from verify.claims.comparisons_needed import ComparisonsNeeded
from verify.claims.depth_needed import DepthNeeded
from verify.claims.equivalent import Equivalent
from verify.claims.equivalent_on_balls import EquivalentOnBalls
from verify.claims.mean_needed import MeanNeeded
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.operations_needed import OperationsNeeded
from verify.claims.output_within import OutputWithin
from verify.claims.paths import Paths
from verify.claims.robustly import Robustly
from verify.claims.same_class_on_balls import SameClassOnBalls
from verify.claims.shared.base import Claim
from verify.claims.shared.subject import Reference, dataset_reference, network_reference
from verify.claims.units_needed import UnitsNeeded
from verify.claims.with_radii import WithRadii
from verify.claims.within_tolerance import WithinTolerance
from verify.domain import Constraint, box
from verify.lanes import Lane, Options, prove
from verify.prove.balls.radii import Radius
from verify.sought import prove_paths, prove_radii, prove_worst_case
from verify.verdict import Proved, Refuted

DATA = Dataset.from_rows([[0, 1], [2, 3]], [[0], [1]])
NETWORK = Affine([[-1, 0], [1, -1]], [0, 0])
"""It classifies the data: outputs 0, -1 and -2, -1."""
HALF = Fraction(1, 2)
LANES: tuple[Lane, ...] = ("both", "z3", "certificate")


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return write_bundle(tmp_path / "bundle", NETWORK, DATA, "")


def stored(bundle: Bundle, name: str, value: Network | Dataset) -> Reference:
    """Put a file beside a bundle's own, and return the reference to it."""
    data = dataset_bytes(value) if isinstance(value, Dataset) else network_bytes(value)
    (bundle.folder / name).write_bytes(data)
    return Reference.to(name, data)


def about(bundle: Bundle, dataset: Reference) -> dict[str, Claim]:
    """Return a claim of each kind that is about data."""
    network = network_reference(bundle)
    goals = {"memorizes": Memorizes(network, dataset, "one-hot"), "classifies": Classifies(network, dataset)}
    found: dict[str, Claim] = dict(goals)
    for name, goal in goals.items():
        found |= {f"{name} robustly": Robustly(goal, HALF)}
        found |= {f"{name} with radii": WithRadii(goal, (Radius("wrong"), Radius("closed", HALF)))}
    return found | {"equivalent on balls": EquivalentOnBalls(network, network, dataset, HALF)}


KINDS = tuple(about(Bundle(Path(), NETWORK, DATA, b"", b""), Reference("dataset.json", "")))


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("there", [False, True])
def test_a_claim_about_other_data_is_not_proved_about_the_bundle_s(
    bundle: Bundle, kind: str, lane: Lane, there: bool
) -> None:
    other = stored(bundle, "other.json", Dataset.from_rows([[9, 9], [8, 1], [7, 7]], [[0], [1], [0]]))
    names = {path.name for path in bundle.folder.iterdir()}
    elsewhere = Reference("other.json" if there else "dataset.json", "0" * 64 if there else other.sha256)
    with pytest.raises(BadInput, match=rf"{elsewhere.file}: is not the file that the claim is about: its SHA-256 is "):
        prove(bundle, about(bundle, elsewhere)[kind], Options(lane=lane))
    assert {path.name for path in bundle.folder.iterdir()} == names


@pytest.mark.parametrize("lane", LANES)
def test_a_claim_about_data_beside_the_bundle_s_own_is_about_those(bundle: Bundle, lane: Lane) -> None:
    right = stored(bundle, "right.json", Dataset.from_rows([[-5, 0], [-6, 0]], [[0], [0]]))
    wrong = stored(bundle, "wrong.json", Dataset.from_rows([[-5, 0], [-6, 0]], [[0], [1]]))
    assert not isinstance(prove(bundle, Classifies(network_reference(bundle), right), Options(lane=lane)), Refuted)
    found = prove(bundle, Classifies(network_reference(bundle), wrong), Options(lane=lane))
    assert isinstance(found, Refuted)
    assert found.point == (Fraction(-6), Fraction(0))


@pytest.mark.parametrize("search", [prove_radii, prove_worst_case, prove_paths])
def test_searches_refuse_what_does_not_fit_as_well(bundle: Bundle, search: Callable[..., Any]) -> None:
    wide = (Constraint(Form.dense([1, 1, 1]), ">=", Fraction(0)),)
    if search is prove_radii:
        with pytest.raises(BadInput, match="is not the file that the claim is about"):
            prove_radii(bundle, Classifies(network_reference(bundle), Reference("dataset.json", "0" * 64)))
    else:
        given = (bundle, "total", wide) if search is prove_worst_case else (bundle, wide)
        with pytest.raises(BadInput, match=r"domain: constraint 0 is about 3 numbers, but network\.json takes 2"):
            search(*given)


def ill_fitting(bundle: Bundle) -> dict[str, Callable[[], Claim]]:
    """Return claims that do not fit, by what is said of each."""
    network, dataset, one = network_reference(bundle), dataset_reference(bundle), box([0], [1])
    narrow, deep = stored(bundle, "narrow.json", Relu(1)), stored(bundle, "deep.json", constant([0], 2))
    line = stored(bundle, "line.json", Dataset.from_rows([[1], [2]], [[0], [1]]))
    goal = Classifies(network, dataset)
    third = Fraction(1, 3)
    return {
        "domain: constraint 0 is about 1 number, but network.json takes 2": lambda: Paths(network, 1, one),
        "domain: constraint 1 is about 1 number, but network.json takes 2": lambda: OutputWithin(
            network, box([0, 0], [1, 1]), (*box([0, None], [None, None]), *one)
        ),
        "outputs: constraint 0 is about 1 number, but network.json gives 2": lambda: OutputWithin(network, one),
        "outputs: constraint 0 is about 2 numbers, but narrow.json gives 1": lambda: OutputWithin(
            narrow, box([0, 0], [1, 1])
        ),
        "unsafe: polyhedron 1: constraint 0 is about 3 numbers, but network.json takes and gives 4": lambda: Avoids(
            network, ((), box([0, 0, 0], [1, 1, 1]))
        ),
        "domain: constraint 0 is about 1 number, but network.json takes 2 ": lambda: Avoids(network, (), one),
        "tolerance must be at least 0, not -0.5": lambda: WithinTolerance(network, network, -HALF),
        "deep.json: has 1 output, but network.json has 2  ": lambda: WithinTolerance(network, deep, HALF),
        "outputs must state at least one constraint": lambda: OutputWithin(network, ()),
        "attained has 1 coordinate, but network.json takes 2": lambda: OperationsAtMost(
            network, 3, "total", (), (third,)
        ),
        "bound must be an integer in 0..10^18, not -1": lambda: OperationsAtMost(network, -1),
        "bound must be an integer in 0..10^18, not 2.5": lambda: OperationsAtMost(network, 2.5),  # type: ignore[arg-type]
        "count must be an integer in 0..10^18, not -1": lambda: Paths(network, -1),
        "count must be an integer in 0..10^18, not True": lambda: Paths(network, True),
        "narrow.json: has 1 input, but network.json has 2": lambda: Equivalent(network, narrow),
        "deep.json: has 1 output, but network.json has 2": lambda: Equivalent(network, deep),
        "deep.json: has 1 output, but network.json has 2 ": lambda: EquivalentOnBalls(network, deep, dataset, HALF),
        "line.json: has 1 coordinate, but network.json has 2 inputs": lambda: Classifies(network, line),
        "line.json: has 1 coordinate, but network.json has 2 inputs ": lambda: EquivalentOnBalls(
            network, network, line, HALF
        ),
        "dataset.json: has 2 coordinates, but narrow.json has 1 input": lambda: Memorizes(narrow, dataset),
        "but the network has 1 output": lambda: Classifies(deep, dataset),
        "labels have 1 number, but the network has 2 outputs": lambda: Memorizes(network, dataset),
        "radii has 1 entry, but dataset.json has 2 points": lambda: WithRadii(goal, (Radius("all"),)),
        "radii has 0 entries, but dataset.json has 2 points": lambda: WithRadii(goal, ()),
        "dataset.json: has 2 points, but the claim states 0 radii": lambda: SameClassOnBalls(
            network, network, dataset, ()
        ),
        "radius must be at least 0, not -1/3": lambda: WithRadii(goal, (Radius("closed", -third),)),
        "radius must be at least 0, not -1/3 ": lambda: WithRadii(goal, (Radius("closed", third, -third),)),
        "radius: an open ball of radius 0 is empty": lambda: WithRadii(goal, (Radius("open", Fraction(0)),)),
        "radius: 'closed' needs the radius of the ball": lambda: WithRadii(goal, (Radius("closed"),)),
        "radius: 'all' stands alone, without a number": lambda: WithRadii(goal, (Radius("all", third),)),
        "there is no kind of radius 'half'": lambda: WithRadii(goal, (Radius("half"),)),  # type: ignore[arg-type]
        "a claim of kind 'comparisons needed' is proved with the hints of the search": lambda: ComparisonsNeeded(
            dataset, 1
        ),
        "a claim of kind 'depth needed' is proved with the hints of the search": lambda: DepthNeeded(dataset, 1),
        "a claim of kind 'operations needed' is proved with the hints of the search": lambda: OperationsNeeded(
            dataset, 1
        ),
        "a claim of kind 'units needed' is proved with the hints of the search": lambda: UnitsNeeded(dataset, 1),
        "a claim of kind 'mean depth needed' is proved with the hints of the search": lambda: MeanNeeded(
            dataset, Fraction(1), "axis", "constant"
        ),
        "dataset.json: not a memocert network file": lambda: Paths(dataset, 1),
        "network.json: not a memocert dataset file": lambda: Classifies(network, network),
        "no such file": lambda: Paths(Reference("nowhere.json", "0" * 64), 1),
    }


def test_a_number_is_no_radius(bundle: Bundle) -> None:
    network, dataset = network_reference(bundle), dataset_reference(bundle)
    radii: Any = (Radius("all"), Fraction(1, 8))
    said = r'radius 1 must be a Radius, as Radius\("closed", Fraction\(1, 8\)\) is, not Fraction'
    for claim in (
        partial(WithRadii, Classifies(network, dataset)),
        partial(SameClassOnBalls, network, network, dataset),
    ):
        with pytest.raises(TypeError, match=said):
            claim(radii)


@pytest.mark.parametrize("lane", LANES)
def test_every_claim_that_does_not_fit_is_bad_input_in_one_line(bundle: Bundle, lane: Lane) -> None:
    claims = ill_fitting(bundle)
    assert len(claims) > 25
    names = {path.name for path in bundle.folder.iterdir()}
    for said, claim in claims.items():
        with pytest.raises(BadInput) as caught:
            prove(bundle, claim(), Options(lane=lane))
        assert said.strip() in str(caught.value), (said, str(caught.value))
        assert "\n" not in str(caught.value)
    assert {path.name for path in bundle.folder.iterdir()} == names


@pytest.mark.parametrize("name", ["../bundle/network.json", "no name.json", ""])
def test_a_file_whose_name_the_checker_would_not_read_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="is not a name for a file of a bundle"):
        Reference(name, "0" * 64)


def test_numbers_that_are_not_exact_are_type_errors_as_everywhere(bundle: Bundle) -> None:
    goal = Classifies(network_reference(bundle), dataset_reference(bundle))
    for made in (
        lambda: Robustly(goal, 0.5),  # type: ignore[arg-type]
        lambda: Radius("closed", 0.5),  # type: ignore[arg-type]
        lambda: Constraint(Form.dense([1]), ">=", 0.5),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError, match=r"an exact number must be an int or a Fraction, not float \(0\.5\)"):
            made()


def test_a_bound_on_operations_of_a_network_that_the_data_do_not_fit_is_decided_without_them(bundle: Bundle) -> None:
    small = stored(bundle, "small.json", Relu(5))
    assert isinstance(prove(bundle, OperationsAtMost(small, 5)), Proved)
    assert isinstance(prove(bundle, OperationsAtMost(small, 4)), Refuted)


def test_outputs_of_one_dimension_are_compared_as_others(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "one", Identity(1), Dataset.from_rows([[1], [2]], [[1], [3]]), "")
    goal = Memorizes(network_reference(bundle), dataset_reference(bundle))
    assert isinstance(prove(bundle, goal), Refuted)
    assert isinstance(prove(bundle, WithRadii(goal, (Radius("closed", Fraction(0)), Radius("wrong")))), Proved)


def test_radii_in_words_are_short_and_say_where_intervals_are_left(bundle: Bundle) -> None:
    goal = Classifies(network_reference(bundle), dataset_reference(bundle))
    long, third = Fraction(10**40 + 1, 3**90), Fraction(1, 3)
    radii = Radius("closed", third, third), Radius("closed", Fraction(0), HALF), Radius("open", long), Radius("wrong")
    assert WithRadii(goal, radii).details() == [
        "1 point is wrong; radii: smallest 0 (1 point), median ~0.00114574, largest 1/3 (1 point); 2 radii may not be "
        "the largest, which more time may show, the widest interval from 0 to 1/2"
    ]
    assert WithRadii(goal, radii[:1]).details() == ["radii: 1/3 at 1 point"]
