"""Conditions on symbolic numbers as SMT-LIB text: over the reals, or linear with every monomial a number of its own."""

from collections.abc import Iterable, Sequence as Items
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from constructions.model.numbers.symbolic_numbers import Condition, Field, Monomial, Term
from verify.solvers.formulas import all_of, numeral

MOST_PRODUCTS = 4_000
"""How many pairs of conditions are multiplied at most: their products are what a linear query lacks."""


Clause: TypeAlias = tuple[Condition, ...]
"""Conditions of which at least one holds."""


class Premises:
    """What is known of the numbers of a run, ready to be put into queries.

    Args:
        field: the numbers.
        conditions: what holds of them.
        clauses: of each, at least one condition holds.
    """

    def __init__(self, field: Field, conditions: Iterable[Condition], clauses: Iterable[Clause] = ()) -> None:
        self.field, self.conditions, self.clauses = field, list(conditions), list(clauses)

    def query(self, goals: Items[Condition], linear: bool) -> str:
        """Return a script that answers ``unsat`` if the premises imply all the goals; a model contradicts one.

        In a linear script (QF_LRA) each monomial of degree 2 and more is a number of its own, related to the others by
        the definitions of the quotients and by products of conditions: ``unsat`` is conclusive, ``sat`` is not.
        """
        facts = [*self.conditions, *self._quotients()]
        if linear:
            facts += self._products(facts, goals)
        names = _Names(self.field, linear)
        texts = [f"(assert {names.condition(fact)})" for fact in facts]
        texts += [f"(assert (or {' '.join([names.condition(part) for part in clause])}))" for clause in self.clauses]
        refuted = f"(assert (not {all_of([names.condition(goal) for goal in goals] or ['true'])}))"
        logic = "QF_LRA" if names.is_linear else "QF_NRA"
        head = [f"(set-logic {logic})", *names.declarations()]
        return "\n".join([*head, *texts, refuted, "(check-sat)", ""])

    def _quotients(self) -> list[Condition]:
        """Return q * denominator = numerator for every quotient, and that its denominator is not 0."""
        found = []
        for number, atom in enumerate(self.field.atoms):
            if atom.numerator is not None and atom.denominator is not None:
                q = Term(self.field, {(number,): Fraction(1)})
                difference = q * atom.denominator - atom.numerator
                if isinstance(difference, Term):
                    found.append(Condition(difference, "="))
                found.append(Condition(atom.denominator, "!="))
        return found

    def _products(self, facts: Items[Condition], goals: Items[Condition]) -> list[Condition]:
        """Return products of two inequalities whose monomials all occur already: what degree 2 knows of signs."""
        present = {monomial for item in (*facts, *goals) for monomial in item.term.parts}
        if all(len(monomial) < 2 for monomial in present):
            return []
        signed = [fact for fact in facts if fact.relation in (">=", ">")]
        found = []
        for one, two in list(product(signed, repeat=2))[:MOST_PRODUCTS]:
            term = one.term * two.term
            if isinstance(term, Term) and all(len(monomial) < 2 or monomial in present for monomial in term.parts):
                found.append(Condition(term, ">" if (one.relation, two.relation) == (">", ">") else ">="))
        return found


class _Names:
    """The names that the atoms, and in a linear script the monomials, have in the text."""

    def __init__(self, field: Field, linear: bool) -> None:
        self.field, self.linear, self.used = field, linear, dict[str, None]()
        self.is_linear = True

    def declarations(self) -> list[str]:
        return [f"(declare-fun {name} () Real)" for name in self.used]

    def condition(self, condition: Condition) -> str:
        term = self.term(condition.term)
        if condition.relation == "!=":
            return f"(not (= {term} 0))"
        return f"({condition.relation} {term} 0)"

    def term(self, term: Term) -> str:
        texts = []
        for monomial, factor in sorted(term.parts.items()):
            name = self._monomial(monomial)
            texts.append(numeral(factor) if name is None else name if factor == 1 else f"(* {numeral(factor)} {name})")
        return texts[0] if len(texts) == 1 else f"(+ {' '.join(texts)})"

    def _monomial(self, monomial: Monomial) -> str | None:
        names = [self.field.atoms[number].name for number in monomial]
        if len(names) > 1 and self.linear:
            names = [f"|{'*'.join(names)}|"]
        for name in names:
            self.used[name] = None
        if len(names) > 1:
            self.is_linear = False
            return f"(* {' '.join(names)})"
        return names[0] if names else None
