"""The claims *memorizes robustly* and *classifies robustly*: the answer is right on balls of one radius."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from constructions.model.rational import long_integers
from verify.claims.classifies import Classifies
from verify.claims.memorizes import Memorizes
from verify.claims.shared.around_points import AroundLabelled
from verify.claims.shared.at_points import AtPoints
from verify.claims.shared.base import Asked, needed, tag
from verify.claims.with_radii import largest_radii
from verify.domain import checked_radius
from verify.kernel.claimed import BALLS, Source, Theorem, all_balls, around_all, radius_of, radius_shown, targets
from verify.prove.balls.radii import Radius


def _asked(of: type[AtPoints], uses: frozenset[str], rank: int) -> Asked:
    return Asked(
        uses,
        lambda bundle, request: Robustly(of.sought(bundle, request), needed(request.radius, "--radius")),
        lambda bundle, request, allowance: largest_radii(of.sought(bundle, request), bundle, allowance),
        open=lambda request: request.radius is None,
        rank=rank,
    )


@dataclass(frozen=True, slots=True)
class Robustly(AroundLabelled):
    """The goal of ``of`` for every z with max_j |z_j - x_j| <= radius, not only at the points x.

    Raises:
        BadInput: if the radius is negative.
    """

    of: AtPoints
    radius: Fraction

    plain: ClassVar = {
        "memorizes robustly": (
            "At every point of the data, and in all of the ball stated for it, the network gives exactly the label."
        ),
        "classifies robustly": (
            "At every point of the data, and in all of the ball stated for it, the right class wins."
        ),
    }
    asked: ClassVar = {
        "memorizes-robustly": _asked(Memorizes, frozenset({"labels", "radius"}), 3),
        "classifies-robustly": _asked(Classifies, frozenset({"radius"}), 4),
    }

    def __post_init__(self) -> None:
        checked_radius(self.radius)

    @property
    def kind(self) -> str:
        return f"{self.of.kind} robustly"

    @property
    @long_integers()
    def stem(self) -> str:
        return f"{self.of.stem}-robustly-{tag(str(self.radius))}"

    @long_integers()
    def sentence(self) -> str:
        """Return the claim in words.

        >>> from verify.claims.shared.subject import Reference
        >>> Robustly(Memorizes(Reference("network.json", ""), Reference("dataset.json", "")), Fraction(1, 2)).sentence()
        'for every (x, y) in dataset.json and every z within 1/2 of x: network.json gives exactly y at z'
        >>> Robustly(Memorizes(Reference("network.json", ""), Reference("dataset.json", "")), Fraction(0)).sentence()
        'for every (x, y) in dataset.json: network.json gives exactly y at x'
        """
        return self.of.said(f" and every z within {self.radius} of x" if self.radius else "")

    def radius_at(self, number: int) -> Radius:
        return Radius("closed", self.radius)

    @staticmethod
    def theorem(source: Source) -> Theorem:
        radius, hints = radius_of(source), source.hints_read("goal")
        network, lines, widths, says = targets(source, hints, around_all(source))
        holds = (
            "forall x t, In (x, t) targets ->\n"
            f"  forall z, within {radius} (rationals x) z -> right t (eval (meaning network) z)"
        )
        lemma = f"(ball_model {network.inputs} {network.outputs} network {radius} targets hint_list)"
        sentence = f"{all_balls(source)}: {says}"
        lines += source.hint_list(hints)
        return Theorem(BALLS, sentence, lines, [*widths, radius_shown(radius), (holds, lemma)])
