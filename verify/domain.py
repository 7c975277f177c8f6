"""Domains, the inputs that a claim speaks of: all of Q^p, or what satisfies linear constraints."""

from collections.abc import Iterable, Sequence as Items
from fractions import Fraction
from statistics import median

from constructions.files.canonical import form_text
from constructions.model.constraint import RELATIONS as RELATIONS, Constraint as Constraint, brief as brief
from constructions.model.errors import BadInput, shown
from constructions.model.network import Form
from constructions.model.nouns import count_of
from constructions.model.rational import MAX_DIGITS, Number, exact, exact_row, for_reading, long_integers

_SPELLED = 6
"""So many constraints are spelled in a sentence at most, both bounds of a number being one."""

_MOST_WORDS = 90
"""So many characters they may have there."""

LONGER = 5
"""So many times as long as in a sentence they may be on a line of their own."""

_PARTS = 6
"""So many constraints of a polyhedron are spelled."""

_TURNED = {">=": "<=", ">": "<", "=": "=", "<=": ">=", "<": ">"}


Domain = tuple[Constraint, ...]
"""Constraints that all hold; none is all of Q^p."""


def box(lower: Items[Number | None], upper: Items[Number | None]) -> Domain:
    """Return lower_j <= z_j <= upper_j, a bound that is None left out.

    Raises:
        BadInput: if a lower bound is above the upper one, or there are not as many of them.

    >>> len(box([0, 0], [1, None]))
    3
    >>> box([0, 3], [1, 2])
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: box: 3 is greater than 2, so nothing is in it (coordinate 1)
    """
    if len(lower) != len(upper):
        raise BadInput(f"box: {count_of(len(lower), 'lower bound')}, but {count_of(len(upper), 'upper one')}")
    found = []
    for position, bounds in enumerate(zip(lower, upper, strict=True)):
        low, high = bounds
        if low is not None and high is not None and low > high:
            sides = f"{brief(exact(low))} is greater than {brief(exact(high))}"
            raise BadInput(f"box: {sides}, so nothing is in it (coordinate {position})")
        for bound, relation in zip(bounds, (">=", "<="), strict=True):
            if bound is not None:
                found.append(Constraint(Form.coordinate(position, len(lower)), relation, exact(bound)))
    return tuple(found)


def checked_radius(radius: Number, digits: int | None = MAX_DIGITS, what: str = "radius") -> Fraction:
    """Return a radius of at least 0 that a file can hold, as an exact number; raises ``BadInput`` for others,
    ``TypeError`` for floats.

    It may be another number of that kind, ``what``.

    >>> checked_radius(Fraction(-1))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: radius must be at least 0, not -1
    """
    size = exact(radius)
    if size < 0:
        raise BadInput(f"{what} must be at least 0, not {brief(size)}")
    if digits is not None and max(size.numerator, size.denominator) >= 10**digits:
        raise BadInput(f"{what} must have at most {digits:,} digits, as no file holds {brief(size)}")
    return size


def ball(center: Items[Number], radius: Number, strict: bool = False) -> Domain:
    """Return |z_j - x_j| <= radius for every coordinate (or < radius): two constraints each, from below first.

    Raises:
        BadInput: if the radius is negative.

    >>> [constraint.bound for constraint in ball([1], Fraction(1, 2))]
    [Fraction(1, 2), Fraction(3, 2)]
    """
    size = checked_radius(radius, None)
    found = []
    for position, value in enumerate(exact_row("center", center)):
        form = Form.coordinate(position, len(center))
        found.append(Constraint(form, ">" if strict else ">=", value - size))
        found.append(Constraint(form, "<" if strict else "<=", value + size))
    return tuple(found)


def radii_words(radii: Items[Fraction], everywhere: int = 0) -> str:
    """Return the least, the median and the largest of the radii of some points, and how many points have the ends.

    Args:
        radii: the radius of each point that has one.
        everywhere: of how many points beside them all inputs are spoken of.

    >>> radii_words([Fraction(1, 4), Fraction(0), Fraction(1, 4)]), radii_words([Fraction(1, 4)] * 2, 1)
    ('smallest 0 (1 point), median 1/4, largest 1/4 (2 points)', '1/4 at 2 points; all inputs at 1 point')
    """
    known, parts = sorted(radii), []
    if known:
        ends = [count_of(known.count(known[place]), "point") for place in (0, -1)]
        least, middle, most = [for_reading(radius) for radius in (known[0], median(known), known[-1])]
        several = f"smallest {least} ({ends[0]}), median {middle}, largest {most} ({ends[1]})"
        parts.append(f"{least} at {ends[0]}" if known[0] == known[-1] else several)
    if everywhere:
        parts.append(f"all inputs at {count_of(everywhere, 'point')}")
    return "; ".join(parts)


def segment(start: Items[Fraction], end: Items[Fraction]) -> Domain:
    """Return the segment between two points, without the one where it starts; if both are one point, that point.

    >>> [str(constraint) for constraint in segment((Fraction(1), Fraction(2)), (Fraction(3), Fraction(2)))]
    ['x1 = 2', 'x0 > 1', 'x0 <= 3']
    """
    width = len(start)
    steps = [b - a for a, b in zip(start, end, strict=True)]
    lead = next((place for place, step in enumerate(steps) if step), None)
    found = []
    for place, step in enumerate(steps):
        if place != lead:
            slope = step / steps[lead] if lead is not None else Fraction(0)
            form, bound = Form.coordinate(place, width), start[place]
            if slope and lead is not None:
                weights = sorted([(place, Fraction(1)), (lead, -slope)])
                form = Form(width, [index for index, _ in weights], [weight for _, weight in weights])
                bound -= slope * start[lead]
            found.append(Constraint(form, "=", bound))
    if lead is not None:
        form, (after, upto) = Form.coordinate(lead, width), (">", "<=") if steps[lead] > 0 else ("<", ">=")
        found += [Constraint(form, after, start[lead]), Constraint(form, upto, end[lead])]
    return tuple(found)


def _check_constraints(what: str, domain: object) -> None:
    """Refuse what are no constraints; raises ``TypeError``.

    >>> _check_constraints("domain", "x0 > 1")
    Traceback (most recent call last):
        ...
    TypeError: domain must be constraints, as box returns them, not str ('x0 > 1')
    """
    if not isinstance(domain, tuple | list) or not all([isinstance(item, Constraint) for item in domain]):
        kind = type(domain).__name__
        raise TypeError(f"{what} must be constraints, as box returns them, not {kind} ({shown(domain)})")


def check_width(what: str, domain: Domain, width: int, who: str) -> None:
    """Refuse constraints on other than ``width`` numbers.

    Args:
        what: what the constraints are, the first word of the message.
        who: what has so many numbers, with its verb.

    Raises:
        BadInput: naming the first constraint that does not fit.
        TypeError: if they are no constraints.

    >>> check_width("domain", box([0], [1]), 2, "network.json takes")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: domain: constraint 0 is about 1 number, but network.json takes 2
    """
    _check_constraints(what, domain)
    for number, item in enumerate(domain):
        if item.form.width != width:
            about = count_of(item.form.width, "number")
            raise BadInput(f"{what}: constraint {number} is about {about}, but {who} {width:,}")


def check_possible(domain: Domain, letter: str = "x") -> None:
    """Refuse constraints of which one is false, or two on the same form contradict each other.

    What contradicts itself only in three constraints or more is not found here.

    Args:
        letter: ``x``, of inputs, or ``y``, of outputs: what the numbers are called.

    Raises:
        BadInput: naming them.
        TypeError: if they are no constraints.

    >>> check_possible((*box([1], [None]), Constraint(Form.dense([-2]), ">", Fraction(-2))))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: no input satisfies both x0 >= 1 and -2 x0 > -2: the domain is empty
    >>> check_possible((*box([5], [None]), Constraint(Form.dense([1]), "<", Fraction(5))), "y")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: no output satisfies both y0 >= 5 and y0 < 5
    """
    _check_constraints("domain" if letter == "x" else "outputs", domain)
    who, so = ("input", ": the domain is empty") if letter == "x" else ("output", "")
    tightest: dict[tuple[object, ...], tuple[Fraction, bool, Constraint]] = {}
    for item in domain:
        if not item.form.indices:
            if not item.holds((Fraction(0),) * item.form.width):
                raise BadInput(f"no {who} satisfies {item.named(letter)}{so}")
            continue
        first = item.form.weights[0]
        key = (item.form.indices, tuple([weight / first for weight in item.form.weights]))
        relation = item.relation if first > 0 else _TURNED[item.relation]
        for sign, relations in ((1, (">=", ">", "=")), (-1, ("<=", "<", "="))):
            if relation in relations:
                bound, strict = sign * item.bound / first, relation in (">", "<")
                known = tightest.get((*key, sign))
                if known is None or (bound, strict) > known[:2]:
                    tightest[*key, sign] = bound, strict, item
        pair = tightest.get((*key, 1)), tightest.get((*key, -1))
        if pair[0] is None or pair[1] is None:
            continue
        gap = pair[0][0] + pair[1][0]
        if gap > 0 or (gap == 0 and (pair[0][1] or pair[1][1])):
            both = f"{pair[0][2].named(letter)} and {pair[1][2].named(letter)}"
            raise BadInput(f"no {who} satisfies both {both}{so}")


def domain_words(domain: Domain, names: Items[str] = (), longer: int = 1) -> str:
    """Return which inputs a domain has: its bounds, if they are the same for all numbers, its constraints, if they are
    short, or how many there are; by the names of the inputs, if there are any.

    Args:
        longer: how many times as long as in a sentence the words may be.

    >>> domain_words(box([0, 0, 0], [1, 1, 1])), domain_words(())
    ('every input whose numbers are all from 0 to 1', 'every input')
    >>> domain_words(box([None, 3], [4, None])), domain_words(box(range(9), range(9)))
    ('every input with x0 <= 4 and x1 >= 3', 'every input that satisfies 18 constraints')
    >>> domain_words((*box([2, None], [None, None]), *box([None, None], [None, 1]))), domain_words(box([2, 4], [3, 5]))
    ('every input with x0 >= 2 and x1 <= 1', 'every input with 2 <= x0 <= 3 and 4 <= x1 <= 5')
    >>> domain_words(box([2, None], [3, 5]), ("age", "income"))
    'every input with 2 <= age <= 3 and income <= 5'
    """
    if not domain:
        return "every input"
    width = domain[0].form.width
    ends = [next((part.bound for part in domain if part.relation == relation), None) for relation in (">=", "<=")]
    low, high = [bound if width > 1 else None for bound in ends]
    if low is not None and high is not None and low <= high and domain == box([low] * width, [high] * width):
        return f"every input whose numbers are all from {brief(low)} to {brief(high)}"
    names = names or [f"x{place}" for place in range(width)]
    spelled = longer * _SPELLED
    texts = texts_of(domain[: 2 * spelled + 1], names)
    words = " and ".join(texts)
    if len(domain) <= 2 * spelled and len(texts) <= spelled and len(words) <= longer * _MOST_WORDS:
        return f"every input with {words}"
    return f"every input that satisfies {count_of(len(domain), 'constraint')}"


def polyhedron_words(polyhedron: Domain, inputs: int, names: Items[str] = ()) -> str:
    """Return the first constraints of a polyhedron, as a user spells them, by the names of the inputs if there are any.

    >>> polyhedron_words(box([1, 2], [None, None]), 1)
    'x0 >= 1 and y0 >= 2'
    """
    names = names or [f"x{place}" for place in range(inputs)]
    said = []
    for part in polyhedron[:_PARTS]:
        places = part.form.indices
        said.append(part.spelled([names[place] if place < inputs else f"y{place - inputs}" for place in places]))
    return " and ".join(said + ["..."] * (len(polyhedron) > _PARTS)) or "all inputs and outputs"


def texts_of(domain: Items[Constraint], names: Items[str]) -> list[str]:
    """Return constraints as text, two bounds of one number that follow each other together."""
    texts: list[str] = []
    for number, part in enumerate(domain):
        before = domain[number - 1] if number else part
        relations = before.relation, part.relation
        text = part.spelled([names[place] for place in part.form.indices])
        if relations == (">=", "<=") and before.form == part.form and [*part.form.weights] == [1]:
            texts[-1] = f"{brief(before.bound)} <= {text}"
        else:
            texts.append(text)
    return texts


def constraints_text(constraints: Iterable[Constraint]) -> str:
    """Return constraints as they stand in files (docs/reference/format.md).

    >>> constraints_text(box([Fraction(-1, 2)], [None]))
    '[[[0,"1"],">=","-1/2"]]'
    """
    with long_integers():
        rows = [f'[[{form_text(item.form)}],"{item.relation}","{item.bound}"]' for item in constraints]
    return f"[{','.join(rows)}]"
