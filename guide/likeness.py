"""Where the network of a bundle is claimed to answer as the one that it was synthesized from."""

from collections.abc import Iterator, Sequence as Items
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from math import prod
from typing import Any

from constructions.files.bundle import DATASET_FILE, NETWORK_FILE, ORIGINAL_FILE, Bundle
from constructions.files.canonical import network_from_bytes
from constructions.files.disk import read_bytes
from constructions.model.constraint import brief
from constructions.model.errors import BadInput
from constructions.model.names import spoken
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point, bits_of, fingerprint, spelled
from verify.check.bundle import CLAIM, Files, Folder, read_claim
from verify.check.reader import FILE_NAME, reference
from verify.check.verdict import Malformed
from verify.domain import LONGER, Domain, domain_words
from verify.domain_reader import constraints_of

MOST_STEPS = 2_000_000
"""So many numbers are looked at to see which points fulfil which constraints, longer ones as often: some seconds."""

MOST_CLAIMS = 8
"""So many claims of a bundle are looked at."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A claim about the network of a bundle and the one that it was synthesized from; ``check`` says if it is proved.

    Attributes:
        file: the file of the claim.
        how: what the networks are said to have in common.
        where: of which inputs it speaks, in words.
        domain: the constraints on these inputs; None if they are points of the data, with what is near to them.
    """

    file: str
    how: str
    where: str
    domain: Domain | None

    def __str__(self) -> str:
        """Return what is claimed.

        >>> print(Likeness("a.claim.json", "the same output", "every input", ()))
        a.claim.json: the same output as original.json for every input
        """
        return f"{self.file}: {self.how} as {ORIGINAL_FILE} for {self.where}"

    def beyond(self, points: Items[Point], data: Items[Point]) -> str:
        """Return how many points lie beyond the domain, or are none of the data around which all is; empty for none.

        Where that takes more than ``MOST_STEPS`` steps it says that nobody looked.

        >>> from fractions import Fraction
        >>> about = Likeness("a.claim.json", "the same output", "every point of dataset.json", None)
        >>> about.beyond([(Fraction(1),), (Fraction(2),)], [(Fraction(2),)])
        '1 row is no point of dataset.json'
        """
        if self.domain is None:
            known = {*map(fingerprint, data)}
            count = sum([fingerprint(point) not in known for point in points])
            return f"{count_of(count, 'row is no point', 'rows are no points')} of {DATASET_FILE}" if count else ""
        numbers = [number for part in self.domain for number in (*part.form.weights, part.bound)]
        words = [1 + bits_of(given) // 64 for given in (numbers, (value for point in points for value in point))]
        if len(points) * len(numbers) * prod(words) > MOST_STEPS:
            return f"whether rows lie beyond the domain of a claim would take more than {MOST_STEPS:,} steps"
        count = sum([not all([part.holds(point) for part in self.domain]) for point in points])
        return f"{count_of(count, 'row lies', 'rows lie')} beyond the domain of a claim" if count else ""


def likenesses(bundle: Bundle) -> Iterator[Likeness]:
    """Yield the claims of a bundle that compare its network with the one that it was synthesized from.

    They are well formed, and speak of the files that are there; whether they are proved is not asked. Synthesis makes
    one; of more than ``MOST_CLAIMS`` the first are yielded.

    >>> from pathlib import Path
    >>> from constructions.model.network import Relu
    >>> [*likenesses(Bundle(Path("nowhere"), Relu(1), None, b"", None))]
    []
    """
    yield from islice(_likenesses(bundle), MOST_CLAIMS)


def _likenesses(bundle: Bundle) -> Iterator[Likeness]:
    files = Files(Folder(str(bundle.folder)))  # one, with one budget, for all claims, as the checker has
    for file in sorted([path.name for path in bundle.folder.glob(f"*{CLAIM}") if FILE_NAME.fullmatch(path.name)]):
        files.let_go()
        with suppress(Malformed, BadInput):  # what a checker refuses
            claim = read_claim(files.read(file), file, files.budget)
            if claim["kind"] in _HOW and _is_of(claim):
                from verify.lanes import fault_of  # which brings the prover

                if not fault_of(files, file):
                    yield _likeness(bundle, file, claim)


def original_of(bundle: Bundle) -> Network | None:
    """Return the network that the one of a bundle was synthesized from; None if no claim is about such a file.

    >>> from pathlib import Path
    >>> from constructions.model.network import Relu
    >>> original_of(Bundle(Path("nowhere"), Relu(1), None, b"", None)) is None
    True
    """
    for _ in likenesses(bundle):
        return network_from_bytes(read_bytes(bundle.folder / ORIGINAL_FILE), ORIGINAL_FILE)
    return None


_HOW = {
    "equivalent": "the same output",
    "within tolerance": "the same output, up to {},",
    "equivalent on balls": "the same output",
    "same class on balls": "the same class",
}
"""The kinds of claims that synthesis makes, and what the networks have in common by them."""


def _is_of(claim: dict[str, Any]) -> bool:
    """Return whether a claim is about the networks and the data of its bundle; raises ``Malformed``."""
    named = {key: reference(claim[key], key)[0] for key in ("network", "other", "dataset") if key in claim}
    data = named.pop("dataset", DATASET_FILE)
    return {*named.values()} == {NETWORK_FILE, ORIGINAL_FILE} and data == DATASET_FILE


def _likeness(bundle: Bundle, file: str, claim: dict[str, Any]) -> Likeness:
    how = _HOW[claim["kind"]].format(brief(spelled(claim.get("tolerance", "0"))))
    radii = {tuple(radius[:2]) for radius in claim.get("radii", [["closed", claim.get("radius")]])}
    if "domain" in claim or radii == {("all",)}:
        columns = None if bundle.dataset is None else bundle.dataset.columns
        names = () if columns is None else spoken(columns.inputs)
        domain = constraints_of(claim.get("domain", []), bundle.network.input_width, file)
        return Likeness(file, how, domain_words(domain, names, LONGER), domain)
    return Likeness(file, how, _near(radii, f"point of {DATASET_FILE}"), None)


def _near(radii: set[tuple[str, ...]], point: str) -> str:
    """Return of which inputs a claim speaks whose balls around points are of these kinds and radii.

    >>> _near({("closed", "0")}, "point"), _near({("open", "1/2")}, "point")
    ('every point', 'every input nearer than 0.5 to a point')
    >>> _near({("all",), ("open", "1/2")}, "point")
    'every input of the ball stated for a point'
    """
    if radii == {("closed", "0")}:
        return f"every {point}"
    if len(radii) > 1:
        return f"every input of the ball stated for a {point}"
    ((kind, radius),) = radii
    words = "within {} of a" if kind == "closed" else "nearer than {} to a"
    return f"every input {words.format(brief(spelled(radius)))} {point}"
