"""What a synthesis came to: what the networks cost before and after, as a table, in words and for JSON."""

from collections.abc import Sequence as Items
from fractions import Fraction
from typing import Any

from constructions.model.answers import ties_text
from constructions.model.dataset import Dataset
from constructions.model.nouns import count_of
from constructions.model.rational import in_hundredths
from guide.reading import errors_text
from guide.tables import plain_table, rendered
from lowerbound.comparisons.decision_paths import inside
from verify.cheaper import ON_DOMAIN, Price
from verify.domain import Domain
from verify.synthesis import Costs, Synthesized

_MANY = 10
"""Where so many times as many numbers are stored as before, a line says so."""

_TESTED = {
    "units": "the network's own units and gates, as forms of the input",
    "coordinates": "single coordinates",
    "projection": "one projection of the input",
    "layers": "the network's units, computed layer by layer",
    "zeros": "the network's units, computed layer by layer, zeros skipped",
}


def synthesized_text(
    before: Costs, after: Costs, result: Synthesized, dataset: Dataset | None, domain: Domain = ()
) -> str:
    """Return the costs of both networks as a table, with what the gates test, or why the network given is kept.

    Args:
        domain: where the answers stay the same, if it is not at the data; of data outside that is said.
    """
    given, found, rows = result.given, result.found, []
    if given is not None and found is not None and given.what == ON_DOMAIN:
        rows = [(given.what, _number(given.first), _number(given.first if result.kept else found.first))]
    lines = [_kept_text(result)] if result.kept else [f"gates test {_TESTED[result.gates]}"]
    if result.cut:
        what = "time" if result.late else "gates"
        lines.append(f"{what} used up at {count_of(result.cut, 'place')}, where the rest of the network runs as it is")
    outside = 0 if dataset is None or result.kept else dataset.size - len(inside(dataset, domain))
    if dataset is not None and outside:
        all_points = count_of(dataset.size, "data point")
        lines.append(f"{outside:,} of {all_points} lie outside the domain, where answers may change; all are counted")
    if not result.kept and after.structural >= before.structural:
        lines.append("the network does not become cheaper in the worst case")
    return costs_text(before, after, dataset, lines, rows)


def costs_text(
    before: Costs, after: Costs, dataset: Dataset | None, lines: list[str], rows: Items[tuple[str, str, str]] = ()
) -> str:
    """Return the table of costs with more rows, then some lines, and how many labels of the data are wrong."""
    table = plain_table("operations per input", "before", "after")
    table.add_row("at most, on any input", f"{before.structural:,}", f"{after.structural:,}")
    if before.worst is not None and before.mean is not None and after.worst is not None and after.mean is not None:
        table.add_row("most, over the data", f"{before.worst:,}", f"{after.worst:,}")
        table.add_row("mean, over the data", in_hundredths(before.mean), in_hundredths(after.mean))
    for row in rows:
        table.add_row(*row)
    if after.parameters > _MANY * max(1, before.parameters):
        both = f"{before.parameters:,} before, {after.parameters:,} after"
        lines = [*lines, f"stored parameters: {both}; --most-gates N keeps them fewer"]
    if dataset is not None:
        lines = [*lines, *_answers_lines(before, after, dataset)]
    return rendered(table, *lines).rstrip()


def _answers_lines(before: Costs, after: Costs, dataset: Dataset) -> list[str]:
    """Return how far two networks are from the labels of the data: both at once if they are as far."""
    same = (before.score, before.errors) == (after.score, after.errors)
    known = {"before and after": before} if same else {"before": before, "after": after}
    if any([costs.errors is not None and costs.errors.largest for costs in known.values()]):
        return [f"{when}: {errors_text(costs.errors, dataset)}" for when, costs in known.items() if costs.errors]
    return [
        f"labels of the data that the network gets wrong, {when}: {dataset.rows - costs.score.right:,} of "
        f"{count_of(dataset.rows, 'row')}{ties_text(costs.score, 'rows', dataset)}"
        for when, costs in known.items()
        if costs.score is not None
    ]


def _kept_text(result: Synthesized) -> str:
    """Return why the network that was given is kept, with what both cost."""
    given, found = result.given, result.found
    if given is None or found is None:
        return "no input satisfies the constraints: the network is kept as it is"
    return dearer_text(given, found, "a conditional one")


def dearer_text(given: Price, found: Price, other: str) -> str:
    """Return why the network given is kept, with what both cost; ``other`` is what would take its place."""
    what, before, after = given.what, given.first, found.first
    if before == after:
        what, before, after = given.also, given.second, found.second
    numbers = f"{what}: {_number(after)}, not {_number(before)}"
    return f"the network given is kept, since {other} is dearer ({numbers})"


def _number(value: Fraction) -> str:
    return f"{value.numerator:,}" if value.denominator == 1 else in_hundredths(value)


def kept_json(result: Synthesized) -> dict[str, Any] | None:
    """Return why the network given is kept, for ``say_json``; None if it is not."""
    if not result.kept:
        return None
    given, found = result.given, result.found
    if given is None or found is None:
        return {"reason": "the domain is empty", "costs": []}
    return {"reason": "a conditional network is dearer", "costs": prices_json(given, found)}


def prices_json(given: Price, found: Price) -> list[dict[str, Any]]:
    """Return what was compared, with both prices, for ``say_json``."""
    both = (given.what, given.first, found.first), (given.also, given.second, found.second)
    return [{"what": what, "given": one, "synthesized": two} for what, one, two in both]


def costs_json(costs: Costs, dataset: Dataset | None) -> dict[str, Any]:
    """Return what a network costs, for ``say_json``."""
    right = costs.score
    return {
        "structural": costs.structural,
        "parameters": costs.parameters,
        "worst": costs.worst,
        "mean": costs.mean,
        "wrong_labels": None if dataset is None or right is None else dataset.rows - right.right,
        "ties": None if right is None else right.ties,
        "first_tie": None if right is None else right.first_tie,
        "errors": costs.errors,
    }
