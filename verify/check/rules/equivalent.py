"""The rule of *equivalent*: for every z in the domain, N(z) = M(z)."""

from ..engine import Engine
from ..network import Node
from ..values import Constraint
from .shared import keys
from .shared.ends import domain_of, equal, must_hold, side_by_side
from .shared.rule import Rule


def equivalent(engine: Engine, network: Node, other: Node, domain: list[Constraint]) -> dict[str, object]:
    """Run both networks side by side on the domain; their outputs must be equal at every end."""
    must_hold(engine, side_by_side(network, other), domain, equal)
    return {"domain": domain_of(domain, engine, network)}


_SENTENCE = "for every z in {domain}: N(z) = M(z)"
RULES = (Rule("equivalent", ("network", "other"), keys.named("domain"), equivalent, _SENTENCE),)
