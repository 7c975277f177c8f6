"""The rule of *operations at most*: no z in the domain takes more than so many operations."""

from ..engine import Engine
from ..network import MEASURES, NOUNS, Node
from ..values import Constraint, Values, inside
from ..verdict import Rejected, counted
from .shared import keys
from .shared.ends import domain_of
from .shared.rule import Rule


def operations_at_most(
    engine: Engine, network: Node, domain: list[Constraint], measure: int, bound: int, attained: Values | None
) -> dict[str, object]:
    """Run the network on the domain; no path to an end may take more than the bound, the point attained just that."""
    engine.measure, engine.bound = measure, bound
    for _ in engine.ends(network, domain):
        taken = counted(engine.count, NOUNS[measure])
        if engine.count > bound and not engine.divided() and not engine.emptied():
            raise Rejected(f"step {engine.hints.step}: a path takes {taken}, more than {bound}")
    if attained is not None:
        if not inside(domain, attained, engine.budget):
            raise Rejected("the point that attains the bound is not in the domain")
        engine.run_at(network, attained)
        if engine.count != bound:
            taken = counted(engine.count, NOUNS[measure])
            raise Rejected(f"the point that should attain the bound {bound} takes {taken}")
    what = " (additions, multiplications, comparisons)" if MEASURES[measure] == "total" else ""
    also = "" if attained is None else ", and some z takes that many"
    return {"domain": domain_of(domain, engine, network), "most": counted(bound, NOUNS[measure]) + what, "also": also}


_KEYS = keys.named("domain", "measure", "bound", "attained")
_SENTENCE = "for every z in {domain}: N makes at most {most} on z{also}"
RULES = (Rule("operations at most", ("network",), _KEYS, operations_at_most, _SENTENCE),)
