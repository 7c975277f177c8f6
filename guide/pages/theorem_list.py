"""The theorems of docs/explanation/theory as a list; ``python -m guide.pages.theorem_list`` writes it for packages."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from constructions.model.errors import one_of
from guide.console import wrapped
from verify.symbolic.induction import THEOREMS
from verify.symbolic.recurrences import RECURRENCES

FILE = Path(__file__).with_name("theorems.json")
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "theory"
INDEX = "index"
SHORT = 200

_HEAD = re.compile(
    r"^\*\*(?P<kind>Theorem|Lemma|Proposition) (?:(?P<number>\d+[a-z]?)(?: \((?P<title>.*)\))?|\((?P<only>[^()]*)\))"
    r"\.\*\*\s+",
    re.MULTILINE,
)
_END = re.compile(r"^#|^\*\*(?!Corollaries)", re.MULTILINE)
_CHAPTER = re.compile(r"^\d+\. \[[^]]*\]\((?P<name>[a-z-]+)\.md\)", re.MULTILINE)
_COQ = re.compile(r"^\| (?P<here>[^|]*) \| (?P<what>[^|]*) \| `(?P<name>\w+)` \| `(?P<file>\w+)\.v` \|$", re.MULTILINE)
_SHOWN = re.compile(
    r"^\| (?P<here>[\w ]+) \| \[(?P<title>[^]]*)\]\((?P<chapter>[a-z-]+)\.md\) "
    r"\| (?P<commands>(?:`memocert [^|]*`)?) \| (?P<tests>`tests/[^|]*`) \|$",
    re.MULTILINE,
)
_NAMED = re.compile(r"(?:Theorems?|Lemma|Proposition) (\d+[a-z]?(?:(?: \(\d+\))?(?:, | and )\d+[a-z]?\b)*)")


@dataclass(frozen=True, slots=True)
class InCoq:
    """What Coq proves of a theorem: in words, and the name and the file in ``proofs/``."""

    what: str
    name: str
    file: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A theorem of the theory.

    Attributes:
        number: its number, or its title where it has none.
        kind: theorem, lemma or proposition.
        title: what it is about.
        chapter: the page that has it, as ``search-trees`` for docs/explanation/theory/search-trees.md.
        statement, proof: as the page has them, without the marks of emphasis around paragraphs; the proof with
            the remarks that follow it.
        coq: what is proved of it in Coq.
        solver: whether solvers prove something of it by induction, for every n.
        commands, tests: what shows it.
    """

    number: str
    kind: str
    title: str
    chapter: str
    statement: str
    proof: str
    coq: tuple[InCoq, ...]
    solver: bool
    commands: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def status(self) -> str:
        """Where its proofs stand: on paper, in Coq (perhaps of a part, as ``coq`` says), by solvers.

        >>> theorem("3").status
        'proof on paper; Coq: greedy_pieces (Pieces.v)'
        """
        found = ["proof on paper"]
        if self.coq:
            found.append("Coq: " + ", ".join([f"{part.name} ({part.file}.v)" for part in self.coq]))
        if self.solver:
            found.append("solver, by induction")
        return "; ".join(found)

    @property
    def name(self) -> str:
        """Kind, number and title."""
        titled = f" ({self.title})" if self.title != self.number else ""
        return f"{self.kind} {self.number}{titled}"


def chapters() -> dict[str, str]:
    """Return the pages of the theory by name: the chapters as the index numbers them, then the index.

    Raises:
        ValueError: if the index names a chapter twice, or one that is not there, or leaves one out.
    """
    index = (FOLDER / f"{INDEX}.md").read_text(encoding="utf-8")
    names = [found["name"] for found in _CHAPTER.finditer(index)]
    there = [path.stem for path in FOLDER.glob("*.md") if path.stem != INDEX]
    if sorted(names) != sorted(there):
        differing = sorted({*names} ^ {*there}) or names
        raise ValueError(f"the index and the chapters beside it differ in: {', '.join(differing)}")
    return {name: (FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in names} | {INDEX: index}


def theorems_of(pages: Mapping[str, str]) -> list[Listed]:
    """Return the theorems of the theory, in the order of its pages.

    Args:
        pages: the text of each page by its name, as ``chapters`` has them; one has the table of what Coq proves, the
            index the table of what shows each theorem.

    Raises:
        ValueError: if a theorem has no title, no proof, or no row of the index that has its title and chapter and says
            what shows it, or a row names none.
    """
    whole = "\n".join(pages.values())
    coq: dict[str, list[InCoq]] = {}
    for row in _COQ.finditer(whole):
        if named := _NAMED.match(row["here"]):
            plain = re.sub(r" \(\d+\)", "", named[1])
            for number in re.split(", | and ", plain):
                coq.setdefault(number, []).append(InCoq(row["what"], row["name"], row["file"]))
    shown = {row["here"]: row for row in _SHOWN.finditer(whole)}
    found = [
        _theorem(chapter, page, head, coq, shown) for chapter, page in pages.items() for head in _HEAD.finditer(page)
    ]
    lost = (coq.keys() | shown.keys()) - {theorem.number for theorem in found}
    if lost:
        raise ValueError(f"tables name theorems that are not there: {', '.join(sorted(lost))}")
    return found


def _theorem(
    chapter: str, page: str, head: re.Match[str], coq: Mapping[str, list[InCoq]], shown: Mapping[str, re.Match[str]]
) -> Listed:
    number, title = head["number"] or head["only"], head["title"] or head["only"]
    if title is None or number not in shown:
        what = "title" if title is None else "row that says what shows it"
        raise ValueError(f"{head['kind']} {number} has no {what}")
    row = shown[number]
    if (row["title"], row["chapter"]) != (title, chapter):
        raise ValueError(
            f"{head['kind']} {number} is {title}, in {chapter}; its row says {row['title']}, {row['chapter']}"
        )
    end = _END.search(page, head.end())
    statement, mark, proof = page[head.end() : end.start() if end else len(page)].partition("Proof.")
    if not mark or "∎" not in proof:
        raise ValueError(f"{head['kind']} {number} has no proof that ends")
    commands, tests = [tuple(re.findall("`([^`]*)`", row[cell])) for cell in ("commands", "tests")]
    return Listed(
        number,
        head["kind"],
        title,
        chapter,
        re.sub(r"(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])", "", statement).strip(),
        proof.strip(),
        tuple(coq.get(number, ())),
        any([item.theory == f"Theorem {number}" for item in THEOREMS]),
        commands,
        tests,
    )


def file_text(pages: Mapping[str, str]) -> str:
    """Return what ``guide/pages/theorems.json`` must hold for these pages."""
    return json.dumps([asdict(theorem) for theorem in theorems_of(pages)], indent=1, ensure_ascii=False) + "\n"


@cache
def theorems() -> tuple[Listed, ...]:
    """Return all theorems, as the installed file has them.

    >>> [found.title for found in theorems()][:2]
    ['structural maximum', 'separating projections']
    """
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        [
            Listed(
                **row
                | {
                    "coq": tuple([InCoq(**part) for part in row["coq"]]),
                    "commands": tuple(row["commands"]),
                    "tests": tuple(row["tests"]),
                }
            )
            for row in rows
        ]
    )


def theorem(number: str) -> Listed:
    """Return the theorem of a number, as ``36`` or ``25a``, or of a title that has no number.

    Raises:
        BadInput: if there is none.

    >>> theorem("36").title
    'without gates'
    """
    found = {theorem.number: theorem for theorem in theorems()}
    return found[one_of("theorem", number, found, "memocert theorems lists all")]


def theorem_json(found: Listed) -> dict[str, object]:
    """Return a theorem as ``memocert theorems --json`` prints it."""
    return {**asdict(found), "status": found.status}


def list_text() -> str:
    """Return the list: name, the beginning of the statement, status, chapter, and what shows it."""
    blocks = []
    for found in theorems():
        statement = " ".join(found.statement.split())
        if len(statement) > SHORT:
            statement = statement[:SHORT].rsplit(" ", 1)[0] + " ..."
        lines = [found.name, statement, *_state(found), f"chapter {found.chapter}", _seen(found)]
        blocks.append("\n".join([wrapped(line, "  " * (number > 0)) for number, line in enumerate(lines)]))
    return "\n\n".join(blocks) + "\n"


def whole_text(found: Listed) -> str:
    """Return a theorem whole: statement, proof, what Coq proves, and what shows it."""
    more = [f"docs/explanation/theory/{found.chapter}.md", *_state(found), _seen(found)]
    parts = [found.name + ".", *_paragraphs(found.statement), *_paragraphs("Proof. " + found.proof)]
    return "\n\n".join([*map(wrapped, parts), "\n".join(map(wrapped, more))]) + "\n"


def _paragraphs(text: str) -> list[str]:
    """Return paragraphs as one line each, lists with a line for each entry."""
    found = []
    for paragraph in text.split("\n\n"):
        found.append("\n".join([" ".join(entry.split()) for entry in re.split(r"\n(?=- |\d+\. )", paragraph)]))
    return found


def _state(found: Listed) -> list[str]:
    """Return a line for each proof that there is; what Coq, a solver or sympy proves may be a part: it stands there."""
    coq = [f"in Coq: {part.what}: {part.name} ({part.file}.v)" for part in found.coq]
    solver = [
        f"by solver, by induction: {item.statement}" for item in THEOREMS if item.theory == f"Theorem {found.number}"
    ]
    sympy = [f"by sympy: {item.statement}" for item in RECURRENCES if f"memocert build {item.name}" in found.commands]
    return ["proved on paper", *coq, *solver, *sympy]


def _seen(found: Listed) -> str:
    return "shown by " + ", ".join([*found.commands, *found.tests])


if __name__ == "__main__":
    FILE.write_text(file_text(chapters()), encoding="utf-8")
