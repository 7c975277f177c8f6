"""Memorizers side by side on the same data: sizes and operations of what each builds, or why it refuses."""

import csv
from collections.abc import Callable, Iterator, Sequence as Items
from dataclasses import asdict, dataclass, fields
from io import StringIO
from time import perf_counter
from typing import Any

from constructions.catalogue import CATALOGUE, Memorizer, named
from constructions.cost import size_of, structural_worst
from constructions.dataset import Dataset
from constructions.errors import BadInput
from constructions.price import Price, holds_for_points, price_of
from constructions.tables import plain_table, rendered

Progress = Callable[[int, int | None], None]


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
class Entry:
    """One memorizer in a comparison: its figures, or why there are none; and its price if that was asked for.

    Attributes:
        name: the memorizer.
        conditional: whether it has gates.
        figures: what was counted; None if it was not built.
        reason: why it was not built.
        price: its price, or why the inequalities do not apply.
        seconds: how long building took.
    """

    name: str
    conditional: bool
    figures: Figures | None
    reason: str = ""
    price: Price | str | None = None
    seconds: float = 0.0


def figures_of(memorizer: Memorizer, dataset: Dataset) -> Figures:
    """Build a network and return its figures; raises ``BadInput`` where the memorizer refuses.

    >>> figures = figures_of(named("search-tree-constant"), Dataset.from_rows([[0], [1], [2]], [[0], [1], [2]]))
    >>> figures.gates, figures.operations
    (2, 2)
    """
    network = memorizer.build(dataset).network
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
    progress: Progress = lambda _done, _total: None,
) -> Iterator[Entry]:
    """Yield an entry for every memorizer, or for those named; one that takes long on so many points must be named.

    Raises:
        BadInput: if there is no memorizer of a name.

    >>> data = Dataset.from_rows([[0], [1], [3]], [[0], [1], [0]])
    >>> [entry.figures.operations for entry in compare(data, ["search-tree", "interpolation"])]
    [2, 5]
    """
    chosen = [named(name) for name in names] or list(CATALOGUE.values())
    for number, memorizer in enumerate(chosen):
        progress(number, len(chosen))
        started = perf_counter()
        try:
            if dataset.size > memorizer.most and not names:
                raise BadInput(f"takes long on more than {memorizer.most:,} points; --memorizer builds it all the same")
            figures = figures_of(memorizer, dataset)
        except BadInput as error:
            yield Entry(memorizer.name, memorizer.conditional, None, str(error))
            continue
        seconds = perf_counter() - started
        cost = price_of(memorizer, dataset) if price else None
        yield Entry(memorizer.name, memorizer.conditional, figures, "", cost, seconds)
    progress(len(chosen), len(chosen))


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
        prices = plain_table("memorizer", "slots P", "ops T", "4 P (T + 4)", "bits B", "P (2 B + 1)")
        reasons = []
        for entry in priced:
            if isinstance(entry.price, Price):
                cost = entry.price
                numbers = (cost.slots, cost.operations, cost.most_points, cost.bits, cost.most_bits)
                prices.add_row(entry.name, *[_short(number) for number in numbers])
            else:
                reasons.append(f"{entry.name}: does not apply: {entry.price}")
        parts += [prices, _PRICE_LEGEND, *["\n".join(reasons)][: len(reasons)]]
    refused = [f"{entry.name}: {entry.reason}" for entry in entries if entry.figures is None]
    if refused:
        parts.append("\n".join(["not built:", *[f"  {line}" for line in refused]]))
    return rendered(*parts)


_LEGEND = (
    "params: stored numbers other than 0 and +-1; comp, arith, ops: comparisons, additions and multiplications, and "
    "both, at most on any input; bits: of the longest number."
)

_PRICE_LEGEND = (
    "For all labelings of these n points, the skeleton fixed: n <= 4 P (T + 4) (Goldberg, Jerrum 1995), and "
    "P (2 B + 1) >= n log2 C for C classes. P and T count a number and a multiplication for every weight."
)


def comparison_json(entries: Items[Entry]) -> list[dict[str, Any]]:
    """Return a comparison for ``json.dumps``."""
    found = []
    for entry in entries:
        row = asdict(entry)
        if isinstance(entry.price, Price):
            row["price"] |= {"most_points": entry.price.most_points, "most_bits": entry.price.most_bits}
            row["price"]["holds"] = holds_for_points(entry.price)
        found.append(row)
    return found


def comparison_csv(entries: Items[Entry]) -> str:
    """Return the figures as CSV, a row for each memorizer; empty fields and the reason where it was not built."""
    names = [item.name for item in fields(Figures)]
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["memorizer", "conditional", *names, "reason"])
    for entry in entries:
        values = [""] * len(names) if entry.figures is None else list(asdict(entry.figures).values())
        writer.writerow([entry.name, "yes" if entry.conditional else "no", *values, entry.reason])
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
