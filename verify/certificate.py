"""Certificates: hints for the independent checker, which re-derives every premise; bound to a claim by SHA-256."""

import json
from collections.abc import Sequence as Items

from constructions.model.rational import long_integers
from verify.claim import CLAIM_VERSION, Reference, Statement, claim_bytes

Hint = list[str | int]
"""A name and integers (docs/format.md, section 5); at data points nothing is open and there is no hint at all."""

BOUND: Hint = ["bound"]
"""At an open decision: operations so far and the structural maximum of all that is left are at most T."""

STRUCTURE: Hint = ["structure"]
"""Before anything runs: the structural maximum of the network is at most T."""


def claim_file(claim: Statement) -> str:
    """Return the name of the claim's file in a bundle."""
    return f"{claim.stem}.claim.json"


def certificate_file(claim: Statement) -> str:
    """Return the name of the certificate's file in a bundle."""
    return f"{claim.stem}.certificate.json"


def script_file(claim: Statement) -> str:
    """Return the name of the SMT-LIB file of a claim's negation."""
    return f"{claim.stem}.smt2"


def certificate_bytes(claim: Statement, hints: Items[Hint]) -> bytes:
    """Return the file of a certificate (docs/format.md).

    >>> from verify.claim import OperationsAtMost
    >>> data = certificate_bytes(OperationsAtMost(Reference("network.json", "ab"), 12), [STRUCTURE])
    >>> print(data.decode(), end="")  # doctest: +ELLIPSIS
    {"format":"memocert certificate","version":3,
    "claim":{"file":"operations-at-most.claim.json","sha256":"3dcfec30..."},
    "hints":[
    ["structure"]
    ]}
    """
    reference = Reference.to(claim_file(claim), claim_bytes(claim))
    with long_integers():
        steps = ",\n".join([_text(hint) for hint in hints])
    about = json.dumps(reference.fields(), separators=(",", ":"))
    text = f'{{"format":"memocert certificate","version":{CLAIM_VERSION},\n"claim":{about},\n"hints":[\n{steps}\n]}}\n'
    return text.replace("[\n\n]", "[]").encode("ascii")


def _text(hint: Hint) -> str:
    name, *numbers = hint
    return f'["{name}",{",".join(map(str, numbers))}]' if numbers else f'["{name}"]'
