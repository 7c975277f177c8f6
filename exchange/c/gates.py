"""C for gates: a table in which a loop goes from gate to gate, and a table of the affine maps at its ends."""

from collections.abc import Sequence as Items
from dataclasses import dataclass

from constructions.model.network import Affine, Branch, Network
from exchange.c.arithmetic import Arithmetic, KnownWires, LiteralRow
from exchange.c.layers import MakeTable, product
from exchange.c.sharing import Sharing

WRITTEN_OUT = 3
"""So many gates or fewer are written as tests; more as a table and a loop, which compiles fast at any size."""

MOST_TERMS = 8
"""A leaf with more terms in a row than this is written by itself."""


@dataclass(frozen=True, slots=True)
class GateTable:
    """Gates that lie directly below one another, and the different sides that they lead to.

    Attributes:
        gates: the Branch nodes, the uppermost first.
        rows: for each the row that is compared with its constant.
        sides: the networks that are no gate of this table, each once.
    """

    gates: tuple[Branch, ...]
    rows: tuple[LiteralRow, ...]
    sides: tuple[Network, ...]

    def lines(self, order: dict[int, int], source: str, table: MakeTable) -> list[str]:
        """Return the C that sets ``side`` to the number (``order``, by ``id``) of the side that the input takes."""
        places = {id(gate): number for number, gate in enumerate(self.gates)}
        ways = [
            [
                str(places[id(child)]) if id(child) in places else str(~order[id(child)])
                for child in (gate.below, gate.above)
            ]
            for gate in self.gates
        ]
        if len(self.gates) == 1:
            test = f"{_tested(self.rows[0], source)} >= {self.rows[0].constant}"
            return [f"int32_t side = {test} ? {~int(ways[0][1])} : {~int(ways[0][0])};"]
        single = all([len(row.indices) == 1 for row in self.rows])
        entries = self._single(ways) if single else self._several(ways, table)
        struct, first, value = entries
        body = ",\n    ".join(first)
        name = table("gates", f"static const struct {{{struct}}} @[{len(first)}] = {{\n    {body}}};\n")
        return [
            f"const number *v = {source};",
            "int32_t side = 0;",
            "do {",
            *[f"    {line}" for line in [text.replace("@", name) for text in value]],
            "} while (side >= 0);",
            "side = ~side;",
        ]

    def _single(self, ways: Items[Items[str]]) -> tuple[str, list[str], list[str]]:
        """Each gate reads one number, all the same one if that is so, with a weight if one is not 1."""
        inputs = {row.indices[0] for row in self.rows}
        plain = all([row.weights[0] in ("1", "1.0") for row in self.rows])
        fields, parts = "number bound; ", [[row.constant] for row in self.rows]
        value = f"v[{next(iter(inputs))}]"
        if not plain:
            fields += "number weight; "
            parts = [[*part, row.weights[0]] for part, row in zip(parts, self.rows, strict=True)]
        if len(inputs) > 1:
            fields += "int32_t input; "
            parts = [[*part, str(row.indices[0])] for part, row in zip(parts, self.rows, strict=True)]
            value = "v[@[side].input]"
        weight = "" if plain else "@[side].weight * "
        entries = [f"{{{', '.join(part)}, {{{', '.join(way)}}}}}" for part, way in zip(parts, ways, strict=True)]
        test = f"side = @[side].next[{weight}{value} >= @[side].bound];"
        return fields + "int32_t next[2];", entries, [test]

    def _several(self, ways: Items[Items[str]], table: MakeTable) -> tuple[str, list[str], list[str]]:
        terms: list[str] = []
        entries = []
        for row, way in zip(self.rows, ways, strict=True):
            begin = len(terms)
            terms += [f"{{{weight}, {index}}}" for weight, index in zip(row.weights, row.indices, strict=True)]
            entries.append(f"{{{row.constant}, {begin}, {len(terms)}, {{{', '.join(way)}}}}}")
        body = ",\n    ".join(terms or ["{0, 0}"])
        struct = "static const struct {number weight; int32_t input;} "
        name = table("terms", f"{struct}@[{max(1, len(terms))}] = {{\n    {body}}};\n")
        value = [
            "number sum = 0;",
            f"for (int32_t k = @[side].begin; k < @[side].end; k++) sum += {name}[k].weight * v[{name}[k].input];",
            "side = @[side].next[sum >= @[side].bound];",
        ]
        return "number bound; int32_t begin, end; int32_t next[2];", entries, value


def gate_table(root: Branch, sharing: Sharing, arithmetic: Arithmetic, wires: KnownWires) -> GateTable:
    """Return the table that begins with ``root``: every gate that ``sharing`` gives to it, above before below."""
    gates: list[Branch] = []
    sides: dict[int, Network] = {}
    seen: set[int] = set()
    todo: list[Network] = [root]
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Branch) and sharing.owners[id(node)] == id(root):
            gates.append(node)
            todo += [node.above, node.below]
        else:
            sides[id(node)] = node
    rows = [arithmetic.gate(gate.normal, gate.threshold, wires) for gate in gates]
    return GateTable(tuple(gates), tuple(rows), tuple(sides.values()))


@dataclass(frozen=True, slots=True)
class LeafTable:
    """Affine sides of a table of gates, as a table of their own.

    Attributes:
        numbers: the number of each, by ``id``.
        rows: for each its rows.
        wires: for each what is known of its outputs.
    """

    numbers: dict[int, int]
    rows: tuple[tuple[LiteralRow, ...], ...]
    wires: tuple[KnownWires, ...]

    def lines(
        self,
        source: str,
        target: str,
        table: MakeTable,
        factors: Items[Items[str]] | None,
        denominators: Items[Items[str | None]] | None,
    ) -> list[str]:
        """Return the C that runs number ``side`` of the table.

        Args:
            source: where its input stands.
            target: where its outputs go.
            table: makes a constant.
            factors: by what each output of each leaf is multiplied in the end, or None.
            denominators: for each leaf those that are written to ``q``; None, or Nones, where there are none.
        """
        outputs, most = len(self.rows[0]), max([len(row.indices) for rows in self.rows for row in rows])
        scaled = factors is not None and any([factor != "1" for leaf in factors for factor in leaf])
        told = [] if denominators is None else [[text for text in leaf if text is not None] for leaf in denominators]
        tells = bool(told and told[0])
        fields = f"number constant[{outputs}];"
        fields += f" number weight[{outputs}][{most}]; int32_t input[{outputs}][{most}];" if most else ""
        fields += f" number factor[{outputs}];" if scaled else ""
        fields += f" number denominator[{outputs}];" if tells else ""
        entries = []
        for number, rows in enumerate(self.rows):
            parts = [_braced([row.constant for row in rows])]
            if most:
                parts.append(_braced([_braced(_padded(row.weights, most)) for row in rows]))
                parts.append(_braced([_braced(_padded([str(index) for index in row.indices], most)) for row in rows]))
            if scaled and factors is not None:
                parts.append(_braced(list(factors[number])))
            if tells:
                parts.append(_braced(told[number]))
            entries.append(_braced(parts))
        body = ",\n    ".join(entries)
        name = table("leaves", f"static const struct {{{fields}}} @[{len(entries)}] = {{\n    {body}}};\n")
        lines = [f"    number sum = {name}[side].constant[i];"]
        if most:
            term = f"{name}[side].weight[i][k] * ({source})[{name}[side].input[i][k]]"
            lines.append(f"    for (int32_t k = 0; k < {most}; k++) sum += {term};")
        lines.append(f"    ({target})[i] = sum{f' * {name}[side].factor[i]' if scaled else ''};")
        if tells:
            lines.append(f"    q[i] = {name}[side].denominator[i];")
        return [f"for (int32_t i = 0; i < {outputs}; i++) {{", *lines, "}"]


def leaf_table(sides: Items[Network], arithmetic: Arithmetic, wires: KnownWires) -> LeafTable | None:
    """Return the table of the affine ones among the sides that have few terms, or None if they are fewer than three."""
    leaves = [side for side in sides if isinstance(side, Affine) and _is_small(side)]
    if len(leaves) < WRITTEN_OUT:
        return None
    numbers: dict[int, int] = {}
    rows: list[tuple[LiteralRow, ...]] = []
    known: list[KnownWires] = []
    for leaf in leaves:
        pairs = [arithmetic.row(form, bias, wires) for form, bias in zip(leaf.weights, leaf.bias, strict=True)]
        numbers[id(leaf)] = len(rows)
        rows.append(tuple([row for row, _ in pairs]))
        known.append(tuple([wire for _, wire in pairs]))
    return LeafTable(numbers, tuple(rows), tuple(known))


def _is_small(leaf: Affine) -> bool:
    return max([len(form.indices) for form in leaf.weights]) <= MOST_TERMS


def _padded(values: Items[str], count: int) -> list[str]:
    return [*values, *["0"] * (count - len(values))]


def _braced(values: Items[str]) -> str:
    return "{" + ", ".join(values) + "}"


def _tested(row: LiteralRow, source: str) -> str:
    base, _, offset = source.partition(" + ")
    pairs = zip(row.weights, row.indices, strict=True)
    terms = [product(weight, f"{base}[{int(offset or 0) + index}]") for weight, index in pairs]
    text = " ".join(terms) or "+ 0"
    return text[2:] if text.startswith("+ ") else "-" + text[2:]
