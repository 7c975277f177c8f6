"""The rule of *paths*: N has exactly so many feasible decision paths over the domain."""

from ..engine import Engine
from ..network import Node
from ..values import Constraint
from ..verdict import Rejected, counted
from .shared import keys
from .shared.ends import domain_of, feasible_ends
from .shared.rule import Rule


def paths(engine: Engine, network: Node, domain: list[Constraint], count: int) -> dict[str, object]:
    """Run the network on the domain; the ends, each with a point that takes its path, must be as many as claimed."""
    found = sum([1 for _ in feasible_ends(engine, network, domain)])
    if found != count:
        raise Rejected(f"{counted(found, 'feasible path')}, the claim says {count}")
    return {"paths": counted(found, "feasible decision path"), "domain": domain_of(domain, engine, network)}


_SENTENCE = "N has exactly {paths} over {domain}"
RULES = (Rule("paths", ("network",), keys.named("domain", "count"), paths, _SENTENCE),)
