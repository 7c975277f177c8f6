"""The page docs/explanation/definitions.md: what the theorem about the native checker rests on.

``python -m guide.pages.definitions_page FOLDER`` prints it; FOLDER is a copy of proofs/ that was compiled.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

Name = tuple[str, str]
"""A file of proofs/ without its ending, and what is defined there."""

ROOTS: tuple[Name, ...] = (
    ("native/Meaning", "reads_claim"),
    ("native/Verdict", "digests_match"),
    ("native/Meaning", "holds"),
)
"""What the theorem speaks of, beside the function that decides."""

PRINTERS: tuple[Name, ...] = (("native/PrintedData", "print_dataset"), ("native/PrintedNetwork", "print_network"))
"""What writes files, of which it is proved that the reader reads them back."""

FILES = {
    "Counting": "trees whose leaves give one value each",
    "Model": "networks, their values and operations, widths",
    "Nets": "networks in integers, and what they mean",
    "NormalForm": "trees of gates as networks",
    "Checker": "points over one denominator; the greatest output",
    "Forms": "affine forms in integers, constraints",
    "States": "what operations cost, as integers",
    "Bridge": "operations in a measure; constraints that speak of p numbers",
    "Avoids": "polyhedra to keep out of",
    "Near": "outputs that differ by no more than a number",
    "Radii": "what is right; balls and radii",
    "Paths": "decision paths",
    "Shallow": "trees of tests of single coordinates",
    "Units": "networks of one hidden layer",
    "Means": "comparisons at all rows together",
    "native/Bytes": "bytes, and what is malformed or rejected",
    "native/Sha256": "SHA-256",
    "native/Json": "values of JSON, integers, rationals, references",
    "native/Grammar": "characters of JSON",
    "native/Reader": "the reader of JSON",
    "native/Document": "format, version and keys of a file",
    "native/Rows": "rows, and rationals over a common denominator",
    "native/Table": "the nodes so far, by their numbers",
    "native/Costs": "a node with what is known of it",
    "native/Network": "networks from bytes",
    "native/Distinct": "no two points are equal",
    "native/Dataset": "data sets from bytes",
    "native/Claim": "claims from bytes",
    "native/Meaning": "what each kind of claim says",
    "native/Verdict": "digests",
}
"""What the definitions of each file are about."""

SHADOWED = {("Relaxation", "scale"), ("Intervals", "below"), ("Radii", "wanted"), ("Checker", "classes")}
"""Names of variables in patterns, which Coq's record of references takes for definitions of the same name."""

_DEFINED, _WITHIN = ("def", "ind", "rec", "abbrev"), ("constr", "proj")
_REFERENCE = re.compile(r"R(\d+):\d+ Memocert\.(\S+) \S+ (\S+) (\w+)")
_ENTRY = re.compile(r"(\w+) (\d+):\d+ \S+ (\S+)")


@dataclass(frozen=True)
class Defined:
    """A definition: where it stands in its file in bytes, and how many lines it has."""

    start: int
    end: int
    lines: int


@dataclass(frozen=True)
class Theory:
    """The definitions of a compiled theory, what stands inside of them, and what each file refers to, by places."""

    known: dict[Name, Defined]
    within: dict[Name, Name]
    references: dict[str, list[tuple[int, Name]]]

    def used_by(self, name: Name) -> list[Name]:
        """Return the definitions that one refers to."""
        found = self.known[name]
        named = [other for place, other in self.references[name[0]] if found.start <= place < found.end]
        return [
            self.within.get(other, other)
            for other in named
            if other not in SHADOWED and self.within.get(other, other) in self.known
        ]


def theory(folder: Path) -> Theory:
    """Return what the files that Coq wrote beside the compiled ones (``.glob``) record."""
    known: dict[Name, Defined] = {}
    within: dict[Name, Name] = {}
    references: dict[str, list[tuple[int, Name]]] = {}
    for record in sorted(folder.rglob("*.glob")):
        file = record.relative_to(folder).with_suffix("").as_posix()
        if file.removeprefix("native/") in ("Claim", "Audit") and not (folder / f"{file}.v").exists():
            continue
        source = record.with_suffix(".v").read_bytes()
        lines = record.read_text(encoding="utf-8").splitlines()
        entries = [(int(e[2]), e[1], _bare(e[3])) for line in lines if (e := _ENTRY.fullmatch(line))]
        owner: Name | None = None
        for start, kind, name in sorted(entries):
            if kind in _DEFINED:
                owner = (file, name)
                known[owner] = _defined(source, start)
            elif kind in _WITHIN and owner:
                within[file, name] = owner
        references[file] = [
            (int(r[1]), (r[2].replace(".", "/"), _bare(r[3])))
            for line in lines
            if (r := _REFERENCE.fullmatch(line)) and r[4] in (*_DEFINED, *_WITHIN)
        ]
    return Theory(known, within, references)


def _bare(name: str) -> str:
    """Return a name without the section that it stands in, and without the number of a variable."""
    return name.split(":")[0].split(".")[-1]


def _defined(source: bytes, start: int) -> Defined:
    """Return a definition that begins in the line of a place and ends with the next line that ends with a point."""
    begin = source.rfind(b"\n", 0, start) + 1
    end = source.find(b".\n", start) + 1
    return Defined(begin, end, source.count(b"\n", begin, end) + 1)


def cone(found: Theory, roots: tuple[Name, ...] = ROOTS) -> list[Name]:
    """Return all definitions that some of them rest on, sorted by their files and places there."""
    waiting, seen = list(roots), set(roots)
    while waiting:
        new = [name for name in found.used_by(waiting.pop()) if name not in seen]
        seen.update(new)
        waiting += new
    return sorted(seen, key=lambda name: (name[0], found.known[name].start))


def page(folder: Path) -> str:
    """Return the page as Markdown.

    Raises:
        ValueError: if a file is used that the page has no words for, or has words for none that is used.
    """
    found = theory(folder)
    names = cone(found)
    if {file for file, _ in names} != FILES.keys():
        raise ValueError(f"files differ: {', '.join(sorted({file for file, _ in names} ^ FILES.keys()))}")
    project = (folder / "_CoqProject").read_text(encoding="utf-8").split()
    files = sorted(FILES, key=lambda file: project.index(f"{file}.v"))
    rows, total = [], 0
    for file in files:
        own = [(name, found.known[file, name].lines) for other, name in names if other == file]
        lines = sum([count for _, count in own])
        total += lines
        listed = ", ".join([f"`{name}`" + (f" {count}" if count > 1 else "") for name, count in own])
        rows.append(f"| `{file}.v` | {lines} | {FILES[file]}: {listed} |")
    printers = [name for name in cone(found, PRINTERS) if name not in names]
    written = [
        f"| `{file}.v` | {', '.join([f'`{name}`' for other, name in printers if other == file])} |"
        for file in sorted({file for file, _ in printers}, key=lambda file: project.index(f"{file}.v"))
    ]
    source = (folder / "native" / "Verdict.v").read_text(encoding="utf-8")
    start = source.index("Theorem check_sound")
    return "\n".join(
        [
            "# What a sceptic reads",
            "",
            "Made by `python -m guide.pages.definitions_page FOLDER > docs/explanation/definitions.md` from proofs/ as",
            "compiled in FOLDER; a test compares them. The theorem about the native checker is in",
            "`proofs/native/Verdict.v`:",
            "",
            "```coq",
            source[start : source.index("Proof.", start)].strip(),
            "```",
            "",
            "`f` is a folder: of each name the bytes of the file, if there is one. Who doubts that this says what",
            "[the page on formats](../reference/format.md) says, reads the definitions that it rests on, found by",
            "Coq's own record of what refers to what: no proof, and nothing of what `check` does, is among them. Most",
            "of them read files: they are that page as functions. `holds`, in `native/Meaning.v`, is the place to",
            f"begin. There are {total:,} lines; the number behind a name is how many it has, if it has more than one.",
            "Below them is what Coq's own library defines.",
            "",
            "| file of proofs/ | lines | what it defines |",
            "|---|---:|---|",
            *rows,
            "",
            "That the decoders of networks and data sets mean what the page shows, a printer shows, too: what it",
            "writes of a data set that was read, or of a network whose parts fit, is read as the same",
            "(`dataset_printed_again`, `network_printed`). Who reads the printer sees the text of the page; the",
            "theorem above does not rest on it.",
            "",
            "| file of proofs/ | what it writes |",
            "|---|---|",
            *written,
            "",
        ]
    )


if __name__ == "__main__":
    print(page(Path(sys.argv[1])), end="")
