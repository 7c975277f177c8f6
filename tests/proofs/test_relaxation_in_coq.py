"""The bounds that Coq computes are those of the checker: of forms, whether they are strict, and of units."""

from pathlib import Path
from random import Random

from compiled_once import coqc, needs_coq

from verify.check.budget import Budget
from verify.check.intervals import Box, narrowed
from verify.check.relaxation import owned
from verify.check.units import Unit, bound, grouped, row_of
from verify.check.values import CONSTANT, Constraint, Form, made

INPUTS = 2
RELATIONS = {">": "Positive", ">=": "Nonnegative", "=": "Zero"}


def drawn_form(random: Random, width: int) -> Form:
    factors = {place: random.randint(-9, 9) for place in range(width) if random.random() < 0.7} or {0: 1}
    terms = {place: factor for place, factor in factors.items() if factor} or {0: 1}
    return made({**terms, CONSTANT: random.randint(-20, 20)}, Budget())


def drawn_region(random: Random) -> list[Constraint]:
    """Return constraints on both inputs from both sides, now and then an equality and one on both."""
    region: list[Constraint] = []
    for place in range(INPUTS):
        for sign in (1, -1):
            for _ in range(random.randint(1, 2)):
                form = made({place: sign * random.randint(1, 3), CONSTANT: random.randint(0, 6)}, Budget())
                region.append((form, random.choice([">", ">="])))
    if random.random() < 0.3:
        region.append((made({random.randrange(INPUTS): 2, CONSTANT: random.randint(-1, 1)}, Budget()), "="))
    region.append((made({0: 1, 1: 1, CONSTANT: 5}, Budget()), ">="))
    random.shuffle(region)
    return region


def drawn_unit(random: Random, older: list[Unit]) -> Unit:
    low = random.randint(-9, 6)
    high, form = low + random.randint(0, 9), drawn_form(random, INPUTS + len(older))
    row = row_of(form, older, INPUTS, Budget())
    unit = Unit(form, random.choice([1, 2, 7]), random.choice([1, 3, 64]), 0, 0, 7, row=row)
    return grouped([unit.bounded(low, high, Budget())], len(older), Budget())[0]


def integer(number: int) -> str:
    return f"({number})"


def form_text(form: Form) -> str:
    numbers = [form.get(place, 0) for place in range(-1, max(form) + 1)]
    return "[" + "; ".join(map(integer, numbers)) + "]"


def unit_text(unit: Unit, older: int) -> str:
    return f"OpenUnit {INPUTS}%nat {older}%nat {form_text(unit.form)} " + " ".join(map(integer, unit[1:5]))


def slopes_text(slopes: dict[int, int], units: int) -> str:
    """Return slopes as Coq has them, the newest unit first: how many units are passed over, and a number."""
    last, pairs = units, []
    for number in sorted(slopes, reverse=True):
        pairs.append(f"({last - number - 1}%nat, {integer(slopes[number])})")
        last = number
    return "[" + "; ".join(pairs) + "]"


def case(seed: int) -> list[str]:
    """Return what Coq has to find as the checker does, each a term of type bool."""
    random, budget = Random(seed), Budget()
    region = drawn_region(random)
    drawn = list[Unit]()
    for _ in range(random.randint(0, 4)):
        drawn.append(drawn_unit(random, drawn))
    units = tuple(drawn)
    inputs = narrowed(Box(INPUTS, {}, 1), region, budget)
    form = drawn_form(random, INPUTS + len(units))
    slopes = {number: random.randint(-9, 9) for number in range(len(units)) if random.random() < 0.4}
    above, below, strict = bound(form, units, slopes, inputs, budget, row_of(form, units, INPUTS, budget))
    constraints = "; ".join([f"({form_text(value)}, {RELATIONS[r]})" for value, r in region if isinstance(value, Form)])
    box = f"(box_of {INPUTS}%nat [{constraints}])"
    newest_first = "[" + "; ".join([unit_text(unit, older) for older, unit in enumerate(units)][::-1]) + "]"
    named = slopes_text(slopes, len(units))
    answer = f"({integer(above)} # {below}, {str(strict).lower()})"
    found = [f"same_bound (bound {box} {newest_first} {named} {form_text(form)}) {answer}"]
    for number, unit in enumerate(units):
        new = owned(["own", number], units, region, inputs, budget)[number]
        numbers = f"{integer(unit.denominator)} {integer(unit.scale)}"
        own = f"own_bounds {box} {newest_first} {form_text(unit.form)} {numbers}"
        found.append(f"same_ends ({own}) {' '.join(map(integer, (unit.low, unit.high, new.low, new.high)))}")
    return found


@needs_coq
def test_coq_and_the_checker_find_the_same_bounds(built: Path) -> None:
    text = """From Coq Require Import ZArith QArith List Bool.
From Memocert Require Import Forms Relaxation.
Import ListNotations.
Open Scope Z_scope.
Definition same_bound (found : option (Q * bool)) (answer : Q * bool) : bool :=
  match found with Some (b, s) => Qeq_bool b (fst answer) && eqb s (snd answer) | None => false end.
Definition same_ends (found : option (Z * Z)) (l h l' h' : Z) : bool :=
  match found with Some (a, b) => (Z.max l a =? l') && (Z.min h b =? h') | None => false end.
"""
    terms = [term for seed in range(60) for term in case(seed)]
    assert len(terms) > 150
    text += f"Eval vm_compute in filter negb [{'; '.join(terms)}].\n"
    result = coqc(built, "Bounds.v", text)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["=", "[]", ":", "list", "bool"]
