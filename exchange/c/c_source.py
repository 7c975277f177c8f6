"""C source of a network, with a self-test over its data: integers that cannot overflow, or doubles."""

from collections.abc import Sequence as Items
from fractions import Fraction
from itertools import pairwise
from textwrap import fill
from typing import Literal, NamedTuple, TypeAlias, get_args

from constructions.model.answers import largest, names_classes
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, one_of
from constructions.model.evaluation import check_work
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point, common_denominator, decimal_text, different
from exchange.c.arithmetic import INT64, Arithmetic, Doubles, Integers, KnownWires, Wire, double, literal
from exchange.c.program import CProgram

_FEW = 60
"""A number of more characters, in decimals and as an integer, is no example."""

ArithmeticName: TypeAlias = Literal["integers", "double"]


class CSource(NamedTuple):
    """Source in C, and the type that it makes its numbers of."""

    text: str
    number_type: str


def c_source(
    network: Network, dataset: Dataset, arithmetic: ArithmeticName = "integers", remarks: Items[str] = ()
) -> str:
    """Return C11 source of ``network``, complete in one file.

    With ``integers`` the function is ``memocert_network(const number *x, number *y, number *q)``: input j is the
    integer x_j times ``memocert_denominators[j]``, the least common denominator of the data in that coordinate, and
    output i is exactly y[i] / q[i]. It is proved for every input of such integers within the bounding box of the data
    (``memocert_low``, ``memocert_high``) that nothing overflows; ``number`` is ``int64_t`` if that proof allows it,
    else ``__int128``. With ``double`` it is ``memocert_network(const number *x, number *y)``, and all is rounded.

    Only the sides of gates that an input takes are run. A part that is used in several places is one function; no
    function calls itself. ``main`` runs every data point: it compares with the exact outputs, in doubles whether the
    answer is still the exact one (the one largest output of a classifier, a tie being no answer; else the nearest
    exact output), and returns 0 if all agree. With an argument it repeats the run that many times and prints
    nanoseconds per input. Compile with ``-DMEMOCERT_NO_MAIN`` to leave it out. The comment that begins the file has
    these ``remarks``, too.

    Raises:
        BadInput: if the network does not take the data, an integer would need more than 128 bits, a number is beyond
            the doubles, or the source would be too long.

    >>> from constructions.model.network import Affine
    >>> text = c_source(Affine([[Fraction(1, 2)]], [1]), Dataset.from_rows([[1], [3]], [[0], [0]]))
    >>> "y[0] = x[0] + 2;" in text, "q[0] = 2;" in text, "typedef int64_t number;" in text
    (True, True, True)
    """
    return typed_source(network, dataset, arithmetic, remarks).text


def typed_source(
    network: Network, dataset: Dataset, arithmetic: ArithmeticName = "integers", remarks: Items[str] = ()
) -> CSource:
    """Return what ``c_source`` does with the type that ``number`` is; takes and raises what it does.

    >>> from constructions.model.network import Affine
    >>> data = Dataset.from_rows([[1]], [[0]])
    >>> [typed_source(Affine([[weight]], [1]), data).number_type for weight in (2, 2**63)]
    ['int64_t', '__int128']
    >>> typed_source(Affine([[1]], [0]), data, "double").number_type
    'double'
    """
    one_of("arithmetic", arithmetic, get_args(ArithmeticName))
    check_work(network)
    exact = arithmetic == "integers"
    way: Arithmetic = Integers() if exact else Doubles()
    columns = [_column(values) for values in zip(*dataset.points, strict=True)]
    if isinstance(way, Integers):
        for wire in columns:
            way.see(wire.low, wire.high, wire.denominator)
    wires: KnownWires = tuple(columns) if exact else (None,) * len(columns)
    if network.input_width != dataset.width:
        raise BadInput(
            f"the network takes {count_of(network.input_width, 'input')}, but the data have "
            f"{count_of(dataset.width, 'coordinate')}"
        )
    program = CProgram(network, way, wires)
    outputs = evaluate_many(network, dataset.points).outputs
    parts = [
        _head(network, way, columns, dataset, remarks),
        program.text,
        _entry(program.entry, exact),
        "\n#ifndef MEMOCERT_NO_MAIN\n#include <stdio.h>\n#include <stdlib.h>\n#include <time.h>\n",
    ]
    if exact:
        parts.append(_exact_test(dataset, columns, outputs))
    else:
        parts.append(_double_test(network, dataset, outputs))
    return CSource("".join([*parts, _MAIN, "#endif\n"]), way.number_type())


def _column(values: Items[Fraction]) -> Wire:
    denominator = common_denominator(values)
    scaled = [int(value * denominator) for value in values]
    return Wire(denominator, min(scaled), max(scaled))


def _remark(network: Network, exact: bool, columns: Items[Wire], dataset: Dataset, remarks: Items[str]) -> str:
    """Return the comment that begins the file: how the function is called, what the columns and the classes are, how
    ``main`` is left out."""
    inputs, outputs = count_of(network.input_width, "input"), count_of(network.output_width, "output")
    lines = [f"A network of {inputs} and {outputs}, written by memocert."]
    if exact:
        lines += [
            "memocert_network(x, y, q): x[j] is input j times memocert_denominators[j], an integer from "
            "memocert_low[j] to memocert_high[j]; output i is exactly y[i] / q[i]. Other inputs may overflow."
        ]
        place = max(range(len(columns)), key=lambda place: columns[place].denominator)
        value = dataset.points[0][place]
        text, number = decimal_text(value), str(int(value * columns[place].denominator))
        if len(text) + len(number) <= _FEW:
            lines.append(f"So where input {place} is {text}, x[{place}] is {number}.")
    else:
        lines += ["memocert_network(x, y): x[j] is input j, y[i] is output i, rounded."]
    if dataset.columns is not None:
        lines.append(f"Inputs, the columns of the data: {_numbered(dataset.columns.called)}.")
        for name, texts in dataset.columns.categories:
            lines.append(f"The column {_in_comment(name)} is a number for each text: {_numbered(texts)}.")
    if dataset.class_names:
        lines.append(f"Classes of the data: {_numbered(dataset.class_names)}.")
    lines += map(_in_comment, remarks)
    lines.append("Compile with -DMEMOCERT_NO_MAIN to leave the self-test and main out.")
    filled = [fill(line, 117, initial_indent="   ", subsequent_indent="   ") for line in lines]
    return "/*" + "\n".join(filled)[2:] + " */\n"


def _numbered(names: Items[str]) -> str:
    return ", ".join([f"{number} {_in_comment(name)}" for number, name in enumerate(names)])


def _in_comment(name: str) -> str:
    """Return a name in ASCII that neither begins nor ends a comment."""
    return ascii(name)[1:-1].replace("*", "\\x2a").replace("?", "\\x3f")  # no end of a comment, no trigraph


def _head(network: Network, arithmetic: Arithmetic, columns: Items[Wire], dataset: Dataset, remarks: Items[str]) -> str:
    kind = arithmetic.number_type()
    extension = "__extension__ " if kind == "__int128" else ""
    text = _remark(network, arithmetic.exact, columns, dataset, remarks)
    text += "#include <stdint.h>\n\n"
    text += _APART
    text += f"{extension}typedef {kind} number;\n\n"
    if not arithmetic.exact:
        return text
    for name, what, values in (
        ("denominators", "input j is the number x_j times this", [wire.denominator for wire in columns]),
        ("low", "the least input j for which it is proved that nothing overflows", [wire.low for wire in columns]),
        ("high", "the largest", [wire.high for wire in columns]),
    ):
        text += f"/* {what} */\nconst number memocert_{name}[{len(values)}] = {{{_literals(values)}}};\n"
    return text + "\n"


def _entry(name: str, exact: bool) -> str:
    extra, passed = (", number *q", ", q") if exact else ("", "")
    return f"void memocert_network(const number *x, number *y{extra}) {{\n    {name}(x, y{passed});\n}}\n"


def _literals(values: Items[int]) -> str:
    return ", ".join([literal(value) for value in values])


def _array(kind: str, name: str, rows: Items[Items[str]]) -> str:
    body = ",\n    ".join([f"{{{', '.join(row)}}}" for row in rows])
    return f"static const {kind} {name}[{len(rows)}][{len(rows[0])}] = {{\n    {body}}};\n"


def _exact_test(dataset: Dataset, columns: Items[Wire], outputs: Items[Point]) -> str:
    """Return data and ``wrong``: the fraction y / q in lowest terms must be the exact output."""
    rows = [
        [literal(int(value * wire.denominator)) for value, wire in zip(point, columns, strict=True)]
        for point in dataset.points
    ]
    values = [value for row in outputs for value in row]
    if max([max(abs(value.numerator), value.denominator) for value in values]) > INT64 << 64:
        raise BadInput("an output of the network at a data point has more than 128 bits")
    tops = [[literal(value.numerator) for value in row] for row in outputs]
    bottoms = [[literal(value.denominator) for value in row] for row in outputs]
    text = _array("number", "points", rows) + _array("number", "tops", tops) + _array("number", "bottoms", bottoms)
    return text + _constants(dataset, len(outputs[0])) + _EXACT_TEST


def _double_test(network: Network, dataset: Dataset, outputs: Items[Point]) -> str:
    """Return data and ``wrong``: the answer must be the exact one, by argmax or by half the least gap."""
    rows = [[double(value) for value in point] for point in dataset.points]
    text = _array("number", "points", rows)
    text += _array("number", "exact", [[double(value) for value in row] for row in outputs])
    text += _constants(dataset, network.output_width)
    if names_classes(network, dataset):
        named = [largest(row) for row in outputs]
        answers = [str(answer[0] if len(answer) == 1 else -1) for answer in named]
        return text + _array("int32_t", "answers", [[answer] for answer in answers]) + _DISTANCE + _ARGMAX_TEST
    gaps = [[double(_half_gap(column)) for column in zip(*outputs, strict=True)]]
    return text + _array("number", "nearness", gaps) + _DISTANCE + _NEAREST_TEST


def _half_gap(values: Items[Fraction]) -> Fraction:
    """Return half the least distance of two different values, 1/2 if there is only one."""
    ordered = [value for (value,) in different(zip(values, strict=True))]
    return min([after - before for before, after in pairwise(ordered)], default=Fraction(1)) / 2


def _constants(dataset: Dataset, outputs: int) -> str:
    return f"\nenum {{ COUNT = {dataset.size}, OUTPUTS = {outputs} }};\n"


_APART = """/* Functions that would make another one too long for a compiler. */
#ifdef __GNUC__
#define APART __attribute__((noinline))
#else
#define APART
#endif

"""

_EXACT_TEST = """
static void run(int32_t i, number *y, number *q) {
    memocert_network(points[i], y, q);
}

static int wrong(int32_t i, const number *y, const number *q) {
    for (int32_t j = 0; j < OUTPUTS; j++) {
        number a = y[j] < 0 ? -y[j] : y[j], b = q[j];
        while (b != 0) {
            number rest = a % b;
            a = b;
            b = rest;
        }
        if (y[j] / a != tops[i][j] || q[j] / a != bottoms[i][j]) return 1;
    }
    return 0;
}

static void report(void) {
    printf("ok: %d points, every output exact\\n", COUNT);
}
"""

_DISTANCE = """
static number largest = 0;

static void run(int32_t i, number *y, number *q) {
    (void)q;
    memocert_network(points[i], y);
}

static number distance(int32_t i, int32_t j, const number *y) {
    number d = y[j] < exact[i][j] ? exact[i][j] - y[j] : y[j] - exact[i][j];
    if (d > largest) largest = d;
    return d;
}

static void report(void) {
    printf("ok: %d points, every answer that of exact arithmetic, outputs off by at most %g\\n", COUNT, largest);
}
"""

_ARGMAX_TEST = """
static int wrong(int32_t i, const number *y, const number *q) {
    (void)q;
    int32_t top = 0, ties = 0;
    for (int32_t j = 0; j < OUTPUTS; j++) {
        if (!(distance(i, j, y) >= 0)) return 1;
        if (y[j] > y[top]) top = j;
    }
    for (int32_t j = 0; j < OUTPUTS; j++) ties += y[j] == y[top];
    return ties == 1 ? top != answers[i][0] : answers[i][0] >= 0;
}
"""

_NEAREST_TEST = """
static int wrong(int32_t i, const number *y, const number *q) {
    (void)q;
    for (int32_t j = 0; j < OUTPUTS; j++)
        if (!(distance(i, j, y) < nearness[0][j])) return 1;
    return 0;
}
"""

_MAIN = """
int main(int argc, char **argv) {
    static number y[OUTPUTS], q[OUTPUTS];
    for (int32_t i = 0; i < COUNT; i++) {
        run(i, y, q);
        if (wrong(i, y, q)) {
            printf("wrong: point %d\\n", (int)i);
            return 1;
        }
    }
    report();
    if (argc > 1) {
        long rounds = strtol(argv[1], NULL, 10);
        volatile number sink = 0;
        clock_t begun = clock();
        for (long round = 0; round < rounds; round++)
            for (int32_t i = 0; i < COUNT; i++) {
                run(i, y, q);
                sink = y[0];
            }
        (void)sink;
        double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
        printf("%.2f ns per input\\n", seconds * 1e9 / ((double)rounds * COUNT));
    }
    return 0;
}
"""
