"""Every value of every file of accepted bundles is changed, digests bound anew: refused, or the claim is still true."""

import copy
import hashlib
import json
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from brute import is_true

from verify.check.bundle import KINDS, check_bundle
from verify.check.verdict import Malformed

ACCEPTED = Path(__file__).resolve().parent.parent / "certificates" / "accepted"
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
    if not place:
        return value
    result = copy.deepcopy(document)
    inner = result
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return result


def removed(document: Any, place: Place) -> Any:
    result = copy.deepcopy(document)
    inner = result
    for step in place[:-1]:
        inner = inner[step]
    del inner[place[-1]]
    return result


def bind(folder: Path, mutated: str) -> None:
    """Do what a forger does: every reference gets the digest of the file as it now is, except inside ``mutated``'s own
    mutated references."""
    for ending in (".claim.json", ".certificate.json"):
        for path in folder.glob(f"*{ending}"):
            if path.name == mutated:
                continue
            fields = json.loads(path.read_text())
            for key in ("network", "other", "dataset", "claim"):
                if isinstance(fields.get(key), dict):
                    target = folder / fields[key]["file"]
                    fields[key]["sha256"] = hashlib.sha256(target.read_bytes()).hexdigest()
            path.write_text(json.dumps(fields))


SLOW = ("apart", "layout", "long", "shared", "signs")
"""Bundles whose forms and claims stand in others as well; "shared" alone would take as long as all the rest."""

BUNDLES = sorted([path.name for path in ACCEPTED.iterdir() if path.name not in SLOW])


@pytest.mark.parametrize("name", BUNDLES)
def test_every_mutant_is_refused_or_leaves_its_claims_true(name: str, tmp_path: Path) -> None:
    refused = harmless = 0
    for path in sorted((ACCEPTED / name).iterdir()):
        document = json.loads(path.read_text())
        variants = [
            placed(document, place, value) for place in places(document) for value in mutants(at(document, place))
        ]
        variants += [removed(document, place) for place in places(document) if place]
        for variant in variants:
            if variant == document and json.dumps(variant) == json.dumps(document):
                continue
            folder = tmp_path / "mutant"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(ACCEPTED / name, folder)
            (folder / path.name).write_text(json.dumps(variant))
            bind(folder, path.name)
            try:
                results = check_bundle(str(folder))
            except Malformed:
                refused += 1
                continue
            for result in results:
                if result.verdict == "accepted":
                    assert is_true(folder, result.file), (path.name, variant)
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
    for path in sorted((ACCEPTED / "tent").iterdir()):
        text = path.read_text()
        for key in json.loads(text):
            folder = tmp_path / "mutant"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(ACCEPTED / "tent", folder)
            value = json.dumps(json.loads(text)[key])
            (folder / path.name).write_text(text.replace("{", f'{{"{key}":{value},', 1))
            bind(folder, path.name)
            try:
                verdicts = {result.verdict for result in check_bundle(str(folder))}
            except Malformed:
                continue
            assert "malformed" in verdicts, (path.name, key)
