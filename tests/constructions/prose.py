"""Formulas as prose has them: found in front of the words that they count, and evaluated."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log2, sqrt
from pathlib import Path

FIGURES_OF = {
    "operations": "total",
    "comparisons": "comparisons",
    "additions": "additions",
    "multiplications": "multiplications",
    "ReLUs": "neurons",
    "neurons": "neurons",
    "units": "neurons",
    "gates": "gates",
    "numbers": "parameters",
    "parameters": "parameters",
    "weights": "parameters",
    "layers": "depth",
    "levels": "depth",
}
"""What the words behind a formula count."""

FUNCTIONS = ("ceil", "floor", "log", "log2", "log2_up", "sqrt", "min", "max")
_UNIT = re.compile(r"(?:(?:further|hidden|step|stored|ReLU|long) )*\b(?P<unit>" + "|".join(FIGURES_OF) + r")\b")
_LAST_TOKEN = re.compile(r"(\d+|(?<![A-Za-z_])(?:log2_up|[A-Za-z_]+\d*)|[-+*/^(),]) ?$")
_TOKEN = re.compile(r"\s*(\d+|log_[a-z]|log2_up|log2|[A-Za-z]+|[-+*/^(),])")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A formula in front of a word that it counts: where, the text before it in its sentence, the formula, the word."""

    place: str
    before: str
    formula: str
    unit: str

    @property
    def key(self) -> str:
        return f"{self.place}: {self.formula} {self.unit}"

    @property
    def relation(self) -> str:
        """``about`` and ``at most`` as the sentence says, ``=`` if it says nothing of the kind."""
        if re.search(r"\babout $", self.before):
            return "about"
        return "at most" if re.search(r"at most|enough|no more than|up to", self.before[-150:]) else "="


def phrases(place: str, text: str) -> Iterator[Phrase]:
    """Yield every formula with a letter that stands in front of a word of ``FIGURES_OF``."""
    text = " ".join(text.replace("`", "").replace("*", "").split())
    for found in _UNIT.finditer(text):
        start = found.start()
        if re.search(r"[a-z]-$", text[:start]):  # a name, as sqrt-operations
            continue
        while token := _LAST_TOKEN.search(text[max(0, start - 24) : start]):
            word = token[1]
            if word[0].isalpha() and len(word) > 1 and word not in FUNCTIONS and not re.fullmatch("log_[a-z]", word):
                break
            if word in ("a", "A", "I"):
                break
            start -= len(token[0])
        formula = _balanced(text[start : found.start()])
        if re.search("[A-Za-z]", formula):
            sentence = text[: text.rindex(formula, start, found.start())].rsplit(". ", 1)[-1]
            yield Phrase(place, sentence, formula, found["unit"])


def _balanced(text: str) -> str:
    """Return the longest end of a text that is a formula: brackets closed, no comma or sign in front."""
    depth = start = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth < 0 or (depth == 0 and text[place] == ","):
            start = place + 1
            break
        if depth == 0:
            start = place
    return text[start:].lstrip(" -+*/),").rstrip(" ,")


def value(formula: str, letters: Mapping[str, int]) -> float | Fraction:
    """Return a formula's value: exact, but for roots and logarithms outside ``ceil``; juxtaposition multiplies.

    Raises:
        KeyError: if a letter has no value.
        ValueError: if it is not a formula.

    >>> value("w + k - 1 + 2d (n - 1) + ceil(log ceil(n/2))", {"w": 1, "k": 2, "d": 3, "n": 9})
    Fraction(53, 1)
    >>> value("2n + sqrt(2q n)", {"n": 8, "q": 4})
    24.0
    """
    reader = _Reader(_TOKEN.findall(formula), letters)
    if "".join(reader.tokens) != re.sub(r"\s", "", formula):
        raise ValueError(f"not a formula: {formula}")
    found = reader.sum()
    if reader.tokens:
        raise ValueError(f"not a formula: {formula}, at {reader.tokens[0]}")
    return found


@dataclass
class _Reader:
    tokens: list[str]
    letters: Mapping[str, int]

    def peek(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, expected: str = "") -> str:
        if not self.tokens or (expected and self.tokens[0] != expected):
            raise ValueError(f"{expected or 'more'} is missing")
        return self.tokens.pop(0)

    def sum(self) -> float | Fraction:
        found = self.product()
        while self.peek() in ("+", "-"):
            found = found + self.product() if self.take() == "+" else found - self.product()
        return found

    def product(self) -> float | Fraction:
        found = self.power()
        while self.peek() and self.peek() not in "+-),":
            if self.peek() == "/":
                self.take()
                found = found / self.power()
            else:
                if self.peek() == "*":
                    self.take()
                found = found * self.power()
        return found

    def power(self) -> float | Fraction:
        found = self.factor()
        if self.peek() == "^":
            self.take()
            found = found ** self.power()
        return found

    def factor(self) -> float | Fraction:
        token = self.take()
        if token == "(":
            found = self.sum()
            self.take(")")
            return found
        if token.isdigit():
            return Fraction(token)
        if token == "ceil" and self.tokens[:2] and self.tokens[1].startswith("log"):
            self.take("(")
            found = self.rounded_up(self.base(self.take()))
            self.take(")")
            return found
        if token == "log2_up":
            return self.rounded_up(2)
        if token in FUNCTIONS or token.startswith("log_"):
            return self.function(token)
        if len(token) == 1:
            return Fraction(self.letters[token])
        raise ValueError(f"{token} is no letter")

    def rounded_up(self, base: int) -> Fraction:
        found, exponent = self.factor(), 0
        while base**exponent < found:
            exponent += 1
        return Fraction(exponent)

    def base(self, token: str) -> int:
        return self.letters[token[4:]] if token.startswith("log_") else 2

    def function(self, token: str) -> float | Fraction:
        if token in ("min", "max"):
            self.take("(")
            found = [self.sum()]
            while self.peek() == ",":
                self.take()
                found.append(self.sum())
            self.take(")")
            return min(found) if token == "min" else max(found)
        argument = self.factor()
        if token in ("ceil", "floor"):
            return Fraction(ceil(argument) if token == "ceil" else floor(argument))
        return sqrt(argument) if token == "sqrt" else log2(argument) / log2(self.base(token))


def docstrings(path: Path) -> str:
    """Return what a module's docstrings say, doctests left out."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            text = re.sub(r"^ *>>> .*?(?=^ *$|\Z)", "", node.value.value, flags=re.DOTALL | re.MULTILINE)
            found.append(text + ".")
    return "\n".join(found)


def theorems(chapter: str, page: str) -> Iterator[tuple[str, str]]:
    """Yield each theorem of a chapter with its proof and what follows it, up to the next one or the next heading.

    What stands in no theorem has the name of the chapter.
    """
    for part in re.split(r"(?=^#+ |^\*\*(?:Theorem|Lemma|Proposition))", page, flags=re.MULTILINE):
        name = re.match(r"\*\*(Theorem \w+|Lemma[ \w]*|Proposition \d+)", part)
        yield name[1] if name else f"chapter {chapter}", part
