"""Writes the bundles of accepted/, rejected/ and malformed/ anew: ``python tests/certificates/make.py [FOLDER]``.

Each of the three has a folder for each kind of claim, named as its rule in verify/check/rules/; a bundle with several
claims lies where its first does, one without a kind that there is among those of *memorizes*.

A neighbour of an accepted bundle is that bundle with a few edits; where nothing else is said its digests are bound
anew, as a forger would do.
"""

import re
import shutil
import sys
from pathlib import Path

import apart
import mutants
import needed
import neighbours
import points
import regions
import units
from texts import CLAIM, Files, bound, edited

RULES = Path(__file__).resolve().parents[2] / "verify" / "check" / "rules"
KIND = re.compile(r'"kind": ?"(?:(?:memorizes|classifies) )?([a-z ]+?)(?: with (?:constant|affine) leaves)?"')


def folder(files: Files) -> str:
    """Return the name of the folder for a bundle: the file of the rule of its first claim."""
    for name in sorted(files):
        found = KIND.search(files[name]) if name.endswith(CLAIM) else None
        rule = re.sub("^mean.*", "mean needed", found[1]).replace(" ", "_") if found else ""
        if (RULES / f"{rule}.py").exists():
            return rule
    return "memorizes"


def bundles() -> dict[str, Files]:
    """Return the files of every bundle by its path."""
    made = [
        (f"accepted/{name}", bound(files))
        for about in (points, regions, mutants, apart, units)
        for name, files in about.ACCEPTED.items()
    ]
    for about in (points, neighbours, mutants, apart, units):
        made += [(f"rejected/{name}", bound(edited(*parts))) for name, parts in about.REJECTED.items()]
        made += [(f"rejected/{name}", edited(bound(files), edits)) for name, (files, edits) in about.UNBOUND.items()]
        made += [(f"malformed/{name}", bound(edited(*parts))) for name, parts in about.MALFORMED.items()]
    made += [(name, bound(files)) for name, files in needed.BUNDLES.items()]
    if len(dict(made)) != len(made):
        raise ValueError("two bundles have one name")
    placed = {}
    for path, files in made:
        verdict, name = path.split("/")
        placed[f"{verdict}/{folder(files)}/{name}"] = files
    return placed


def main(target: Path) -> None:
    made = bundles()
    for kind in ("accepted", "rejected", "malformed"):
        shutil.rmtree(target / kind, ignore_errors=True)
    for path, files in made.items():
        for name, text in files.items():
            file = target / path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
