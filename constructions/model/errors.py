"""The one error root for what a user hands in: data, files, names and sizes that cannot be accepted."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from numbers import Real
from shlex import quote
from types import UnionType

from constructions.model.numbers.digits import long_integers
from constructions.model.progress import STOPS


class BadInput(ValueError):
    """Something handed in cannot be accepted; the message is one line that names the place and the value.

    The command lines print the message alone and exit with code 2.

    >>> raise BadInput("iris.csv: line 3, column 'petal width': 'nan' is not a finite number")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: iris.csv: line 3, column 'petal width': 'nan' is not a finite number
    """


class NotWritten(BadInput):
    """A file or a folder cannot be written: no such folder, no permission, a full disk."""


class Contradiction(BadInput):
    """Two rows are the same point, but with different labels."""


class NoClass(BadInput):
    """Several outputs of a network are the largest at a point."""


@contextmanager
def needs(use: str, package: str, extra: str) -> Iterator[None]:
    """Import an optional package; raises ``BadInput`` that says how to install it, or why it does not load.

    >>> with needs("m.onnx: reading it", "no_such_package", "onnx"):
    ...     import no_such_package
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: m.onnx: reading it needs no_such_package: pip install 'memocert[onnx]'
    """
    try:
        yield
    except (BadInput, *STOPS):
        raise
    except Exception as error:  # also of its libraries, or of settings that it cannot read
        if isinstance(error.__cause__, STOPS):  # a compiled package that was stopped while it was loaded
            raise error.__cause__ from None
        if isinstance(error, ModuleNotFoundError) and error.name in (package, extra):
            raise BadInput(f"{use} needs {package}: {installing(extra)}") from None
        raise BadInput(
            f"{use} needs {package}, which is installed but does not load: "
            f"{shown(str(error), 200) if str(error) else type(error).__name__}"
        ) from None


def line_of(error: BaseException) -> str:
    """Return what an error of another package says, in one short line; its kind where it says nothing.

    >>> line_of(ValueError(" one,   two ")), line_of(KeyError())
    ('one, two', 'KeyError')
    """
    return " ".join(str(error).split())[:160] or type(error).__name__


def no_memory(what: object) -> BadInput:
    """Return the refusal of what does not fit into memory, which others' readers raise as an error like all of theirs.

    >>> no_memory("m.onnx")
    BadInput('m.onnx: there is not enough memory to read it')
    """
    return BadInput(f"{what}: there is not enough memory to read it")


def installing(extra: str) -> str:
    """Return the command that installs the packages of an extra.

    >>> installing("onnx")
    "pip install 'memocert[onnx]'"
    """
    return f"pip install 'memocert[{extra}]'"


def shown(value: object, limit: int = 40) -> str:
    """Return ``repr(value)``, cut to about ``limit`` characters, for use inside a message of one line.

    Letters stay as they are; numerals other than 0 to 9 are escaped, since they could be taken for these.

    >>> shown("abc"), shown("x" * 100, 10)
    ("'abc'", "'xxxx...xx' (102 characters)")
    >>> shown("2 €"), shown("two\\nlines")
    ("'2 €'", "'two\\\\nlines'")
    """
    with long_integers():
        text = " ".join("".join(map(_visible, repr(value))).splitlines())  # an array spells itself on several lines
    if len(text) <= limit:
        return text
    return f"{text[: limit // 2]}...{text[-(limit // 2 - 2) :]} ({len(text)} characters)"


def typed_path(path: object) -> str:
    """Return a path as it is typed in a command: quoted where a shell asks for it, and never like an option.

    >>> typed_path("a b.csv"), typed_path("-b")
    ("'a b.csv'", './-b')
    >>> print(typed_path(os.fsdecode(b"it's\\xff.c")))
    $'it\\'s\\xff.c'
    """
    return typed_text(f"./{path}" if str(path).startswith("-") else str(path))


def typed_text(text: str) -> str:
    """Return a text as it is typed in a command: quoted where a shell asks for it; what is not printable, by its bytes.

    >>> typed_text("5 $"), typed_text("order id")
    ("'5 $'", "'order id'")
    >>> print(typed_text("order\\tid"))
    $'order\\x09id'
    """
    if text.isprintable():
        return quote(text)
    bytewise = [chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}" for byte in os.fsencode(text)]
    return "$'" + "".join([f"\\{sign}" if sign in "\\'" else sign for sign in bytewise]) + "'"


def _visible(character: str) -> str:
    """Return a character as it is, but escaped if it looks like a digit and is none of the ten."""
    return ascii(character)[1:-1] if character.isnumeric() and not character.isascii() else character


def of_kind(kind: type | UnionType, what: str, **given: object) -> None:
    """Refuse what is of another kind than a function takes: a folder's name for a bundle, arguments in the wrong order.

    Args:
        kind: the type that is wanted.
        what: the same in words.
        given: what was handed in, by the parameter's name.

    Raises:
        TypeError: if it is of another type, or True or False for a number; the line has the parameter's name and the
            value.

    >>> of_kind(int, "an integer", size="3")
    Traceback (most recent call last):
        ...
    TypeError: size must be an integer, not str ('3')
    """
    for name, value in given.items():
        if not isinstance(value, kind) or (kind in (int, Real) and isinstance(value, bool)):
            raise TypeError(f"{name} must be {what}, not {type(value).__name__} ({shown(value)})")


def at_least(least: int, **given: object) -> None:
    """Refuse a limit that is no integer, or a smaller one; the one place that knows what to say of it.

    Args:
        least: the smallest one that makes sense.
        given: what was handed in, by the parameter's name; None is no limit.

    Raises:
        TypeError: what ``of_kind`` raises.
        BadInput: if it is smaller.

    >>> at_least(0, most_gates=7, paths=None)
    >>> at_least(0, most_gates=-1)
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: most_gates must be at least 0, not -1
    """
    _bounded(int, "an integer", least, given)


def no_less(least: int, **given: object) -> None:
    """Refuse a limit of time that is no number, or a smaller one, as ``at_least`` does those that count.

    >>> no_less(0, seconds=0.5)
    >>> no_less(0, seconds=float("nan"))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: seconds must be at least 0, not nan
    """
    _bounded(Real, "a number", least, given)


def _bounded(kind: type, what: str, least: int, given: Mapping[str, object]) -> None:
    for name, value in given.items():
        if value is not None:
            of_kind(kind, what, **{name: value})
            if not value >= least:  # type: ignore[operator]  # nor is a NaN
                raise BadInput(f"{name} must be at least {least}, not {shown(value)}")


def one_of(what: str, name: object, known: Iterable[str], hint: str = "") -> str:
    """Return ``name`` if it is one of the known names; the one place that knows what to say of others.

    Args:
        what: what is named, in the singular.
        hint: what to do to see all names; without it they are listed where none is near.

    Raises:
        BadInput: if it is none of them; the line has the nearest known one.

    >>> one_of("measure", "total", ["total", "comparisons"])
    'total'
    >>> one_of("measure", "comparison", ["total", "comparisons"])
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: there is no measure 'comparison'; the nearest is 'comparisons'
    >>> one_of("measure", "time", ["total", "comparisons"])
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: there is no measure 'time'; there are 'total', 'comparisons'
    """
    names = list(known)
    if isinstance(name, str) and name in names:
        return name
    rest = nearest_text(name if isinstance(name, str) else shown(name), names)
    if not rest and not hint:
        rest = f"; there are {', '.join([shown(other) for other in names[:12]])}{', ...' * (len(names) > 12)}"
    raise BadInput(f"there is no {what} {shown(name)}{rest}{f'; {hint}' if hint else ''}")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like this one, first one of the same signs; None if none is.

    >>> nearest("memorises", ["memorizes", "paths"]), nearest("x", ["memorizes", "paths"])
    ('memorizes', None)
    >>> nearest("=>", [">", ">="])
    '>='
    """
    names, start = list(known), name[:100]
    same = [other for other in names if len(other) == len(start) and sorted(other) == sorted(start)]
    return next(iter(same or get_close_matches(start, names, n=1)), None)


def nearest_text(name: str, known: Iterable[str]) -> str:
    """Return what to say of the known name that is most like this one: whole, to be typed; empty if none is like it.

    >>> nearest_text("memorises", ["memorizes", "paths"]), nearest_text("x", ["memorizes", "paths"])
    ("; the nearest is 'memorizes'", '')
    """
    near = nearest(name, known)
    return "" if near is None else f"; the nearest is {shown(near, 1_000)}"
