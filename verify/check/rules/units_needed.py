"""The rule of *units needed*: on a line a hidden layer of ReLUs that memorizes D has so many of them."""

from itertools import pairwise

from ..budget import price
from ..dataset import Dataset
from ..engine import Engine
from ..values import longest
from ..verdict import Rejected, counted
from .shared import keys
from .shared.line import Pairs, pairs_on_a_line
from .shared.rule import Rule


def units_needed(engine: Engine, dataset: Dataset, units: int) -> dict[str, object]:
    """Accept if a broken line through the points has so many kinks, whatever they are: each is that of a unit."""
    pairs = pairs_on_a_line(dataset, engine.budget)
    bits = max(map(longest, pairs)) + 1
    engine.budget.spend(len(pairs) * (30 + 4 * price(bits, bits)))
    kinks = _kinks(pairs)
    if kinks < units:
        raise Rejected(f"{counted(kinks, 'kink')} may be enough")
    return {"units": counted(units, "ReLU")}


def _kinks(pairs: Pairs) -> int:
    """Return the fewest kinks of a broken line through points.

    ``side`` says which slopes are possible on the right of the last point with so many: that of the last chord alone
    (0), or it and all greater ones (1), or all smaller ones (-1).
    """
    kinks = side = width = height = 0
    for (z, y), (a, b) in pairwise(pairs):
        bend = (b - y) * width - height * (a - z)
        if bend and bend * side <= 0:
            kinks, side = kinks + 1, 1 if bend > 0 else -1
        else:
            side = 0
        width, height = a - z, b - y
    return kinks


_SENTENCE = "every network of one hidden layer that memorizes D has at least {units} there"
RULES = (Rule("units needed", ("dataset",), keys.named("units"), units_needed, _SENTENCE),)
