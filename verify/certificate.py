"""Certificates: hints for the independent checker, which re-derives every premise; bound to a claim by SHA-256."""

import json
from collections.abc import Sequence as Items

from constructions.files import VERSION
from verify.claim import Claim, Reference, claim_bytes

Hint = list[str | int]
"""A name and integers; at data points nothing is open and there is no hint at all."""

BOUND: Hint = ["bound"]
"""Operations so far and the structural maximum of all that is left are at most T."""


def claim_file(claim: Claim) -> str:
    """Return the name of the claim's file in a bundle."""
    return f"{claim.stem}.claim.json"


def certificate_file(claim: Claim) -> str:
    """Return the name of the certificate's file in a bundle."""
    return f"{claim.stem}.certificate.json"


def certificate_bytes(claim: Claim, hints: Items[Hint]) -> bytes:
    """Return the file of a certificate (docs/format.md).

    >>> from verify.claim import OperationsAtMost
    >>> data = certificate_bytes(OperationsAtMost(Reference("network.json", "ab"), 12), [BOUND])
    >>> print(data.decode(), end="")  # doctest: +ELLIPSIS
    {"format":"memocert certificate","version":1,
    "claim":{"file":"operations-at-most.claim.json","sha256":"f8e0ba02..."},
    "hints":[
    ["bound"]
    ]}
    """
    reference = Reference.to(claim_file(claim), claim_bytes(claim))
    steps = ",\n".join([json.dumps(hint, separators=(",", ":")) for hint in hints])
    about = json.dumps(reference.fields(), separators=(",", ":"))
    text = f'{{"format":"memocert certificate","version":{VERSION},\n"claim":{about},\n"hints":[\n{steps}\n]}}\n'
    return text.replace("[\n\n]", "[]").encode("ascii")
