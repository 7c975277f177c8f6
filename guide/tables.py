"""Tables of 80 columns for people: sizes of a network, and its operations per input."""

from dataclasses import asdict
from io import StringIO
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from constructions.model.account import Account
from constructions.model.cost import MEASURES
from constructions.model.nouns import count_of

WIDTH = 80


def account_text(account: Account) -> str:
    """Return the account as two small tables."""
    size = account.size
    sizes = plain_table("size", "")
    neurons = f"{size.neurons:,}"
    if size.unrolled_neurons != size.neurons:
        neurons += f" ({_count(size.unrolled_neurons)} unrolled)"
    for name, text in (
        ("inputs, outputs", f"{account.inputs:,}, {account.outputs:,}"),
        ("gates", f"{size.gates:,}"),
        ("neurons", neurons),
        ("stored parameters", f"{size.parameters:,}"),
        ("slots: places for a number", f"{size.slots:,}"),
        ("distinct nodes: equal parts once", f"{size.nodes:,}"),
        ("depth, width", f"{_count(size.depth)}, {size.width:,}"),
        ("longest number, sum of all", f"{count_of(size.largest_bits, 'bit')}, {count_of(size.total_bits, 'bit')}"),
    ):
        sizes.add_row(name, text)
    operations = plain_table("operations per input", "total", "comparisons", "additions", "multiplications")
    rows: list[tuple[str, dict[str, Any]]] = [("at most, on any input", asdict(account.structural))]
    if account.worst is not None and account.mean is not None:
        rows.append(("most, over the data", account.worst))
        rows.append(("mean, over the data", {name: f"{float(value):,.2f}" for name, value in account.mean.items()}))
    for name, counts in rows:
        operations.add_row(name, *[_count(counts[measure]) for measure in MEASURES])
    return rendered(sizes, operations)


def plain_table(*columns: str, gap: int = 2) -> Table:
    """Return an empty table, first column left, the others right, ``gap`` spaces between them."""
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), show_header=True, header_style="bold")
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number == 0 else "right", overflow="fold")
    return table


def rendered(*parts: Table | str) -> str:
    """Return tables and paragraphs as plain text of at most 80 columns, an empty line between them."""
    stream = StringIO()
    console = Console(file=stream, width=WIDTH, force_terminal=False, force_jupyter=False, color_system=None)
    for number, part in enumerate(parts):
        if number:
            console.print()
        console.print(Text(part) if isinstance(part, str) else part)
    return "\n".join([line.rstrip() for line in stream.getvalue().splitlines()]) + "\n"


def _count(value: int | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if value < 10**12 else f"about 2^{value.bit_length() - 1}"
