"""The rule of *within tolerance*: for every z in the domain, |N(z) - M(z)| is at most a number, in each output."""

from collections.abc import Iterator

from ..budget import Budget
from ..engine import Engine
from ..network import Node
from ..values import CONSTANT, Constraint, Values, combined
from .shared import keys
from .shared.ends import domain_of, must_hold, side_by_side
from .shared.rule import Rule


def within_tolerance(
    engine: Engine, network: Node, other: Node, domain: list[Constraint], tolerance: tuple[int, int]
) -> dict[str, object]:
    """Run both networks side by side on the domain; at every end no output may differ by more than the tolerance."""
    must_hold(engine, side_by_side(network, other), domain, lambda *end: _near(tolerance, *end))
    return {"domain": domain_of(domain, engine, network)}


def _near(tolerance: tuple[int, int], values: Values, budget: Budget) -> Iterator[Constraint]:
    """Yield tolerance - (N(z) - M(z)) >= 0, then tolerance + (N(z) - M(z)) >= 0, for every output."""
    above, below = tolerance
    half = len(values) // 2
    for place in range(half):
        for sign in (-below, below):
            yield combined([(place, sign), (half + place, -sign), (CONSTANT, above)], values, budget), ">="


_KEYS = keys.named("domain", "tolerance")
_SENTENCE = "for every z in {domain}: |N(z) - M(z)| <= {tolerance} in every output"
RULES = (Rule("within tolerance", ("network", "other"), _KEYS, within_tolerance, _SENTENCE),)
