"""The rule of *output within*: for every z in the domain, N(z) satisfies the constraints on outputs."""

from ..engine import Engine
from ..network import Node
from ..values import Constraint
from ..verdict import counted
from ..words import spelled
from .shared import keys
from .shared.ends import domain_of, must_hold, on_inputs
from .shared.rule import Rule


def output_within(
    engine: Engine, network: Node, domain: list[Constraint], outputs: list[Constraint]
) -> dict[str, object]:
    """Run the network on the domain; its outputs must satisfy every constraint at every end."""
    must_hold(engine, network, domain, lambda *end: on_inputs(outputs, *end))
    said = spelled(outputs, "y{}".format, engine.budget) or f"y satisfies {counted(len(outputs), 'constraint')}"
    return {"domain": domain_of(domain, engine, network), "outputs": said}


_SENTENCE = "for every z in {domain} and y = N(z): {outputs}"
RULES = (Rule("output within", ("network",), keys.named("domain", "outputs"), output_within, _SENTENCE),)
