"""Memorizers side by side on the same data: sizes and operations of what each builds, or why it refuses."""

import csv
from collections.abc import Iterator, Mapping, Sequence as Items
from dataclasses import asdict, dataclass, field, fields
from fractions import Fraction
from io import StringIO
from time import perf_counter
from typing import Any

from constructions.catalogue import CATALOGUE, named
from constructions.memorizer import Memorizer
from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Network
from constructions.model.progress import Progress, silent
from constructions.model.rational import different
from guide.console import wrapped
from guide.tables import plain_table, rendered
from lowerbound.bounds.formulas import BY_FORMULA, SEARCHED
from lowerbound.bounds.price import Price, holds_for_points, price_of
from lowerbound.nearness import ANY, AXIS, CONSTANT, KINDS, Least, kinds_of, least_of_kinds


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of a network; operations are structural maxima over all inputs."""

    neurons: int
    gates: int
    parameters: int
    comparisons: int
    arithmetic: int
    operations: int
    depth: int
    width: int
    bits: int


@dataclass(frozen=True, slots=True)
class OnData:
    """What was measured on the data: the most operations at a point, and the exact means over the rows."""

    most: int
    mean_comparisons: Fraction
    mean_arithmetic: Fraction
    mean_operations: Fraction


@dataclass(frozen=True, slots=True)
class Entry:
    """One memorizer in a comparison: its figures, or why there are none; its price, measurements if asked for.

    Attributes:
        name: the memorizer.
        conditional: whether it has gates.
        figures: what was counted; None if it was not built.
        reason: why it was not built.
        price: its price, or why the inequalities do not apply.
        seconds: how long building took.
        measured: what was measured on the data.
        network: what was built.
    """

    name: str
    conditional: bool
    figures: Figures | None
    reason: str = ""
    price: Price | str | None = None
    seconds: float = 0.0
    measured: OnData | None = None
    network: Network | None = field(default=None, repr=False)


def figures_of(memorizer: Memorizer, dataset: Dataset) -> Figures:
    """Build a network and return its figures; raises ``BadInput`` where the memorizer refuses.

    >>> figures = figures_of(named("search-tree-constant"), Dataset.from_rows([[0], [1], [2]], [[0], [1], [2]]))
    >>> figures.gates, figures.operations
    (2, 2)
    """
    return _figures(memorizer.build(dataset).network)


def measured(network: Network, dataset: Dataset) -> OnData:
    """Return what a network does on the data.

    >>> data = Dataset.from_rows([[0], [1], [1]], [[0], [1], [1]])
    >>> measured(named("search-tree-constant").build(data).network, data).mean_operations
    Fraction(1, 1)
    """
    run = evaluate_many(network, dataset.points)
    means = {name: run.mean(dataset.counts, name) for name in ("comparisons", "total")}
    return OnData(run.worst("total"), means["comparisons"], means["total"] - means["comparisons"], means["total"])


def _figures(network: Network) -> Figures:
    size, worst = size_of(network), structural_worst(network)
    return Figures(
        size.neurons,
        size.gates,
        size.parameters,
        worst.comparisons,
        worst.additions + worst.multiplications,
        worst.total,
        size.depth,
        size.width,
        size.largest_bits,
    )


def compare(
    dataset: Dataset,
    names: Items[str] = (),
    price: bool = False,
    progress: Progress = silent,
    among: Mapping[str, Memorizer] = CATALOGUE,
    measure: bool = False,
) -> Iterator[Entry]:
    """Yield an entry for every memorizer, or for those named; one that takes long on so many points must be named.

    Args:
        dataset: the data.
        names: memorizers, of the catalogue or the families; all of ``among`` if there is none.
        price: whether each entry has its price.
        progress: told how many are done, of how many.
        among: those that are built if none is named.
        measure: whether operations are measured on the data, too.

    Raises:
        BadInput: if there is no memorizer of a name.

    >>> data = Dataset.from_rows([[0], [1], [3]], [[0], [1], [0]])
    >>> [entry.figures.operations for entry in compare(data, ["search-tree", "interpolation"])]
    [2, 5]
    """
    chosen = [named(name) for name in names] or list(among.values())
    for number, memorizer in enumerate(chosen):
        progress(number, len(chosen))
        started = perf_counter()
        try:
            if not names:
                _check_short(memorizer, dataset)
            network = memorizer.build(dataset).network
            figures = _figures(network)
        except BadInput as error:
            yield Entry(memorizer.name, memorizer.conditional, None, str(error))
            continue
        seconds = perf_counter() - started
        cost = price_of(memorizer, dataset) if price else None
        on_data = measured(network, dataset) if measure else None
        yield Entry(memorizer.name, memorizer.conditional, figures, "", cost, seconds, on_data, network)
    progress(len(chosen), len(chosen))


def _check_short(memorizer: Memorizer, dataset: Dataset) -> None:
    """Raise ``BadInput`` if the memorizer takes long on so many points or labels."""
    labels = len(different(dataset.labels))
    for found, most, what in (
        (dataset.size, memorizer.most, "points"),
        (labels, memorizer.most_labels, "different labels"),
    ):
        if found > most:
            raise BadInput(f"takes long on more than {most:,} {what}; --memorizer builds it all the same")


def least_beside(dataset: Dataset, entries: Items[Entry], progress: Progress = silent) -> tuple[Least, ...]:
    """Return what is known of the least number of comparisons of each kind of network that was built.

    >>> data = Dataset.from_rows([[0], [1], [3]], [[0], [1], [0]])
    >>> [least.lower for least in least_beside(data, list(compare(data, ["search-tree"])))]
    [1, 2, 2]
    """
    built = [(entry.network, entry.figures.comparisons) for entry in entries if entry.network and entry.figures]
    there = {kind for network, _ in built for kind in kinds_of(network)}
    return least_of_kinds(dataset, built, [kind for kind in KINDS if kind in there], progress)


def nearness_text(entries: Items[Entry], least: Items[Least]) -> str:
    """Return for people how many comparisons each network is above the least of each of its kinds, and the least."""
    table = plain_table("comparisons above the least", *[_COLUMNS[one.kind] for one in least], gap=1)
    for entry in entries:
        if entry.network is not None and entry.figures is not None:
            kinds = kinds_of(entry.network)
            count = entry.figures.comparisons
            table.add_row(entry.name, *[_above(*one.above(count)) if one.kind in kinds else "" for one in least])
    return rendered(table, "\n".join([_least_text(one) for one in least]))


_COLUMNS = {ANY: "any\nnetwork", CONSTANT: "tree, constant\nleaves", AXIS: "tree of\ncoordinates"}


def _above(low: int, high: int) -> str:
    """Return a distance from a least number for a table.

    >>> _above(0, 0), _above(1, 1), _above(0, 2)
    ('optimal', '1', '0 to 2')
    """
    if high == 0:
        return "optimal"
    return str(low) if low == high else f"{low} to {high}"


def _least_text(least: Least) -> str:
    """Return a sentence about a least number.

    >>> print(_least_text(Least(ANY, 2, 3, True)))
    any network: the least is between 2 and 3; fewer than 2 are refuted, accepted by
      the checker
    """
    met = least.lower == least.upper
    number = str(least.lower) if met else f"between {least.lower} and {least.upper}"
    how = f"; fewer than {least.lower} are refuted" if least.lower else ""
    if least.lower:
        how += ", accepted by the checker" if least.certified else f" {SEARCHED}"
    return wrapped(f"{least.kind.name}: the least is {number}{how}")


def least_json(least: Items[Least]) -> list[dict[str, Any]]:
    """Return the least numbers for ``say_json``."""
    return [
        {"kind": one.kind.name, "lower": one.lower, "upper": one.upper, "certified": one.certified} for one in least
    ]


def comparison_text(entries: Items[Entry]) -> str:
    """Return the tables of a comparison for people: figures, prices if there are any, and who refused."""
    columns = ("neurons", "gates", "params", "comp", "arith", "ops", "depth", "width", "bits")
    table = plain_table("memorizer", *columns, gap=1)
    for entry in entries:
        if entry.figures is not None:
            table.add_row(entry.name, *[_short(value) for value in asdict(entry.figures).values()])
    parts: list[Any] = [table, _LEGEND]
    priced = [entry for entry in entries if entry.price is not None]
    if priced:
        prices = plain_table("memorizer", "stored P", "ops T", "4 P (T + 4)", "bits B", "P (2 B + 1)")
        reasons = []
        for entry in priced:
            if isinstance(entry.price, Price):
                cost = entry.price
                numbers = (cost.parameters, cost.operations, cost.most_points, cost.bits, cost.most_bits)
                prices.add_row(entry.name, *[_short(number) for number in numbers])
            else:
                reasons.append(f"{entry.name}: does not apply: {entry.price}")
        parts += [prices, _PRICE_LEGEND, *["\n".join(reasons)][: len(reasons)]]
    return rendered(*parts, *_refused(entries))


def families_text(entries: Items[Entry]) -> str:
    """Return the table of measured entries for people: at most on any input, on the data, and sizes."""
    columns = ("comp", "arith", "ops", "most", "mean\ncomp", "mean\narith", "mean\nops", "params", "gates", "units")
    table = plain_table("family", *columns, gap=1)
    for entry in entries:
        count, run = entry.figures, entry.measured
        if count is not None and run is not None:
            worst = [_short(value) for value in (count.comparisons, count.arithmetic, count.operations, run.most)]
            means = [_tenths(value) for value in (run.mean_comparisons, run.mean_arithmetic, run.mean_operations)]
            sizes = [_short(value) for value in (count.parameters, count.gates, count.neurons)]
            table.add_row(entry.name, *worst, *means, *sizes)
    return rendered(table, _FAMILIES_LEGEND, *_refused(entries))


_FAMILIES_LEGEND = (
    "comp, arith, ops: comparisons, additions and multiplications, and both, at most on any input by structure; most: "
    "ops at the dearest point of the data; mean: over the rows; params: stored numbers, that is weights other than 0 "
    "and +-1, biases and thresholds other than 0; units: of ReLU."
)


def _refused(entries: Items[Entry]) -> list[str]:
    refused = [f"{entry.name}: {entry.reason}" for entry in entries if entry.figures is None]
    return ["\n".join(["not built:", *[wrapped(f"  {line}") for line in refused]])] if refused else []


_LEGEND = (
    "params: stored numbers, that is weights other than 0 and +-1, biases and thresholds other than 0; comp, arith, "
    "ops: comparisons, additions and multiplications, and both, at most on any input; bits: of the longest number."
)

_PRICE_LEGEND = (
    f"Bounds {BY_FORMULA}. For all labellings of these n points, the skeleton fixed: n <= 4 P (T + 4) (Goldberg, "
    "Jerrum 1995), and P (2 B + 1) >= n log2 C for C classes. P: stored numbers; T: operations at most."
)


def comparison_json(entries: Items[Entry], least: Items[Least] = ()) -> list[dict[str, Any]]:
    """Return a comparison for ``say_json``."""
    found = []
    for entry in entries:
        row = asdict(entry)
        del row["network"]
        if entry.network is not None and entry.figures is not None and least:
            count, kinds = entry.figures.comparisons, kinds_of(entry.network)
            row["above_least"] = {one.kind.name: list(one.above(count)) for one in least if one.kind in kinds}
        if entry.measured is None:
            del row["measured"]
        if isinstance(entry.price, Price):
            row["price"] |= {"most_points": entry.price.most_points, "most_bits": entry.price.most_bits}
            row["price"]["holds"] = holds_for_points(entry.price)
        found.append(row)
    return found


def comparison_csv(entries: Items[Entry]) -> str:
    """Return the figures as CSV, a row for each memorizer; empty fields and the reason where it was not built."""
    names = [item.name for item in fields(Figures)]
    more = [item.name for item in fields(OnData)] if any([entry.measured for entry in entries]) else []
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["memorizer", "conditional", *names, *more, "reason"])
    for entry in entries:
        values = [""] * len(names) if entry.figures is None else list(asdict(entry.figures).values())
        on_data = list(asdict(entry.measured).values()) if entry.measured else [""] * len(more)
        writer.writerow([entry.name, "yes" if entry.conditional else "no", *values, *on_data, entry.reason])
    return stream.getvalue()


def _short(value: int) -> str:
    """Return a number in at most five characters: 9,876, 123k, 12M.

    >>> [_short(value) for value in (7, 9_876, 12_345, 123_456, 12_345_678, 10**13)]
    ['7', '9,876', '12k', '123k', '12M', '1e13']
    """
    if value < 10_000:
        return f"{value:,}"
    if value < 10_000_000:
        return f"{value // 1000}k"
    if value < 10**10:
        return f"{value // 10**6}M"
    return f"1e{len(str(value)) - 1}"


def _tenths(value: Fraction) -> str:
    """Return a mean with one decimal, or as ``_short`` does from 1,000 on.

    >>> [_tenths(value) for value in (Fraction(7), Fraction(10, 3), Fraction(99999, 100), Fraction(12345))]
    ['7.0', '3.3', '1,000', '12k']
    """
    tenths = round(10 * value)
    return _short(round(value)) if tenths >= 10_000 else f"{tenths // 10}.{tenths % 10}"
