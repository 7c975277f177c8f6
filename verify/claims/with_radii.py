"""The claims *memorizes with radii* and *classifies with radii*: each point has its own, often the largest, ball."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import ClassVar

from constructions.files.bundle import Bundle
from constructions.model.errors import BadInput
from constructions.model.nouns import all_of, count_of
from constructions.model.rational import for_reading
from verify.check.rules.shared.around import Ball
from verify.claims.shared.around_points import AroundLabelled, searched
from verify.claims.shared.at_points import AtPoints
from verify.claims.shared.base import Allowance, Sought
from verify.claims.shared.subject import Sources, Subject
from verify.domain import radii_words
from verify.kernel.claimed import BALLS, Source, Theorem, around_some, targets
from verify.kernel.terms import list_terms, rational_term
from verify.prove.balls.each_point import nearest_others
from verify.prove.balls.radii import Radius, balls_text, check_radii


@dataclass(frozen=True, slots=True)
class WithRadii(AroundLabelled):
    """The goal of ``of`` on the ball of each point's own radius, with evidence of what lies beyond.

    >>> from fractions import Fraction
    >>> from verify.claims.memorizes import Memorizes
    >>> from verify.claims.shared.subject import Reference
    >>> goal = Memorizes(Reference("network.json", ""), Reference("dataset.json", ""))
    >>> half = Fraction(1, 2)
    >>> WithRadii(goal, (Radius("closed", half, half), Radius("all"))).sentence()[:84]
    'for every (x, y) in dataset.json and every z of the ball stated for x (2 of 2 radii '
    """

    of: AtPoints
    radii: tuple[Radius, ...]

    plain: ClassVar = {
        "memorizes with radii": (
            "At each point not marked as wrong, and in all of the ball stated for it, the network gives the label."
        ),
        "classifies with radii": (
            "At each point not marked as wrong, and in all of the ball stated for it, the right class wins."
        ),
    }

    def __post_init__(self) -> None:
        check_radii(self.radii)

    @property
    def kind(self) -> str:
        return f"{self.of.kind} with radii"

    @property
    def stem(self) -> str:
        return f"{self.of.stem}-with-radii"

    def sentence(self) -> str:
        balls = [radius for radius in self.radii if radius.kind != "wrong"]
        wrong, exact = len(self.radii) - len(balls), sum([radius.exact for radius in balls])
        which = f"{exact:,} of {count_of(len(balls), 'radius is', 'radii are')} stated to be the largest possible"
        but = f" but {count_of(wrong, 'that is', 'that are')} answered wrongly," if wrong else ""
        return self.of.said(f"{but} and every z of {balls_text(balls)} ({which})")

    def details(self) -> list[str]:
        known = [radius.least for radius in self.radii if radius.least is not None]
        wrong = sum([radius.kind == "wrong" for radius in self.radii])
        parts = [f"{count_of(wrong, 'point is', 'points are')} wrong"] if wrong else []
        if wrong < len(self.radii):
            parts.append(f"radii: {radii_words(known, len(self.radii) - len(known) - wrong)}")
        between = [(radius.least, radius.most) for radius in self.radii if not radius.exact]
        if between:
            text = f"{count_of(len(between), 'radius', 'radii')} may not be the largest, which more time may show"
            ends = [(most - least, least, most) for least, most in between if least is not None and most is not None]
            if ends:
                _, least, most = max(ends)
                text += f", the widest interval from {for_reading(least)} to {for_reading(most)}"
            parts.append(text)
        return ["; ".join(parts)]

    def fitted(self, subject: Subject) -> Subject:
        if len(self.radii) != subject.data.size:
            points = count_of(subject.data.size, "point")
            raise BadInput(f"radii has {count_of(len(self.radii), 'entry')}, but {self.of.dataset.file} has {points}")
        return self.of.fitted(subject)

    def radius_at(self, number: int) -> Radius:
        return self.radii[number]

    @staticmethod
    def theorem(source: Source) -> Theorem:
        hints = radii_hints(source)
        network, lines, widths, says = targets(source, hints, around_some(source))
        radii = source.values["radii"]
        lines += radii_and_hints(source, hints)
        holds = (
            "Forall2 (fun row r =>\n"
            "  has_radius (fun z => right (snd row) (eval (meaning network) z)) (rationals (fst row)) r) targets radii"
        )
        lemma = f"(radii_model {network.inputs} {network.outputs} network targets radii hint_list)"
        wrong = sum([kind == "wrong" for kind, _, _ in radii])
        exact = sum([kind == "all" or least == most for kind, least, most in radii])
        but = f" but {count_of(wrong, 'that is', 'that are')} answered wrongly" if wrong else ""
        sentence = (
            f"on the ball stated for {all_of(len(radii), 'point')} of {source.file('dataset')}{but}: {says}; "
            f"{count_of(exact, 'radius is', 'radii are')} shown to be the largest possible"
        )
        return Theorem(BALLS, sentence, lines, [*widths, (holds, lemma)])


def largest_radii(of: AtPoints, bundle: Bundle, allowance: Allowance) -> Sought:
    """Return the claim with the largest radius of every point, and the hints that prove them all."""
    subject = of.subject(Sources(bundle))
    found = searched(WithRadii(of, ()), [None] * subject.data.size, subject, allowance, nearest_others(subject.data))
    radii = tuple([item.radius or Radius("wrong") for item in found])
    return Sought(WithRadii(of, radii), [hint for item in found for hint in item.hints])


def radii_hints(source: Source) -> list[list[int]]:
    """Return the hints of a claim with a radius for each row as integers."""
    width = source.network().inputs
    return source.hints_read("goal", "wrong", points=(width, 2 * width))


def radii_and_hints(source: Source, hints: Items[Items[int]]) -> list[str]:
    """Return the definitions of ``radii``, one for each row, and of ``hint_list``."""
    return [
        *list_terms("radii", "radius", [_term(radius) for radius in source.values["radii"]]),
        *source.hint_list(hints),
    ]


def _term(radius: Ball) -> str:
    """Return a radius of a claim as a term.

    >>> _term(Ball("all")), _term(Ball("closed", (1, 2))), _term(Ball("open", (3, 1), (3, 1)))
    ('All', 'Closed (1 # 2) None', 'Opened (3 # 1) (Some (3 # 1)%Q)')
    """
    kind, least, most = radius
    if kind in ("all", "wrong"):
        return kind.capitalize()
    beyond = "None" if most is None else f"(Some {rational_term(*most)}%Q)"
    return f"{'Closed' if kind == 'closed' else 'Opened'} {rational_term(*least)} {beyond}"
