"""C for one layer: statements where it is small, loops over a table where it is large."""

from collections.abc import Callable, Sequence as Items

from constructions.model.network import Identity, Relu, Step
from exchange.c.arithmetic import LiteralRow

STATEMENTS = 48
"""A layer with at most this many terms is written out."""

_PER_LINE = 12

MakeTable = Callable[[str, str], str]
"""Takes the first letters of a name and the C of a constant, ``@`` for its name; returns the name."""


def layer_lines(rows: Items[LiteralRow], width: int, source: str, target: str, table: MakeTable) -> list[str]:
    """Return the C of an affine layer: numbers at ``source`` to numbers at ``target``, which do not overlap.

    >>> layer_lines([LiteralRow((0, 2), ("3", "-1"), "0")], 3, "x", "y", lambda kind, text: kind)
    ['y[0] = 3 * x[0] - x[2];']
    """
    terms = sum([len(row.indices) for row in rows])
    if len(rows) + terms <= STATEMENTS:
        return [f"{_element(target, number)} = {_sum(row, source)};" for number, row in enumerate(rows)]
    if all([row.indices == (row.indices or (0,))[:1] for row in rows]) and all([row.indices for row in rows]):
        return _thin(rows, source, target, table)
    if terms * 2 >= len(rows) * width:
        return _dense(rows, width, source, target, table)
    return _sparse(rows, source, target, table)


def unit_lines(node: Identity | Relu | Step, source: str, target: str) -> list[str]:
    """Return the C of units, coordinate by coordinate; source and target may be the same place.

    >>> unit_lines(Relu(1), "w + 4", "y")
    ['y[0] = w[4] > 0 ? w[4] : 0;']
    """
    if node.width == 1:
        return [f"{_element(target, 0)} = {_unit(node, _element(source, 0))};"]
    given = "(" + source + ")[i]"
    return [f"for (int32_t i = 0; i < {node.width}; i++) ({target})[i] = {_unit(node, given)};"]


def listed(values: Items[str]) -> str:
    """Return the values of a C array, broken into lines.

    >>> listed(["1", "2"])
    '1, 2'
    """
    lines = [", ".join(values[start : start + _PER_LINE]) for start in range(0, len(values), _PER_LINE)]
    return ",\n    ".join(lines)


def product(weight: str, variable: str) -> str:
    """Return a term of a sum with its sign in front.

    >>> product("1", "x[0]"), product("-2", "x[0]")
    ('+ x[0]', '- 2 * x[0]')
    """
    sign, size = ("-", weight[1:]) if weight.startswith("-") else ("+", weight)
    return f"{sign} {variable}" if size in ("1", "1.0") else f"{sign} {size} * {variable}"


def _sum(row: LiteralRow, source: str) -> str:
    pairs = zip(row.weights, row.indices, strict=True)
    terms = [product(weight, _element(source, index)) for weight, index in pairs]
    if row.constant not in ("0", "0.0") or not terms:
        sign, size = ("-", row.constant[1:]) if row.constant.startswith("-") else ("+", row.constant)
        terms.append(f"{sign} {size}")
    text = " ".join(terms)
    return text[2:] if text.startswith("+ ") else "-" + text[2:]


def _element(place: str, number: int) -> str:
    base, _, offset = place.partition(" + ")
    return f"{base}[{int(offset or 0) + number}]"


def _unit(node: Identity | Relu | Step, value: str) -> str:
    if isinstance(node, Relu):
        return f"{value} > 0 ? {value} : 0"
    return f"{value} >= 0" if isinstance(node, Step) else value


def _thin(rows: Items[LiteralRow], source: str, target: str, table: MakeTable) -> list[str]:
    """Every row reads one number."""
    count = len(rows)
    bias = table("bias", f"static const number @[{count}] = {{\n    {listed([row.constant for row in rows])}}};\n")
    weights = "" if all([row.weights[0] in ("1", "1.0") for row in rows]) else None
    if weights is None:
        text = listed([row.weights[0] for row in rows])
        name = table("weights", f"static const number @[{count}] = {{\n    {text}}};\n")
        weights = f"{name}[i] * "
    first = rows[0].indices[0]
    index = str(first)
    if any([row.indices[0] != first for row in rows]):
        text = listed([str(row.indices[0]) for row in rows])
        index = table("inputs", f"static const int32_t @[{count}] = {{\n    {text}}};\n") + "[i]"
    return [
        "{",
        f"    const number *v = {source};",
        f"    number *restrict o = {target};",
        f"    for (int32_t i = 0; i < {count}; i++) o[i] = {bias}[i] + {weights}v[{index}];",
        "}",
    ]


def _dense(rows: Items[LiteralRow], width: int, source: str, target: str, table: MakeTable) -> list[str]:
    """Column after column, so that the loop inside has no sum to carry and becomes vector instructions."""
    count = len(rows)
    bias = table("bias", f"static const number @[{count}] = {{\n    {listed([row.constant for row in rows])}}};\n")
    columns = [["0"] * count for _ in range(width)]
    for number, row in enumerate(rows):
        for index, weight in zip(row.indices, row.weights, strict=True):
            columns[index][number] = weight
    body = ",\n".join([f"    {{{listed(column)}}}" for column in columns])
    weights = table("weights", f"static const number @[{width}][{count}] = {{\n{body}}};\n")
    if count == 1:
        inner = [f"    for (int32_t j = 0; j < {width}; j++) sum += {weights}[j][0] * v[j];"]
        return [
            "{",
            f"    const number *v = {source};",
            f"    number sum = {bias}[0];",
            *inner,
            f"    ({target})[0] = sum;",
            "}",
        ]
    return [
        "{",
        f"    const number *v = {source};",
        f"    number *restrict o = {target};",
        f"    for (int32_t i = 0; i < {count}; i++) o[i] = {bias}[i];",
        f"    for (int32_t j = 0; j < {width}; j++)",
        f"        for (int32_t i = 0; i < {count}; i++) o[i] += {weights}[j][i] * v[j];",
        "}",
    ]


def _sparse(rows: Items[LiteralRow], source: str, target: str, table: MakeTable) -> list[str]:
    count = len(rows)
    starts: list[int] = [0]
    indices: list[str] = []
    weights: list[str] = []
    for row in rows:
        indices += [str(index) for index in row.indices]
        weights += row.weights
        starts.append(len(indices))
    bias = table("bias", f"static const number @[{count}] = {{\n    {listed([row.constant for row in rows])}}};\n")
    start = table("starts", f"static const int32_t @[{count + 1}] = {{\n    {listed(list(map(str, starts)))}}};\n")
    size = max(1, len(indices))
    index = table("inputs", f"static const int32_t @[{size}] = {{\n    {listed(indices or ['0'])}}};\n")
    weight = table("weights", f"static const number @[{size}] = {{\n    {listed(weights or ['0'])}}};\n")
    return [
        "{",
        f"    const number *v = {source};",
        f"    number *restrict o = {target};",
        f"    for (int32_t i = 0; i < {count}; i++) {{",
        f"        number sum = {bias}[i];",
        f"        for (int32_t k = {start}[i]; k < {start}[i + 1]; k++) sum += {weight}[k] * v[{index}[k]];",
        "        o[i] = sum;",
        "    }",
        "}",
    ]
