"""VNN-LIB 1.0 as the competition writes it: SMT-LIB over inputs ``X_i`` and outputs ``Y_j`` of one network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import repeat
from typing import NoReturn, TypeAlias

from constructions.model.constraint import RELATIONS
from constructions.model.errors import BadInput, shown
from constructions.model.rational import spelled
from exchange.vnnlib.formulas import (
    Both,
    Either,
    Formula,
    Linear,
    check_nesting,
    compared,
    negated,
    number,
    place,
    product,
    summed,
    union_of,
)
from exchange.vnnlib.query import REAL, Beyond, Declared, Query, Variable

NETWORK = "N"
"""What the one network is called, which a file of this version does not name."""

MAX_WIDTH = 1 << 20
"""The most inputs or outputs that a file may declare."""

_TOKEN = re.compile(r"""([()]|"(?:[^"]|"")*"|\|[^|]*\||[^\s();"|]+|["|])|;[^\n]*""")
"""A parenthesis, a string, a quoted name, a word, a quote that is never closed; or a comment, which is no word."""

_VARIABLE = re.compile(r"([XY])_(0|[1-9][0-9]{0,6})")
_SILENT = ("set-logic", "set-info", "set-option", "check-sat", "get-model", "exit")
"""Commands of SMT-LIB that say nothing of what is asked."""


@dataclass(slots=True)
class _Tree:
    """What stands in a pair of parentheses, and the line in which it begins."""

    line: int
    parts: "list[_Part]" = field(default_factory=list)

    @property
    def head(self) -> str:
        """Its first word; empty if it has none."""
        return self.parts[0] if self.parts and isinstance(self.parts[0], str) else ""


_Part: TypeAlias = "str | _Tree"


def read_competition(text: str, file: str) -> Query:
    """Return the query in the text of a file of version 1.0.

    ``declare-const`` (or ``declare-fun`` without arguments) of ``X_i`` and ``Y_j``, from 0 on each, and ``assert`` of
    comparisons of linear terms under ``and``, ``or`` and ``not`` are read, decimals as the numbers that they spell.

    Raises:
        BadInput: if it is no such text; one line that names the file and the line.
        Beyond: if it says what is not linear, or comes to too many polyhedra.

    >>> text = "(declare-const X_0 Real) (declare-const Y_0 Real) (assert (>= X_0 0.5)) (assert (<= Y_0 X_0))"
    >>> [atom.relation for atom in read_competition(text, "a.vnnlib").common]
    ['>=', '<=']
    """
    reader = _Reader(file)
    declared: dict[str, int] = {}
    asserted: list[_Tree] = []
    asked = ""
    for position, tree in enumerate(_trees(text, file)):
        if asked and tree.head in ("declare-const", "declare-fun", "assert"):
            reader.refuse(tree, f"it stands behind ({asked}), which asks about what stands before it")
        if tree.head in ("declare-const", "declare-fun"):
            reader.declare(tree, declared)
        elif tree.head == "assert":
            if len(tree.parts) != 2:
                reader.refuse(tree, "assert takes one formula")
            asserted.append(tree)
        elif tree.head == "vnnlib-version":
            if position or tree.parts[1:] not in (["<1.0>"], ["1.0"]):
                reader.refuse(tree, "a file of version 1.0 says so in its first command, or nothing of its version")
        elif tree.head in ("check-sat", "exit"):
            asked = tree.head
        elif tree.head not in _SILENT:
            reader.refuse(tree, f"the command {shown(tree.head)} is not read, only declare-const and assert")
    widths = [reader.width(letter, declared) for letter in "XY"]
    reader.starts = {"X": 0, "Y": widths[0]}
    reader.total = sum(widths)
    formulas = [reader.formula(tree.parts[1], tree.line) for tree in asserted]
    variables = (Variable("X", "input", REAL, (widths[0],)), Variable("Y", "output", REAL, (widths[1],)))
    common, polyhedra = union_of(formulas)
    return Query((Declared(NETWORK, variables),), common, polyhedra, "1.0")


class _Reader:
    """Reads the commands of one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.starts: dict[str, int] = {}
        self.total = 0

    def refuse(self, where: "_Tree | int", text: str) -> NoReturn:
        raise BadInput(f"{self._place(where)}: {text}")

    def _place(self, where: "_Tree | int") -> str:
        return f"{self._file}: line {where.line if isinstance(where, _Tree) else where}"

    def declare(self, tree: _Tree, declared: dict[str, int]) -> None:
        """Take down a declaration."""
        rest = tree.parts[1:]
        if tree.head == "declare-fun" and len(rest) == 3 and isinstance(rest[1], _Tree) and not rest[1].parts:
            del rest[1]
        if len(rest) != 2 or not isinstance(rest[0], str) or not isinstance(rest[1], str):
            self.refuse(tree, f"{tree.head} declares one number: (declare-const X_0 Real)")
        if rest[1] != "Real":
            self.refuse(tree, f"{shown(rest[0])[1:-1]} is of the type {shown(rest[1])}, and only Real is read")
        if not _VARIABLE.fullmatch(rest[0]):
            self.refuse(tree, f"a variable is called X_i or Y_j, not {shown(rest[0])}")
        if rest[0] in declared:
            self.refuse(tree, f"{rest[0]} is declared twice, first in line {declared[rest[0]]}")
        declared[rest[0]] = tree.line

    def width(self, letter: str, declared: dict[str, int]) -> int:
        """Return how many variables of a letter there are; they are numbered from 0 without a gap."""
        count = sum([name[0] == letter for name in declared])
        what = "inputs" if letter == "X" else "outputs"
        if not count:
            raise BadInput(f"{self._file}: it declares no {what} {letter}_0, {letter}_1, ...")
        if count > MAX_WIDTH:
            raise BadInput(f"{self._file}: it declares {count:,} {what}, and {MAX_WIDTH:,} are the most that are read")
        missing = next((index for index in range(count) if f"{letter}_{index}" not in declared), None)
        if missing is not None:
            raise BadInput(f"{self._file}: of its {count:,} {what} {letter}_{missing} is not declared")
        return count

    def formula(self, part: _Part, line: int) -> Formula:
        """Return a formula; the depth of trees is bounded, so this is no deep recursion."""
        if not isinstance(part, _Tree):
            self.refuse(line, f"a formula is wanted, not {shown(part)}")
        if part.head in ("and", "or"):
            parts = tuple([self.formula(inner, part.line) for inner in part.parts[1:]])
            return Both(parts) if part.head == "and" else Either(parts)
        if part.head == "not":
            if len(part.parts) != 2:
                self.refuse(part, f"not takes one formula, and not {len(part.parts) - 1}")
            return negated(self.formula(part.parts[1], part.line))
        if part.head not in RELATIONS:
            known = f"and, or, not and {', '.join(RELATIONS)}"
            self.refuse(part, f"{shown(part.head)} is not read: formulas are {known}")
        if len(part.parts) < 3:
            self.refuse(part, f"{part.head} compares two terms or more, not {len(part.parts) - 1}")
        terms = [self.term(inner, part.line) for inner in part.parts[1:]]
        parts = tuple([compared(*pair, self.total) for pair in zip(terms, repeat(part.head), terms[1:], strict=False)])
        return parts[0] if len(parts) == 1 else Both(parts)

    def term(self, part: _Part, line: int) -> Linear:
        """Return a linear term."""
        if not isinstance(part, _Tree):
            return self.leaf(part, line)
        terms = [self.term(inner, part.line) for inner in part.parts[1:]]
        if not terms or part.head not in ("+", "-", "*", "/"):
            self.refuse(part, f"{shown(part.head)} is not read: terms are numbers, variables, +, -, * and /")
        if part.head == "*":
            return product(terms, self._place(part))
        if part.head == "+":
            return summed(terms)
        first, *others = terms
        if part.head == "-":
            turned = [term.times(Fraction(-1)) for term in others]
            return summed([first, *turned]) if turned else first.times(Fraction(-1))
        for term in others:
            if term.weights:
                raise Beyond(f"{self._place(part)}: a quotient by a variable is not linear")
            if not term.constant:
                self.refuse(part, "it divides by zero")
        return product([first, *[number(1 / term.constant) for term in others]], self._place(part))

    def leaf(self, word: str, line: int) -> Linear:
        """Return the term that is a variable or a number."""
        match = _VARIABLE.fullmatch(word)
        if match is None:
            try:
                return number(spelled(word))
            except BadInput as error:
                raise BadInput(f"{self._place(line)}: {error}") from error
        index = int(match[2])
        width = self.starts["Y"] if match[1] == "X" else self.total - self.starts["Y"]
        if index >= width:
            self.refuse(line, f"{word} is not declared")
        return place(self.starts[match[1]] + index)


def _trees(text: str, file: str) -> Iterator[_Tree]:
    """Yield what stands at the top of a text, one pair of parentheses after the other."""
    stack: list[_Tree] = []
    line, seen = 1, 0
    for match in _TOKEN.finditer(text):
        word = match[1]
        if word is None:
            continue
        line += text.count("\n", seen, match.start(1))
        seen = match.start(1)
        if word == "(":
            check_nesting(len(stack), f"{file}: line {line}")
            stack.append(_Tree(line))
        elif not stack:
            raise BadInput(f"{file}: line {line}: {shown(word)} stands outside of parentheses")
        elif word in ('"', "|"):
            raise BadInput(f"{file}: line {line}: a {word} that opens there is never closed")
        elif word == ")":
            tree = stack.pop()
            if stack:
                stack[-1].parts.append(tree)
            else:
                yield tree
        else:
            stack[-1].parts.append(word)
    if stack:
        raise BadInput(f"{file}: line {stack[-1].line}: a parenthesis that opens there is never closed")
