"""Every value of every file of accepted bundles is changed, digests bound anew: refused, or the claim is still true."""

import copy
import hashlib
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from brute import is_true

from verify.check.bundle import check_bundle
from verify.check.rules.table import RULES as KINDS
from verify.check.verdict import Malformed

ACCEPTED = Path(__file__).resolve().parent.parent / "certificates" / "accepted"
REFERENCES = ("network", "other", "dataset", "claim")
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


def mutants(value: Any) -> list[Any]:
    """Return other values to stand in the place of one."""
    if isinstance(value, bool) or value is None:
        return [0, "x"]
    if isinstance(value, int):
        return [value + 1, value - 1, -value, -value - 1, True, str(value), None, float(value), 10**30]
    if isinstance(value, str):
        try:
            number = Fraction(value)
        except ValueError:
            return [value + "x", value[:-1], "", value.upper(), 0, None]
        return [str(number + 1), str(-number), str(number / 2), value + " ", f"{value}/1", "0", int(number), True]
    if isinstance(value, list):
        return [[], value[:-1], value[::-1], [*value, *value[-1:]], None, {}]
    return [{}, [], None, {**value, "more": 0}]


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
    """Writes a bundle once more for each change of one of its files, every digest bound anew."""

    def __init__(self, bundle: Path, folder: Path) -> None:
        self.folder = folder
        self.texts = {path.name: path.read_text() for path in sorted(bundle.iterdir())}
        self.fields = {name: json.loads(text) for name, text in self.texts.items()}
        self.lies: dict[str, str] = {}
        self.truths: dict[str, bool] = {}
        folder.mkdir()

    def write(self, mutated: str, text: str) -> None:
        """Do what a forger does: every reference gets the digest of the file as it now is, except inside ``mutated``'s
        own mutated references."""
        texts = {**self.texts, mutated: text}
        for ending in (".claim.json", ".certificate.json"):
            for name in texts:
                if name.endswith(ending) and name != mutated:
                    texts[name] = json.dumps(self.bound(self.fields[name], texts))
        for name, now in texts.items():
            if self.lies.get(name) != now:
                (self.folder / name).write_text(now)
        self.lies = texts

    def truth(self, name: str) -> bool:
        """Return whether a claim is true of the files as they lie there; what was found out before is remembered."""
        claim = json.loads(self.lies[name])
        about = {key: self.lies[claim.pop(key)["file"]] for key in REFERENCES[:3] if key in claim}
        known = json.dumps([claim, about])
        if known not in self.truths:
            self.truths[known] = is_true(self.folder, name)
        return self.truths[known]

    @staticmethod
    def bound(fields: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
        """Return a claim or a certificate with the digests of the files that it names."""
        found = dict(fields)
        for key in REFERENCES:
            if isinstance(found.get(key), dict):
                data = texts[found[key]["file"]].encode()
                found[key] = {**found[key], "sha256": hashlib.sha256(data).hexdigest()}
        return found


SLOW = ("apart", "layout", "long", "shared", "signs")
"""Bundles whose forms and claims stand in others as well; "shared" alone would take as long as all the rest."""

BUNDLES = sorted([f"{path.parent.name}/{path.name}" for path in ACCEPTED.glob("*/*") if path.name not in SLOW])


@pytest.mark.parametrize("name", BUNDLES)
def test_every_mutant_is_refused_or_leaves_its_claims_true(name: str, tmp_path: Path) -> None:
    refused = harmless = 0
    forger = Forger(ACCEPTED / name, tmp_path / "mutant")
    for changed, document in forger.fields.items():
        variants = [
            placed(document, place, value) for place in places(document) for value in mutants(at(document, place))
        ]
        variants += [removed(document, place) for place in places(document) if place]
        for variant in variants:
            text = json.dumps(variant)
            if text == json.dumps(document):
                continue
            forger.write(changed, text)
            try:
                results = check_bundle(str(forger.folder))
            except Malformed:
                refused += 1
                continue
            for result in results:
                if result.verdict == "accepted":
                    assert forger.truth(result.file), (changed, variant)
            if all(result.verdict == "accepted" for result in results):
                harmless += 1
            else:
                refused += 1
    assert refused > 80
    assert refused > 2 * harmless


def test_the_bundles_that_are_mutated_have_all_kinds_of_claims() -> None:
    paths = [path for name in BUNDLES for path in (ACCEPTED / name).glob("*.claim.json")]
    assert {json.loads(path.read_text())["kind"] for path in paths} == set(KINDS)


def at(document: Any, place: Place) -> Any:
    for step in place:
        document = document[step]
    return document


def test_repeated_keys_are_refused_in_every_file(tmp_path: Path) -> None:
    forger = Forger(next(ACCEPTED.glob("*/tent")), tmp_path / "mutant")
    for name, text in forger.texts.items():
        for key, value in forger.fields[name].items():
            forger.write(name, text.replace("{", f'{{"{key}":{json.dumps(value)},', 1))
            try:
                verdicts = {result.verdict for result in check_bundle(str(forger.folder))}
            except Malformed:
                continue
            assert "malformed" in verdicts, (name, key)
