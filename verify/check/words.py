"""Constraints in words: the few and short ones as people write them; of others only how many there are."""

from collections.abc import Callable

from .budget import Budget
from .values import CONSTANT, Constraint, Form
from .verdict import counted

_MOST, _TERMS, _BITS, _LETTERS, _POLYHEDRA = 16, 4, 64, 160, 3
"""How many constraints are written out, of how many terms, with numbers of how many bits, in how many letters; and of
how many polyhedra."""

Names = Callable[[int], str]
"""What the number at a position is called."""


def spelled(constraints: list[Constraint], names: Names, budget: Budget) -> str:
    """Return constraints as people write them, both bounds of a number together; nothing if they are many or long.

    >>> from verify.check.budget import Budget
    >>> form = Form({0: 2, 1: -3, CONSTANT: -5})
    >>> low, high = Form({2: 1, CONSTANT: 0}), Form({2: -3, CONSTANT: 1})
    >>> spelled([(form, ">="), (low, ">="), (high, ">")], "z{}".format, Budget())
    '2 z0 - 3 z1 >= 5, 0 <= z2 < 1/3'
    """
    if not 0 < len(constraints) <= _MOST:
        return ""
    budget.spend(100 * len(constraints))
    texts: list[str] = []
    lower: dict[int, tuple[int, str]] = {}  # of each number the place of its lower bound among the texts, and the bound
    for form, relation in constraints:
        if isinstance(form, int) or not _is_short(form):
            return ""
        first = min(form.keys() - {CONSTANT})
        bound, sign = -form[CONSTANT], 1 if form[first] > 0 else -1
        if len(form) > 2:
            texts.append(f"{_sum(form, sign, names)} {_turned(relation, sign)} {sign * bound}")
            continue
        name, value = names(first), _quotient(sign * bound, abs(form[first]))
        if relation != "=" and sign < 0 and first in lower:
            place, least = lower.pop(first)
            texts[place] = f"{least} {name} {_turned(relation, sign)} {value}"
            continue
        if relation != "=" and sign > 0:
            lower[first] = len(texts), f"{value} {_turned(relation, -1)}"
        texts.append(f"{name} {_turned(relation, sign)} {value}")
    text = ", ".join(texts)
    return text if len(text) <= _LETTERS else ""


def named(domain: list[Constraint], width: int, is_empty: bool, budget: Budget) -> str:
    """Return the domain of so many inputs in words.

    >>> from verify.check.budget import Budget
    >>> named([], 2, False, Budget()), named([(Form({0: 1, CONSTANT: -3}), ">=")], 2, False, Budget())
    ('Q^2', 'Q^2 with z0 >= 3')
    """
    if not domain:
        return f"Q^{width}"
    text = box(domain, width, budget)
    if not text:
        said = spelled(domain, "z{}".format, budget)
        text = f"Q^{width} with {said}" if said else f"the domain of {counted(len(domain), 'constraint')}"
    return f"{text} (there is no such z)" if is_empty else text


def polyhedra(unsafe: list[list[Constraint]], width: int, budget: Budget) -> str:
    """Return polyhedra of so many inputs, z, followed by outputs, y."""
    texts = []
    for part in unsafe[:_POLYHEDRA]:
        texts.append(spelled(part, lambda place: f"z{place}" if place < width else f"y{place - width}", budget))
    if len(unsafe) > _POLYHEDRA or not all(texts):
        return counted(len(unsafe), "polyhedron", "polyhedra")
    return " and ".join([f"{{{text}}}" for text in texts]) or "nothing"


def box(constraints: list[Constraint], width: int, budget: Budget) -> str:
    """Return ``[a, b]^width`` where the constraints say that of all numbers, in their order; else nothing.

    >>> from verify.check.budget import Budget
    >>> sides = [Form({place: sign, CONSTANT: 1}) for place in (0, 1) for sign in (1, -1)]
    >>> box([(side, ">=") for side in sides], 2, Budget())
    '[-1, 1]^2'
    """
    if len(constraints) != 2 * width or width < 2:
        return ""
    budget.spend(20 * len(constraints))
    ends = set()
    for number, (form, relation) in enumerate(constraints):
        place, sign = number // 2, -1 if number % 2 else 1
        if isinstance(form, int) or relation != ">=" or len(form) != 2 or sign * form.get(place, 0) <= 0:
            return ""
        ends.add((sign, form[place], form[CONSTANT]))
        if len(ends) > 2 or max(form[place].bit_length(), form[CONSTANT].bit_length()) > _BITS:
            return ""
    low, high = [_quotient(-constant, factor) for _, factor, constant in sorted(ends, reverse=True)]
    return f"[{low}, {high}]^{width}"


def _is_short(form: Form) -> bool:
    return len(form) <= _TERMS + 1 and max(map(int.bit_length, form.values())) <= _BITS


def _turned(relation: str, sign: int) -> str:
    return relation if sign > 0 else {">=": "<=", ">": "<", "=": "="}[relation]


def _quotient(above: int, below: int) -> str:
    """Return a rational number; the form that it comes from is primitive, so it is in lowest terms."""
    above, below = (above, below) if below > 0 else (-above, -below)
    return str(above) if below == 1 else f"{above}/{below}"


def _sum(form: Form, sign: int, names: Names) -> str:
    text = ""
    for place in sorted(form.keys() - {CONSTANT}):
        factor = sign * form[place]
        between = (" + " if factor > 0 else " - ") if text else "" if factor > 0 else "-"
        text += between + ("" if abs(factor) == 1 else f"{abs(factor)} ") + names(place)
    return text
