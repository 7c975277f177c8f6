"""What the independent checker says of a bundle now, in plain words, and whether it is about the files shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from constructions.files.bundle import DATASET_FILE, NETWORK_FILE, Bundle
from constructions.files.canonical import digest
from constructions.model.dataset import Dataset
from constructions.model.names import printable, spoken
from constructions.model.network import Network
from verify.check.bundle import check_bundle, exit_code
from verify.check.verdict import ACCEPTED, INCOMPLETE, MALFORMED, REJECTED, Result
from verify.claims.table import kinds
from verify.results import claimed, constraint_words

MARKS: Mapping[str, str] = {ACCEPTED: "✓", REJECTED: "✗", INCOMPLETE: "○", MALFORMED: "!"}
"""Signs that differ in shape as well as in colour."""

MEANING: Mapping[str, str] = {
    ACCEPTED: "proved: the checker followed the certificate to its end",
    REJECTED: "not proved: the files are well formed, but they do not prove the claim",
    INCOMPLETE: "not proved by certificate: a hole, which a solver may vouch for",
    MALFORMED: "nothing can be said: the files violate the format",
}
_LIMIT = "nothing can be said: a limit of the checker is passed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim, as the checker has just judged it.

    Attributes:
        result: the checker's verdict and words.
        kind: the kind of claim; empty if the claim cannot be read.
        fields: what the claim's file says, read strictly; empty if it cannot be read.
        elsewhere: the files it is about that are not the network and the data shown; for these it says nothing.
        details: the constraints that it speaks of, in words, a line each; empty if it has none, or is not accepted.
    """

    result: Result
    kind: str
    fields: Mapping[str, Any]
    elsewhere: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the checker accepted it."""
        return self.result.verdict == ACCEPTED

    @property
    def counts(self) -> bool:
        """Whether it is accepted and speaks of what is shown."""
        return self.accepted and not self.elsewhere

    @property
    def plain(self) -> str:
        """The claim in plain words, none if its kind is unknown."""
        return kinds()[self.kind].plain[self.kind] if self.kind in kinds() else ""

    @property
    def mark(self) -> str:
        """The sign of the verdict."""
        return MARKS[self.result.verdict]

    @property
    def meaning(self) -> str:
        """What the verdict means."""
        return _LIMIT if self.result.limit else MEANING[self.result.verdict]

    @property
    def says(self) -> str:
        """The sentence that was proved, in the checker's words, or why it was not."""
        return printable(self.result.sentence or self.result.reason, 1_000)


def judged(folder: Path, bundle: Bundle | None) -> tuple[list[Finding], int]:
    """Run the checker on a folder, now; return what became of each claim, and the exit code of ``memocert check``.

    Verdicts that stand in files are never read.

    Args:
        bundle: the bundle as it is shown, with the bytes that claims must be about; None if nothing is shown.

    Raises:
        Malformed: if the folder itself cannot be checked.
    """
    results = check_bundle(str(folder))
    shown = None
    if bundle is not None:
        files = {NETWORK_FILE: bundle.network_data, DATASET_FILE: bundle.dataset_data}
        shown = {name: digest(data) for name, data in files.items() if data is not None}
    found = [_finding(folder, result, shown) for result in results]
    if bundle is not None:
        found = [
            replace(item, details=_details(item.fields, bundle.network, bundle.dataset)) if item.counts else item
            for item in found
        ]
    return found, exit_code(results)


def _details(fields: Mapping[str, Any], network: Network, dataset: Dataset | None) -> tuple[str, ...]:
    """Return the constraints of a claim about a network in words; what is long is counted in the claim's sentence."""
    names = () if dataset is None or dataset.columns is None else spoken(dataset.columns.inputs)
    found = constraint_words(fields, network.input_width, network.output_width, names)
    return tuple([printable(f"{what.capitalize()}: {words}.", 1_000) for what, words in found])


def bound_on_comparisons(findings: list[Finding]) -> int | None:
    """Return the largest proved number of comparisons that every network needs on these data; None without a proof."""
    proved = [item for item in findings if item.counts and item.kind == "comparisons needed"]
    return max([int(item.fields["comparisons"]) for item in proved], default=None)


def proved_most(findings: list[Finding], measure: str) -> int | None:
    """Return the least proved bound on a measure of the network on all inputs; None without a proof."""
    proved = [
        int(item.fields["bound"])
        for item in findings
        if item.counts and item.kind == "operations at most" and not item.fields["domain"]
        if item.fields["measure"] == measure
    ]
    return min(proved, default=None)


def _finding(folder: Path, result: Result, shown: Mapping[str, str] | None) -> Finding:
    fields = claimed(folder, result.file)
    kind = fields.get("kind")
    elsewhere = []
    for keys in (("network", "other"), ("dataset",)) if shown is not None else ():
        named = [where for key in keys if isinstance(where := fields.get(key), dict)]
        if named and shown and not any([shown.get(str(where.get("file"))) == where.get("sha256") for where in named]):
            elsewhere += [printable(where.get("file"), 60) for where in named]
    return Finding(result, kind if isinstance(kind, str) else "", fields, tuple(elsewhere))
