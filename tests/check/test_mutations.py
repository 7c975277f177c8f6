"""Every value of every file of accepted bundles is changed, digests bound anew: refused, or the claim is still true."""

import copy
import hashlib
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from brute import files_of, is_true
from samples import examples

from verify.check.bundle import Memory, check_claims, claim_names
from verify.check.rules.table import RULES as KINDS
from verify.check.verdict import Result

ACCEPTED = Path(__file__).resolve().parent.parent / "certificates" / "accepted"
REFERENCES = ("network", "other", "dataset", "claim")
HEAD = ("format", "version", *REFERENCES)
Place = tuple[int | str, ...]


def places(value: Any, here: Place = ()) -> Iterator[Place]:
    """Yield the way to every value inside a JSON value."""
    yield here
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*here, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*here, index))


def mutants(value: Any) -> tuple[list[Any], list[Any]]:
    """Return values that can stand in the place of one, and some that never can."""
    if isinstance(value, bool) or value is None:
        return [], [0, "x"]
    if isinstance(value, int):
        return [value + 1, value - 1, -value, -value - 1, 10**30], [True, str(value), None, float(value)]
    if isinstance(value, str):
        try:
            number = Fraction(value)
        except ValueError:
            return [value + "x", value[:-1], "", value.upper()], [0, None]
        others = [str(number + 1), str(-number), str(number / 2), "0"]
        return others, [value + " ", f"{value}/1", int(number), True]
    if isinstance(value, list):
        return [[], value[:-1], value[::-1], [*value, *value[-1:]]], [None, {}]
    return [{}, {**value, "more": 0}], [[], None]


def placed(document: Any, place: Place, value: Any) -> Any:
    """Return the document with another value at a place; only what leads there is copied."""
    if not place:
        return value
    result = copy.copy(document)
    result[place[0]] = placed(document[place[0]], place[1:], value)
    return result


def removed(document: Any, place: Place) -> Any:
    """Return the document without what stands at a place."""
    inner = copy.copy(at(document, place[:-1]))
    del inner[place[-1]]
    return placed(document, place[:-1], inner)


class Forger:
    """Makes a bundle once more for each change of one of its files, every digest bound anew, all of it in memory."""

    def __init__(self, bundle: Path) -> None:
        self.files = files_of(bundle)
        self.fields = {name: json.loads(data) for name, data in self.files.items() if name.endswith(".json")}
        self.claims = claim_names(str(bundle))
        self.truths: dict[str, bool] = {}

    def forged(self, mutated: str, text: str) -> dict[str, bytes]:
        """Do what a forger does: every reference to what changed gets the digest of the file as it now is, except
        inside ``mutated``'s own mutated references."""
        files, changed = {**self.files, mutated: text.encode()}, {mutated}
        for ending in (".claim.json", ".certificate.json"):
            for name in [name for name in files if name.endswith(ending) and name != mutated]:
                if changed & {self.fields[name][key]["file"] for key in REFERENCES if key in self.fields[name]}:
                    files[name] = json.dumps(self.bound(self.fields[name], files)).encode()
                    changed.add(name)
        return files

    def checked(self, files: dict[str, bytes], mutated: str) -> list[Result]:
        """Return the verdict on each claim of a bundle as it was made that reads the mutated file.

        Claims and certificates are read by one claim each, networks and data sets perhaps by all.
        """
        own = mutated.removesuffix(".certificate.json").removesuffix(".claim.json") + ".claim.json"
        return check_claims(Memory(files), [own] if own in self.claims else self.claims)

    def truth(self, files: dict[str, bytes], name: str) -> bool:
        """Return whether a claim is true of these files; what was found out before is remembered."""
        claim = json.loads(files[name])
        about = {key: files[claim.pop(key)["file"]].decode() for key in REFERENCES[:3] if key in claim}
        known = json.dumps([claim, about])
        if known not in self.truths:
            self.truths[known] = is_true(files, name)
        return self.truths[known]

    @staticmethod
    def bound(fields: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
        """Return a claim or a certificate with the digests of the files that it names."""
        found = dict(fields)
        for key in REFERENCES:
            if isinstance(found.get(key), dict):
                data = files[found[key]["file"]]
                found[key] = {**found[key], "sha256": hashlib.sha256(data).hexdigest()}
        return found


BUNDLES = sorted([f"{path.parent.name}/{path.name}" for path in ACCEPTED.glob("*/*")])
FIRST = {min(kind.iterdir()) for kind in ACCEPTED.iterdir()}
"""A bundle of each kind. In the others what is read before the kind is known changes less: what files begin with not at
all, and the numbers of networks and data into no values of another kind."""

SHARE = max(1, 2 // examples(2))
"""One mutant in so many is looked at, others in each bundle; all of them in ``make test-all``."""


@pytest.mark.parametrize("name", BUNDLES)
def test_every_mutant_is_refused_or_leaves_its_claims_true(name: str) -> None:
    refused = harmless = 0
    forger = Forger(ACCEPTED / name)
    for changed, document in forger.fields.items():
        first = ACCEPTED / name in FIRST
        kinds = slice(2 if first or "hints" in document or "kind" in document else 1)
        there = [place for place in places(document) if first or not {*place} & {*HEAD}]
        variants = [
            placed(document, place, value)
            for place in there
            for values in mutants(at(document, place))[kinds]
            for value in values
        ]
        variants += [removed(document, place) for place in there if place]
        unchanged = json.dumps(document)
        for variant in variants[len(name) % SHARE :: SHARE]:
            text = json.dumps(variant)
            if text == unchanged:
                continue
            files = forger.forged(changed, text)
            results = forger.checked(files, changed)
            for result in results:
                if result.verdict == "accepted":
                    assert forger.truth(files, result.file), (changed, variant)
            if all(result.verdict == "accepted" for result in results):
                harmless += 1
            else:
                refused += 1
    assert refused * SHARE > 30
    assert refused > 2 * harmless


def test_the_bundles_that_are_mutated_have_all_kinds_of_claims() -> None:
    paths = [path for name in BUNDLES for path in (ACCEPTED / name).glob("*.claim.json")]
    assert {json.loads(path.read_text())["kind"] for path in paths} == set(KINDS)


def at(document: Any, place: Place) -> Any:
    for step in place:
        document = document[step]
    return document


def test_repeated_keys_are_refused_in_every_file() -> None:
    forger = Forger(next(ACCEPTED.glob("*/tent")))
    for name, data in forger.files.items():
        for key, value in forger.fields[name].items():
            files = forger.forged(name, data.decode().replace("{", f'{{"{key}":{json.dumps(value)},', 1))
            verdicts = {result.verdict for result in forger.checked(files, name)}
            assert "malformed" in verdicts, (name, key)
