"""Cost formulas at values of their letters, exactly: the few forms of expressions in which they are written."""

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

_RULES: dict[str, Callable[..., Fraction | int]] = {"ceiling": ceil, "floor": floor, "Min": min, "Max": max}


def value_of(text: str, values: Mapping[str, int]) -> int:
    """Return a formula's value, a whole number.

    A formula has letters, whole numbers, ``+``, ``-``, ``*``, ``/``, ``**``, and ``ceiling``, ``floor``, ``Min``,
    ``Max``; ``log(x, b)``, for a whole b >= 2 and x >= 1, only right inside of ``ceiling``.

    Raises:
        ValueError: if a letter has no value, the value is no whole number, or the text has something else in it.

    >>> value_of("k - 1 + 2*n + floor(n/2)", {"k": 3, "n": 9}), value_of("ceiling(log(n, 2))", {"n": 9})
    (24, 4)
    """
    found = _at(_parsed(text), values)
    if found.denominator != 1:
        raise ValueError(f"{text} is not an integer at {dict(values)}: {found}")
    return found.numerator


@lru_cache(maxsize=1024)
def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _at(node: ast.expr, values: Mapping[str, int]) -> Fraction | int:
    match node:
        case ast.Constant(value=int() as number):
            return number
        case ast.Name(id=letter) if letter in values:
            return values[letter]
        case ast.Name(id=letter):
            raise ValueError(f"{letter} has no value among {dict(values)}")
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_at(inner, values)
        case ast.BinOp(left=left, op=op, right=right):
            return _combined(op, _at(left, values), _at(right, values), node)
        case ast.Call(func=ast.Name(id="ceiling"), args=[ast.Call(func=ast.Name(id="log"), args=[number, base])]):
            return _log_up(_at(number, values), _at(base, values), node)
        case ast.Call(func=ast.Name(id="ceiling" | "floor" | "Min" | "Max" as name), args=arguments):
            return _RULES[name](*[_at(argument, values) for argument in arguments])
    raise ValueError(f"{ast.unparse(node)} is nothing that formulas are made of")


def _combined(op: ast.operator, one: Fraction | int, two: Fraction | int, node: ast.expr) -> Fraction | int:
    match op:
        case ast.Add():
            return one + two
        case ast.Sub():
            return one - two
        case ast.Mult():
            return one * two
        case ast.Div() if two:
            return Fraction(one) / two
        case ast.Pow() if two.denominator == 1 and two >= 0:
            power: Fraction | int = one ** int(two)
            return power
    raise ValueError(f"{ast.unparse(node)} has no value for {one} and {two}")


def _log_up(number: Fraction | int, base: Fraction | int, node: ast.expr) -> int:
    """Return the least e >= 0 with base^e >= number."""
    if number < 1 or base < 2 or base.denominator != 1:
        raise ValueError(f"{ast.unparse(node)} has no value for {number} and {base}")
    exponent, power = 0, 1
    while power < number:
        exponent, power = exponent + 1, power * int(base)
    return exponent
