"""How far around each point claims hold, as a picture and in a sentence."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from constructions.model.rational import different
from guide.drawing.charts import spread
from guide.report.verdicts import Finding
from verify.results import stated_radii

FEWEST = 3
"""Fewer different radii are said, not drawn."""


@dataclass(frozen=True, slots=True)
class RadiiPicture:
    """The radii of one claim: a picture, empty if there are few different ones, and a sentence."""

    svg: Markup
    caption: str


def radii_of(findings: list[Finding]) -> list[RadiiPicture]:
    """Return the radii that accepted claims about the network and the data shown state of each point, if some ball is
    more than its point."""
    stated = [item.fields["radii"] for item in findings if item.counts and "radii" in item.fields]
    return [_picture(radii) for radii in stated if any([radius[1:2] != ["0"] for radius in radii])]


def _picture(radii: Items[Items[Any]]) -> RadiiPicture:
    known = sorted([Fraction(radius[1]) for radius in radii if radius[0] in ("closed", "open")])
    drawn = len(different(zip(known, strict=True))) >= FEWEST
    svg = spread(known, "radius", "point") if drawn else Markup("")
    return RadiiPicture(svg, stated_radii(radii))
