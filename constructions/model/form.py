"""Rows of weights: linear forms that store what is not 0; a row with symbols asks about it when it is read."""

from collections.abc import Callable, Iterable, Sequence as Items
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from constructions.model.errors import shown
from constructions.model.nouns import count_of
from constructions.model.rational import Number, Symbolic, exact, fingerprint


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """A linear form ``w . x`` on ``width`` inputs; only the non-zero weights are stored.

    Args:
        width: the number of inputs, at least 1.
        indices: the positions of the non-zero weights, from 0, strictly increasing.
        weights: the non-zero weights, one for each position.

    Raises:
        ValueError: if a position is out of range or out of order, or a weight is 0.
        TypeError: if a weight is not an ``int`` or a ``Fraction``.

    >>> Form(3, (0, 2), (1, Fraction(-1, 2)))
    Form(1 x0 - 1/2 x2 of 3)
    """

    width: int
    indices: tuple[int, ...]
    weights: tuple[Fraction, ...]
    _given: tuple[Fraction, ...] | None = field(init=False, compare=False)
    """A row with symbols as it was given: until it is read nobody knows which of them are 0; else None."""

    def __init__(self, width: int, indices: Iterable[int], weights: Iterable[Number]) -> None:
        positions = tuple(indices)
        values = tuple([exact(weight) for weight in weights])
        check_width("width", width)
        if len(positions) != len(values):
            raise ValueError(
                f"weights must have {count_of(len(positions), 'entry')}, one for each index, not {len(values)}"
            )
        previous = -1
        for position in positions:
            if type(position) is not int or not previous < position < width:
                raise ValueError(f"indices must increase within 0..{width - 1}, not {shown(position)} after {previous}")
            previous = position
        if not all(values):
            raise ValueError("a stored weight must not be 0")
        _set(self, "width", width)
        _set(self, "indices", positions)
        _set(self, "weights", values)
        _set(self, "_given", None)

    @classmethod
    def dense(cls, row: Items[Number]) -> "Form":
        """Return the form whose weights are all written out in ``row``.

        >>> Form.dense([0, 2, 0])
        Form(2 x1 of 3)
        """
        values = tuple([exact(weight) for weight in row])
        if any([isinstance(value, Symbolic) for value in values]):
            form = object.__new__(cls)
            _set(form, "width", len(values))
            _set(form, "_given", values)
            return form
        kept = [index for index, weight in enumerate(values) if weight]
        return cls(len(values), kept, [values[index] for index in kept])

    def __getattr__(self, name: str) -> Any:
        """Ask of a row with symbols, once its places or weights are read, which of them are 0 (theory, Theorem 70)."""
        if name not in ("indices", "weights") or self._given is None:
            raise AttributeError(f"a form has no {name}")
        kept = [index for index, weight in enumerate(self._given) if weight]
        _set(self, "indices", tuple(kept))
        _set(self, "weights", tuple([self._given[index] for index in kept]))
        return getattr(self, name)

    @property
    def unasked_size(self) -> int:
        """How many weights are stored; of a row with symbols, how many were given."""
        return len(self.indices if self._given is None else self._given)

    @property
    def unasked_terms(self) -> Iterable[tuple[int, Fraction]]:
        """The places and their weights; symbols are among them, and nobody is asked whether they are 0."""
        if self._given is None:
            return zip(self.indices, self.weights, strict=True)
        return [(index, weight) for index, weight in enumerate(self._given) if isinstance(weight, Symbolic) or weight]

    @classmethod
    def coordinate(cls, index: int, width: int) -> "Form":
        """Return the form that reads input ``index`` of ``width``.

        >>> Form.coordinate(1, 2)
        Form(1 x1 of 2)
        """
        return cls(width, (index,), (1,))

    def at(self, point: Items[Fraction]) -> Fraction:
        """Return ``w . x`` at a point of ``width`` rational coordinates.

        >>> Form.dense([2, -1]).at((Fraction(1), Fraction(1, 2)))
        Fraction(3, 2)
        """
        total = Fraction(0)
        for index, weight in self.unasked_terms:
            total += weight * point[index]
        return total

    def __hash__(self) -> int:
        return hash((self.width, self.indices, fingerprint(self.weights)))

    def __repr__(self) -> str:
        text = ""
        for index, weight in zip(self.indices[:4], self.weights[:4], strict=True):
            sign = ("- " if weight < 0 else "+ ") if text else ("-" if weight < 0 else "")
            text += f"{' ' if text else ''}{sign}{abs(weight)} x{index}"
        more = " + ..." if len(self.indices) > 4 else ""
        return f"Form({text or '0'}{more} of {self.width})"


def check_width(name: str, width: int) -> None:
    """Refuse what is no number of inputs or coordinates."""
    if type(width) is not int or width < 1:
        raise ValueError(f"{name} must be an integer of at least 1, not {shown(width)}")


_set: Callable[[object, str, object], None] = object.__setattr__
