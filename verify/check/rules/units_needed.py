"""The rule of *units needed*: on a line a hidden layer of ReLUs that memorizes D has so many of them."""

from itertools import pairwise

from ..budget import Budget, common_denominator, over, price
from ..dataset import Dataset
from ..engine import Engine
from ..values import longest
from ..verdict import Rejected, counted
from .shared import keys
from .shared.bands import ALL, Band, crossed, crossed_twice, has, kept, minus, tidy
from .shared.line import Pairs, pairs_on_a_line
from .shared.rule import Rule

_STEPS, _BITS = 600, 40_000  # for each band, which is followed by 18 at most


def units_needed(engine: Engine, dataset: Dataset, units: int) -> dict[str, object]:
    """Accept if a broken line through the points has so many kinks, or one less that are not enough for units."""
    pairs = pairs_on_a_line(dataset, engine.budget)
    bits = max(map(longest, pairs)) + 1
    engine.budget.spend(len(pairs) * (30 + 4 * price(bits, bits)))
    turns = _turns(pairs)
    kinks = sum(turns)
    if kinks + 1 < units:
        raise Rejected(f"{counted(kinks, 'kink')} may be enough")
    if kinks < units and _attained(pairs, turns, engine.budget):
        raise Rejected("as many units as kinks may be enough")
    return {"units": counted(units, "ReLU")}


def _turns(pairs: Pairs) -> list[bool]:
    """Return, for each chord, whether it makes the fewest kinks of a broken line through the points one more.

    ``side`` says which slopes are possible on the right of the last point with so many: that of the last chord alone
    (0), or it and all greater ones (1), or all smaller ones (-1).
    """
    turns, side, width, height = list[bool](), 0, 0, 0
    for (z, y), (a, b) in pairwise(pairs):
        bend = (b - y) * width - height * (a - z)
        turns.append(bool(bend) and bend * side <= 0)
        side = (1 if bend > 0 else -1) if turns[-1] else 0
        width, height = a - z, b - y
    return turns


def _attained(pairs: Pairs, turns: list[bool], budget: Budget) -> bool:
    """Return whether as many units as kinks are enough: bands of what units give to the slope, looking right and left.

    ``now`` is what is possible right of a point with as few kinks as can be, ``spare`` with one more.
    """
    chords = [(b - y, a - z) for (z, y), (a, b) in pairwise(pairs)]
    common = common_denominator([1, *[width for _, width in chords]], budget)
    slopes = [over(chord, common, budget) for chord in chords]
    bits = max([slope.bit_length() for slope in slopes], default=0) + len(pairs).bit_length()
    now: list[Band] = [(True, (0, 0), ALL)]
    spare: list[Band] = []
    for slope, turn in zip(slopes, turns, strict=True):
        bands = len(now) + len(spare)
        budget.spend((1 + bands) * _STEPS * price(bits, 1))
        budget.room(bands * (_BITS + 50 * bits))
        straight = [band for old in now for band in kept(slope, old)]
        onward = [band for old in spare for band in kept(slope, old)]
        onward += [band for old in now for band in crossed(slope, old)]
        if turn:
            spare = [band for old in spare for band in crossed(slope, old)]
            spare += [band for old in now for band in crossed_twice(slope, old)]
            now = [*straight, *onward]
        else:
            now, spare = straight, onward
        now, spare = tidy(now), tidy(spare)
    return any([has(minus(slopes, place) if right else place, 0) for right, place, slopes in now])


_SENTENCE = "every network of one hidden layer that memorizes D has at least {units} there"
RULES = (Rule("units needed", ("dataset",), keys.named("units"), units_needed, _SENTENCE),)
