"""The one error root for what a user hands in: data, files, names and sizes that cannot be accepted."""


class BadInput(ValueError):
    """Something handed in cannot be accepted; the message is one line that names the place and the value.

    The command lines print the message alone and exit with code 2.

    >>> raise BadInput("iris.csv: row 3, column 'petal width': 'nan' is not a finite number")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: iris.csv: row 3, column 'petal width': 'nan' is not a finite number
    """


def shown(value: object, limit: int = 40) -> str:
    """Return ``repr(value)``, cut to about ``limit`` characters, for use inside a message of one line.

    >>> shown("abc"), shown("x" * 100, 10)
    ("'abc'", "'xxxx...xx' (102 characters)")
    """
    text = ascii(value)
    if len(text) <= limit:
        return text
    return f"{text[: limit // 2]}...{text[-(limit // 2 - 2) :]} ({len(text)} characters)"
