"""Certificates: hints for the independent checker, which re-derives every premise; bound to a claim by SHA-256."""

import re
from collections.abc import Sequence as Items
from typing import Protocol

from constructions.model.rational import long_integers

VERSION = 3
"""The version of claim and certificate files (docs/reference/format.md); networks and data sets have their own."""

Hint = list[str | int]
"""A name and integers (docs/reference/format.md, section 5); at data points nothing is open, so there is no hint."""

BOUND: Hint = ["bound"]
"""At an open decision: operations so far and the structural maximum of all that is left are at most T."""

STRUCTURE: Hint = ["structure"]
"""Before anything runs: the structural maximum of the network is at most T."""

_NAME = re.compile(r"[a-z]+\*?")


def is_hint(value: object) -> bool:
    """Return whether what was read of a file may be a hint: a name, letters and perhaps a star, then integers.

    >>> is_hint(["goal*", 1, -2]), is_hint(["goal", True]), is_hint([]), is_hint("goal"), is_hint(['a"', 1])
    (True, False, False, False, False)
    """
    if not isinstance(value, list) or not value or not isinstance(value[0], str):
        return False
    return bool(_NAME.fullmatch(value[0])) and all([type(number) is int for number in value[1:]])


def certificate_text(about: str, hints: Items[Hint]) -> str:
    """Return the file of a certificate (docs/reference/format.md); ``about`` is the reference to its claim.

    >>> print(certificate_text('{"file":"a.claim.json","sha256":"..."}', [STRUCTURE]), end="")
    {"format":"memocert certificate","version":3,
    "claim":{"file":"a.claim.json","sha256":"..."},
    "hints":[
    ["structure"]
    ]}
    """
    with long_integers():
        steps = ",\n".join([_text(hint) for hint in hints])
    text = f'{{"format":"memocert certificate","version":{VERSION},\n"claim":{about},\n"hints":[\n{steps}\n]}}\n'
    return text.replace("[\n\n]", "[]")


COUNTEREXAMPLE = "counterexample.json"
"""The file that keeps the exact point at which a query is satisfied."""


class Stemmed(Protocol):
    """A claim, as far as the names of its files go."""

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""


def claim_file(claim: Stemmed) -> str:
    """Return the name of the claim's file in a bundle."""
    return f"{claim.stem}.claim.json"


def certificate_file(claim: Stemmed) -> str:
    """Return the name of the certificate's file in a bundle."""
    return f"{claim.stem}.certificate.json"


def script_file(claim: Stemmed) -> str:
    """Return the name of the SMT-LIB file of a claim's negation."""
    return f"{claim.stem}.smt2"


def _text(hint: Hint) -> str:
    name, *numbers = hint
    return f'["{name}",{",".join(map(str, numbers))}]' if numbers else f'["{name}"]'
