"""The rule of *output within*: for every z in the domain, N(z) satisfies the constraints on outputs."""

from ..budget import Budget
from ..engine import Engine
from ..network import Node
from ..values import CONSTANT, Constraint, Values, combined
from ..verdict import counted
from .shared import keys
from .shared.ends import must_hold, named
from .shared.rule import Rule


def output_within(
    engine: Engine, network: Node, domain: list[Constraint], outputs: list[Constraint]
) -> dict[str, object]:
    """Run the network on the domain; its outputs must satisfy every constraint at every end."""
    must_hold(engine, network, domain, lambda *end: (_on_inputs(constraint, *end) for constraint in outputs))
    return {"domain": named(domain, engine, network), "outputs": counted(len(outputs), "constraint")}


def _on_inputs(constraint: Constraint, values: Values, budget: Budget) -> Constraint:
    """Return a constraint on outputs as one on inputs; CONSTANT is the place of the denominator in ``values``."""
    value, relation = constraint
    pairs = [(CONSTANT, value)] if isinstance(value, int) else list(value.items())
    return combined(pairs, values, budget), relation


_SENTENCE = "for every z in {domain}: N(z) satisfies {outputs} on outputs"
RULES = (Rule("output within", ("network",), keys.named("domain", "outputs"), output_within, _SENTENCE),)
