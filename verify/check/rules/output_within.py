"""The rule of *output within*: for every z in the domain, N(z) satisfies the constraints on outputs."""

from ..engine import Engine
from ..network import Node
from ..values import Constraint
from ..verdict import counted
from .shared import keys
from .shared.ends import must_hold, named, on_inputs
from .shared.rule import Rule


def output_within(
    engine: Engine, network: Node, domain: list[Constraint], outputs: list[Constraint]
) -> dict[str, object]:
    """Run the network on the domain; its outputs must satisfy every constraint at every end."""
    must_hold(engine, network, domain, lambda *end: on_inputs(outputs, *end))
    return {"domain": named(domain, engine, network), "outputs": counted(len(outputs), "constraint")}


_SENTENCE = "for every z in {domain}: N(z) satisfies {outputs} on outputs"
RULES = (Rule("output within", ("network",), keys.named("domain", "outputs"), output_within, _SENTENCE),)
