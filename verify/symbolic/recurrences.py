"""Cost formulas for every n: sympy shows that those of the catalogue satisfy the recurrences of their constructions."""

from dataclasses import dataclass
from typing import Any

from constructions.catalogue import CATALOGUE


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a figure grows: its value for the smallest case, and for a larger case from smaller ones.

    Attributes:
        name: the memorizer whose formula is held to it.
        figure: which of its figures.
        letter: the letter that grows.
        base: the value at letter = ``smallest``.
        step: the larger case in terms of ``f(a)``, ``f(b)`` or ``f(a - 1)``, in sympy's spelling.
        at: what the larger case is: ``a + b`` or ``a``; ``2**a`` where only powers of two are spoken of.
        why: where the step comes from.
    """

    name: str
    figure: str
    letter: str
    smallest: int
    base: int
    at: str
    step: str
    why: str

    @property
    def statement(self) -> str:
        """The recurrence as a formula, and what solves it."""
        formula = getattr(CATALOGUE[self.name].cost, self.figure)
        rule = f"f({self.smallest}) = {self.base}, f({self.at}) = {self.step}"
        return f"{self.figure} of {self.name}, f({self.letter}) = {formula}, satisfy {rule}: {self.why}"

    def holds(self) -> bool:
        """Return whether the formula of the catalogue satisfies base and step, for all values of the letters.

        >>> RECURRENCES[0].holds()
        True
        """
        import sympy

        formula = CATALOGUE[self.name].cost.expression(self.figure)
        names = [symbol for symbol in formula.free_symbols if symbol.name == self.letter]
        letter = names[0] if names else sympy.Symbol(self.letter)
        a, b = sympy.symbols("a b", integer=True, positive=True)

        def figure(value: Any) -> Any:
            return formula.subs(letter, value)

        known = {"a": a, "b": b, "f": figure}
        larger, step = sympy.sympify(self.at, locals=known), sympy.sympify(self.step, locals=known)
        return bool(
            sympy.simplify(figure(self.smallest) - self.base) == 0
            and sympy.simplify(sympy.expand_log(figure(larger) - step, force=True)) == 0
        )


def verdict_of(recurrence: Recurrence) -> str:
    """Return the verdict in words.

    >>> verdict_of(RECURRENCES[0])
    'proved by sympy'
    """
    return "proved by sympy" if recurrence.holds() else "not proved"


RECURRENCES = (
    Recurrence("search-tree-constant", "gates", "K", 1, 0, "a + b", "f(a) + f(b) + 1", "a gate joins two trees"),
    Recurrence("search-tree-constant", "comparisons", "K", 1, 0, "2**a", "f(2**(a - 1)) + 1", "a gate, then one half"),
    Recurrence("interpolation", "comparisons", "m", 0, 0, "a", "f(a - 1) + 1", "a unit for each point more"),
    Recurrence("residual", "neurons", "n", 1, 0, "a", "f(a - 1) + 1", "a unit for each point more"),
    Recurrence("active-tree", "neurons", "n", 1, 1, "a + b", "f(a) + f(b) + 3", "four units a node, one root"),
    Recurrence("active-tree", "depth", "n", 1, 1, "2**a", "f(2**(a - 1)) + 2", "two layers a node"),
)
"""Formulas that follow by induction; those of others are sums over layers, and tests hold networks to them."""
