"""How far around each point answers are proved, as a picture and in a sentence."""

from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from markupsafe import Markup

from constructions.model.nouns import count_of
from constructions.model.rational import different
from guide.drawing.charts import spread
from guide.drawing.svg import brief
from guide.report.verdicts import Finding

FEWEST = 3
"""Fewer different radii are said, not drawn."""


@dataclass(frozen=True, slots=True)
class RadiiPicture:
    """The radii of one claim: a picture, empty if there are few different ones, and a sentence."""

    svg: Markup
    caption: str


def radii_of(findings: list[Finding]) -> list[RadiiPicture]:
    """Return the radii that accepted claims about the network and the data shown state of each point."""
    counted = [item for item in findings if item.counts and item.kind.endswith(" with radii")]
    return [_picture([(str(kind), *numbers) for kind, *numbers in item.fields["radii"]]) for item in counted]


def _picture(radii: list[tuple[str, ...]]) -> RadiiPicture:
    known = sorted([Fraction(radius[1]) for radius in radii if radius[0] in ("closed", "open")])
    parts = []
    if known:
        parts.append(f"smallest {brief(known[0])}, median {brief(median(known))}, largest {brief(known[-1])}")
    for kind, what in (("all", "right on all inputs"), ("wrong", "answered wrongly")):
        count = sum([radius[0] == kind for radius in radii])
        if count:
            parts.append(f"{count_of(count, 'point is', 'points are')} {what}")
    drawn = len(different(zip(known, strict=True))) >= FEWEST
    svg = spread(known, "radius", "point") if drawn else Markup("")
    return RadiiPicture(svg, "; ".join(parts))
