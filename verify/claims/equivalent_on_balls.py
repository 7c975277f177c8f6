"""The claim *equivalent on balls*: two networks give the same output on balls around the data points."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from constructions.model.dataset import Dataset
from constructions.model.rational import long_integers
from verify.claims.shared.around_points import AroundPoints
from verify.claims.shared.base import tag
from verify.claims.shared.subject import Reference
from verify.domain import checked_radius
from verify.kernel.claimed import (
    BALLS,
    Source,
    Theorem,
    all_balls,
    around_all,
    fitting,
    pair,
    points,
    radius_of,
    radius_shown,
    takes,
    vectors,
)
from verify.kernel.terms import network_terms
from verify.prove.balls.radii import Radius
from verify.prove.goals import Wanted
from verify.solvers.formulas import Atoms, halves_agree


@dataclass(frozen=True, slots=True)
class EquivalentOnBalls(AroundPoints):
    """For every x in D and every z with max_j |z_j - x_j| <= radius: N(z) = M(z).

    Raises:
        BadInput: if the radius is negative.

    >>> names = [Reference(name, "") for name in ("network.json", "original.json", "dataset.json")]
    >>> EquivalentOnBalls(*names, Fraction(1, 4)).sentence()
    'for every x in dataset.json and every z within 1/4 of x: network.json and original.json give the same output at z'
    >>> EquivalentOnBalls(*names, Fraction(0)).sentence()
    'for every x in dataset.json: network.json and original.json give the same output at x'
    """

    network: Reference
    other: Reference
    dataset: Reference
    radius: Fraction

    plain: ClassVar = {
        "equivalent on balls": (
            "At every point of the data, and in all of the ball stated for it, two networks give the same output."
        ),
    }

    def __post_init__(self) -> None:
        checked_radius(self.radius)

    @property
    @long_integers()
    def stem(self) -> str:
        return f"equivalent-{tag(self.other.sha256)}-on-balls-{tag(str(self.radius))}"

    @long_integers()
    def sentence(self) -> str:
        near, at = (f" and every z within {self.radius} of x", "z") if self.radius else ("", "x")
        return (
            f"for every x in {self.dataset.file}{near}: {self.network.file} and {self.other.file} give the same "
            f"output at {at}"
        )

    def wanted_at(self, dataset: Dataset, number: int) -> Wanted:
        return Wanted("halves")

    def formula(self, outputs: Atoms, dataset: Dataset, number: int) -> str:
        return halves_agree(outputs)

    def radius_at(self, number: int) -> Radius:
        return Radius("closed", self.radius)

    @staticmethod
    def theorem(source: Source) -> Theorem:
        network, other = pair(source)
        dataset, radius = source.dataset(), radius_of(source)
        fitting(network, dataset)
        hints, regions = source.hints_read("goal"), around_all(source)
        source.affordable(network, other, hints=hints, regions=regions, runs=len(dataset.points) - regions)
        lines = [
            *network_terms(network, "network", source.budget),
            *network_terms(other, "other", source.budget),
            *points(source),
            *source.hint_list(hints),
        ]
        holds = (
            f"forall x, In x data_set -> forall z, within {radius} (rationals x) z ->\n"
            "  same (eval (meaning network) z) (eval (meaning other) z)"
        )
        lemma = f"(balls_model {network.inputs} {network.outputs} network other {radius} data_set hint_list)"
        size, names = len(dataset.points), f"{source.file('network')} and {source.file('other')}"
        sentence = f"{all_balls(source)}: {names} give the same output"
        widths = [
            takes(network),
            takes(other, "other"),
            vectors(size, network.inputs, "data_set"),
            radius_shown(radius),
        ]
        return Theorem(BALLS, sentence, lines, [*widths, (holds, lemma)])
