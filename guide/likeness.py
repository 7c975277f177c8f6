"""Where the network of a bundle is claimed to answer as the one that it was synthesized from."""

from collections.abc import Iterator, Sequence as Items
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from constructions.files.bundle import DATASET_FILE, NETWORK_FILE, Bundle
from constructions.files.canonical import digest, network_from_bytes
from constructions.model.constraint import brief
from constructions.model.errors import BadInput
from constructions.model.names import spoken
from constructions.model.network import Network
from constructions.model.rational import Point, spelled
from verify.certificate import ORIGINAL
from verify.check.budget import Budget
from verify.check.bundle import CLAIM
from verify.check.reader import FILE_NAME, document, read_file
from verify.check.verdict import Malformed
from verify.domain import LONGER, Domain, domain_words
from verify.domain_reader import constraints_of


@dataclass(frozen=True, slots=True)
class Likeness:
    """A claim about the network of a bundle and the one that it was synthesized from; ``check`` says if it is proved.

    Attributes:
        file: the file of the claim.
        how: what the networks are said to have in common.
        where: of which inputs it speaks, in words.
        domain: the constraints on these inputs; None if they are points of the data, with what is near to them.
        original: the SHA-256 of the other network's file.
    """

    file: str
    how: str
    where: str
    domain: Domain | None
    original: str = ""

    def __str__(self) -> str:
        """Return what is claimed.

        >>> print(Likeness("a.claim.json", "the same output", "every input", ()))
        a.claim.json: the same output as original.json for every input
        """
        return f"{self.file}: {self.how} as {ORIGINAL} for {self.where}"

    def beyond(self, points: Items[Point], data: Items[Point]) -> int:
        """Return of how many points the claim does not speak; where it speaks of data, how many are none of these.

        >>> from fractions import Fraction
        >>> about = Likeness("a.claim.json", "the same output", "every point of dataset.json", None)
        >>> about.beyond([(Fraction(1),), (Fraction(2),)], [(Fraction(2),)])
        1
        """
        if self.domain is None:
            known = set(data)
            return sum([point not in known for point in points])
        return sum([not all([part.holds(point) for part in self.domain]) for point in points])


def likenesses(bundle: Bundle) -> Iterator[Likeness]:
    """Yield the claims of a bundle that compare its network with the one that it was synthesized from.

    >>> from pathlib import Path
    >>> from constructions.model.network import Relu
    >>> [*likenesses(Bundle(Path("nowhere"), Relu(1), None, b"", None))]
    []
    """
    folder, said = bundle.folder, ORIGINAL.encode()
    for file in sorted([path.name for path in folder.glob(f"*{CLAIM}") if FILE_NAME.fullmatch(path.name)]):
        with suppress(Malformed, BadInput, KeyError, TypeError):  # what a checker refuses
            data = read_file(str(folder), file)
            fields = document(data, "claim", Budget()) if said in data else {}
            pair = {fields[key]["file"]: fields[key]["sha256"] for key in ("network", "other")}
            if ORIGINAL in pair and pair[NETWORK_FILE] == digest(bundle.network_data):
                yield replace(_likeness(bundle, file, fields), original=pair[ORIGINAL])


def original_of(bundle: Bundle) -> Network | None:
    """Return the network that the one of a bundle was synthesized from; None if no claim is about such a file.

    >>> from pathlib import Path
    >>> from constructions.model.network import Relu
    >>> original_of(Bundle(Path("nowhere"), Relu(1), None, b"", None)) is None
    True
    """
    with suppress(Malformed, BadInput):
        for claim in likenesses(bundle):
            data = read_file(str(bundle.folder), ORIGINAL)
            if digest(data) == claim.original:
                return network_from_bytes(data, ORIGINAL)
    return None


def _likeness(bundle: Bundle, file: str, fields: dict[str, Any]) -> Likeness:
    how = "the same class" if "radii" in fields else "the same output"
    if "tolerance" in fields:
        how += f", up to {brief(spelled(str(fields['tolerance'])))},"
    if "domain" in fields:
        columns = None if bundle.dataset is None else bundle.dataset.columns
        names = () if columns is None else spoken(columns.inputs)
        domain = constraints_of(fields["domain"], bundle.network.input_width, file)
        return Likeness(file, how, domain_words(domain, names, LONGER), domain)
    near = "" if fields.get("radius") == "0" else ", and for what is near to one"
    return Likeness(file, how, f"every point of {DATASET_FILE}{near}", None)
