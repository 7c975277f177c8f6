"""The rule of *avoids*: for every z in the domain, (z, N(z)) lies in none of the polyhedra of a list."""

from ..engine import Engine
from ..network import Node
from ..values import Constraint
from ..words import polyhedra
from .shared import keys
from .shared.ends import after_inputs, domain_of, must_avoid
from .shared.rule import Rule


def avoids(
    engine: Engine, network: Node, domain: list[Constraint], unsafe: list[list[Constraint]]
) -> dict[str, object]:
    """Run the network beside its inputs on the domain; at every end each polyhedron must be missed."""
    must_avoid(engine, after_inputs(network), domain, unsafe)
    return {"domain": domain_of(domain, engine, network), "unsafe": polyhedra(unsafe, network.inputs, engine.budget)}


_SENTENCE = "for every z in {domain} and y = N(z): (z, y) avoids {unsafe}"
RULES = (Rule("avoids", ("network",), keys.named("domain", "unsafe"), avoids, _SENTENCE),)
