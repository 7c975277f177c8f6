"""What a person reads of the checker's results, and of what claims in files have constraints on."""

from collections.abc import Callable, Iterator, Mapping, Sequence as Items
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from constructions.files.disk import bundles_in, read_bytes
from constructions.model.errors import BadInput, typed_path
from constructions.model.names import spoken
from constructions.model.nouns import count_of
from constructions.model.rational import long_integers, spelled
from verify.certificate import COUNTEREXAMPLE
from verify.check.budget import Budget
from verify.check.network import read_network
from verify.check.reader import document, read_file
from verify.check.verdict import ACCEPTED, Malformed, Result
from verify.domain import LONGER, domain_words, polyhedron_words, radii_words, texts_of
from verify.domain_reader import constraints_of

FEW = 8
"""So many of many constraints, or polyhedra, are said in words."""


def results_text(results: Items[Result], bundle: str) -> str:
    """Return what the checker says of every claim, one line each, which columns the inputs are that it names, and its
    radii where it has different ones.

    >>> print(results_text([Result("a.claim.json", "accepted", "it is so")], "b"))
    accepted: a.claim.json: it is so
    """
    if not results:
        reason, command = nothing_to_check(Path(bundle))
        return f"rejected: {bundle}: {reason}" + (f"\n  {command}" if command else "")
    names_of, shape_of = cache(partial(_names, Path(bundle))), cache(partial(_shape, bundle))
    lines = []
    for result in results:
        lines.append(f"{result.verdict}: {result.file}: {result.sentence or result.reason}")
        if result.verdict == ACCEPTED:
            fields = claimed(Path(bundle), result.file)
            lines += _by_names(fields, shape_of, names_of)
            lines += _of_each_point(fields)
    return "\n".join(lines)


def _by_names(
    fields: dict[str, Any], shape_of: Callable[[str], tuple[int, int]], names_of: Callable[[int], Items[str]]
) -> list[str]:
    """Return what an accepted claim says of inputs by their names, if there is one for each input of its network."""
    if not fields.get("domain") and not fields.get("unsafe"):
        return []
    with suppress(Malformed, BadInput):  # files that have changed since
        inputs, outputs = shape_of(fields["network"]["file"])
        names = names_of(inputs)
        if names:
            bare = dict(constraint_words(fields, inputs, outputs))
            called = constraint_words(fields, inputs, outputs, names)
            return [f"  {what}: {words}" for what, words in called if words != bare[what]]
    return []


def _of_each_point(fields: dict[str, Any]) -> list[str]:
    """Return how large the balls of an accepted claim are that its sentence says no radius of."""
    radii = fields.get("radii", [])
    with suppress(BadInput, LookupError):  # a file that has changed since
        if len({tuple(radius[:2]) for radius in radii}) > 1 or ["all"] in radii:
            return [f"  radii: {stated_radii(radii)}"]
    return []


@long_integers()
def stated_radii(radii: Items[Items[Any]]) -> str:
    """Return what the radii of a claim are, as its file has them, in words.

    >>> stated_radii([["closed", "1/2", None], ["open", "3", "3"], ["wrong"], ["all"]])
    'smallest 1/2 (1 point), median 7/4, largest 3 (1 point); all inputs at 1 point; 1 point is answered wrongly'
    """
    known = [spelled(radius[1]) for radius in radii if radius[0] in ("closed", "open")]
    everywhere, wrong = [sum([radius[0] == kind for radius in radii]) for kind in ("all", "wrong")]
    words = [radii_words(known, everywhere)] if known or everywhere else []
    return "; ".join(words + ([f"{count_of(wrong, 'point is', 'points are')} answered wrongly"] if wrong else []))


def _shape(folder: str, file: str) -> tuple[int, int]:
    """Return how many numbers the network of a file takes and gives; raises ``Malformed``."""
    network = read_network(read_file(folder, file), Budget())
    return network.inputs, network.outputs


def claimed(folder: Path, file: str) -> dict[str, Any]:
    """Return what the file of a claim says; nothing if it cannot be read."""
    try:
        return document(read_file(str(folder), file), "claim", Budget())
    except Malformed:
        return {}


def constraint_words(
    fields: Mapping[str, Any], inputs: int, outputs: int, names: Items[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield what an accepted claim about a network has constraints on, each behind a word or two.

    Args:
        fields: what the claim's file says.
        inputs, outputs: how many numbers the network takes and gives.
        names: what the inputs are called, if they have names.

    Raises:
        BadInput: if the claim is about another number of inputs.

    >>> [*constraint_words({"domain": [[[1, "1"], ">=", "3"]], "outputs": [[[0, "1"], ">=", "3"]]}, 2, 1, ("a", "b"))]
    [('spoken of', 'every input with b >= 3'), ('stated', 'y0 >= 3')]
    """
    if fields.get("domain"):
        yield "spoken of", domain_words(constraints_of(fields["domain"], inputs, "domain"), names, LONGER)
    if fields.get("outputs"):
        wanted = constraints_of(fields["outputs"], outputs, "outputs")
        most = max([0, *[place for part in wanted for place in part.form.indices]])
        yield "stated", some(texts_of(wanted, [f"y{place}" for place in range(most + 1)]), ", ")
    if fields.get("unsafe"):
        first = [constraints_of(part, inputs + outputs, "unsafe") for part in fields["unsafe"][:FEW]]
        texts = [polyhedron_words(part, inputs, names) for part in first]
        yield "forbidden", some(texts, " or ", len(fields["unsafe"]))


def some(texts: list[str], between: str, count: int = 0) -> str:
    """Return the first of ``count`` texts, or of those given if these are more, and how many there are if some are not
    shown.

    >>> some(["a", "b"], " or "), some(["y"] * 20, ", ")
    ('a or b', 'y, y, y, y, y, y, y, y, ... (20)')
    """
    count = max(count, len(texts))
    return between.join(texts[:FEW]) + (f"{between}... ({count:,})" if count > FEW else "")


def nothing_to_check(folder: Path) -> tuple[str, str]:
    """Return why a folder has no claim, and the command that goes on from there; empty if there is none.

    >>> nothing_to_check(Path("docs"))
    ('there is no claim in it, and no network: it is not a bundle', '')
    """
    if (folder / COUNTEREXAMPLE).is_file():
        return f"there is no claim, but {COUNTEREXAMPLE}, the input of an answer sat", ""
    if (folder / "network.json").is_file():
        return "nothing is proved yet, there is no claim", f"memocert prove {typed_path(folder)}"
    reason = "there is no claim in it, and no network: it is not a bundle"
    others, first = bundles_in(folder)
    return (f"{reason}, but {others} in it", f"memocert check {typed_path(first)}") if first else (reason, "")


def _names(bundle: Path, width: int) -> tuple[str, ...]:
    """Return the names of a bundle's columns if there are so many; none where nobody can say them."""
    if not (bundle / "columns.json").is_file():  # what reads it brings arrays with it
        return ()
    from constructions.files.columns import columns_from_bytes

    with suppress(BadInput):
        return spoken(columns_from_bytes(read_bytes(bundle / "columns.json"), width).inputs)
    return ()
