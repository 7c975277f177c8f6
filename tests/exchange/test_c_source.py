"""C source, compiled and run: it agrees with exact evaluation, and is refused where it would overflow."""

import random
import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import processes
import pytest
from gated import exits, network_of_any_form
from processes import IRIS
from samples import examples

from constructions.catalogue import CATALOGUE, build
from constructions.files.data_reader import read_dataset
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
    chain,
    constant,
)
from constructions.model.provenance import Columns
from exchange.c.arithmetic import INT64, Integers, Wire, literal
from exchange.c.c_source import ArithmeticName, c_source
from exchange.c.sharing import sharing
from guide.drawing.plot import random_line

COMPILER = next((name for name in ("gcc", "cc", "clang") if shutil.which(name)), None)
needs_compiler = pytest.mark.skipif(COMPILER is None, reason="no C compiler is installed")
BOTH: tuple[ArithmeticName, ...] = ("integers", "double")
LINE = Dataset.from_rows([[place] for place in range(-20, 21)], [[0]] * 41)


def run(text: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Compile without a warning, and run."""
    source, program = folder / "network.c", folder / "network"
    source.write_text(text, encoding="ascii")
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1"]
    compiled = processes.run(COMPILER, *flags, "-o", program, source)
    assert compiled.returncode == 0, compiled.stderr[:2000]
    return processes.run(program, *arguments)


def agrees(network: Network, dataset: Dataset, arithmetic: ArithmeticName, folder: Path) -> None:
    result = run(c_source(network, dataset, arithmetic), folder)
    assert result.returncode == 0, result.stdout
    assert result.stdout.startswith(f"ok: {dataset.size} points, every ")


@needs_compiler
@pytest.mark.parametrize("first", [Affine([[2]], [1]), Relu(1)])
def test_a_workspace_that_nobody_reads_is_no_warning(first: Network, tmp_path: Path) -> None:
    network = chain(first, Affine([[0]], [3]))
    agrees(network, Dataset.from_rows([[0], [5]], [[3], [3]]), "integers", tmp_path)


@needs_compiler
@pytest.mark.parametrize("arithmetic", ["integers", pytest.param("double", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", CATALOGUE)
def test_every_memorizer_gives_its_labels_in_c(name: str, arithmetic: ArithmeticName, tmp_path: Path) -> None:
    source = random.Random(5)
    points = [[source.randint(-99, 99) for _ in range(2)] for _ in range(24)]
    data = Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points])
    if name == "integer-bit-extraction":
        data = Dataset.from_rows([[place * place] for place in range(1, 25)], data.labels)
    network = build(name, data)[1].network
    try:
        text = c_source(network, data, arithmetic)
    except BadInput as error:
        assert "integers of" in str(error)  # noqa: PT017
    else:
        assert run(text, tmp_path).stdout.startswith("ok: 24 points")


def gates(count: int) -> Network:
    network: Network = constant([0], 1)
    for number in range(count):
        network = Branch([1], number - count, constant([number], 1), network)
    return network


def tower(height: int) -> Network:
    network: Network = Sequence((Affine([[1], [-1]], [0, 3]), Relu(2), Affine([[1, -1]], [0])))
    for _ in range(height):
        network = Sequence((network, network))
    return network


def skips(count: int) -> Network:
    network: Network = Identity(1)
    for number in range(count):
        beside = Sequence((Affine([[1]], [-(number % 5)]), Relu(1)))
        network = Sequence((Concatenate((beside, network)), Affine([[1, -1]], [0])))
    return network


def meetings(count: int) -> Network:
    return Sequence([Branch([1], number % 5 - 2, Affine([[-1]], [1]), Affine([[1]], [-2])) for number in range(count)])


def meeting_of_denominators() -> Network:
    affine = [Affine([[Fraction(1, number)]], [Fraction(number, 7)]) for number in (3, 4, 5, 6)]
    units = Sequence((Affine([[Fraction(1, 2)]], [0]), Relu(1)))
    low = Branch([2], Fraction(-7, 3), affine[0], Branch([1], -1, affine[1], affine[2]))
    high = Branch([-3], Fraction(-31, 2), units, affine[3])
    return Sequence((Branch([1], Fraction(1, 2), low, high), Relu(1), Affine([[2], [0]], [0, Fraction(1, 9)])))


def wide_layers() -> Network:
    source = random.Random(1)
    dense = Affine([[source.randint(-3, 3)] for _ in range(60)], [source.randint(-9, 9) for _ in range(60)])
    full = Affine([[source.randint(-2, 3) for _ in range(60)] for _ in range(9)], range(9))
    sparse = Affine([Form(9, (number % 3, 3 + number % 6), (2, Fraction(-1, 2))) for number in range(40)], range(40))
    gaps = Affine([Form(40, (number,), (number % 3 - 1 or 1,)) for number in range(40)], [0] * 40)
    ends = Affine([[Fraction(1, 4)] * 40, [0] * 40], [0, 5])
    return chain(dense, Relu(60), full, Step(9), sparse, gaps, Relu(40), ends)


SHAPES: dict[str, Callable[[], Network]] = {
    "a chain of 1,200 exits": lambda: exits(1200),
    "a chain of 3,000 gates": lambda: gates(3000),
    "a tower of 2^8 steps": lambda: tower(8),
    "500 skip connections, one in the other": lambda: skips(500),
    "300 gates one after the other": lambda: meetings(300),
    "sides that meet with different denominators": meeting_of_denominators,
    "wide layers": wide_layers,
    "the identity": lambda: Identity(1),
    "a step": lambda: Step(1),
    "a gate that reads nothing": lambda: Branch([0], 1, Relu(1), constant([3], 1)),
    "a gate that reads a middle value": lambda: Sequence((Affine([[3]], [1]), exits(3), Relu(1))),
}


@needs_compiler
@pytest.mark.parametrize("shape", SHAPES)
def test_networks_of_every_shape_agree_with_exact_evaluation(shape: str, tmp_path: Path) -> None:
    for arithmetic in BOTH:
        agrees(SHAPES[shape](), LINE, arithmetic, tmp_path)


@needs_compiler
@pytest.mark.parametrize("seed", range(examples(12)))
def test_random_networks_agree_with_exact_evaluation(seed: int, tmp_path: Path) -> None:
    source = random.Random(seed)
    points = [[Fraction(source.randint(-30, 30), source.choice([1, 2, 6])) for _ in range(2)] for _ in range(60)]
    data = Dataset.from_rows(points, [[0]] * 60)
    parts = [network_of_any_form(source, 2, 2, 5) for _ in range(6)]
    network = Concatenate([Branch([1, 1], 0, part, parts[0]) for part in parts])
    try:
        text = c_source(network, data)
    except BadInput as error:
        assert "bits would be needed" in str(error)  # noqa: PT017
        text = c_source(parts[0], data)
    assert run(text, tmp_path).stdout == f"ok: {data.size} points, every output exact\n"


@needs_compiler
def test_128_bits_are_used_where_64_do_not_do(tmp_path: Path) -> None:
    large = Affine([[2**40]], [1])
    network = Sequence((large, Relu(1), Affine([[2**40 + 1]], [-1]), Branch([1], 2**79, Relu(1), Relu(1))))
    text = c_source(network, LINE)
    assert "__int128 number;" in text
    agrees(network, LINE, "integers", tmp_path)


def test_integers_that_would_overflow_are_refused() -> None:
    network = Sequence([Affine([[2**40]], [1])] * 4)
    with pytest.raises(BadInput, match=r"integers of 16[0-9] bits would be needed, and 128 are the most"):
        c_source(network, LINE)
    with pytest.raises(BadInput, match="bits would be needed"):
        c_source(Identity(1), Dataset.from_rows([[10**50], [0]], [[0], [0]]))
    with pytest.raises(BadInput, match="beyond the largest double"):
        c_source(Affine([[10**400]], [0]), LINE, "double")


def test_the_bound_between_64_and_128_bits_is_exact() -> None:
    point = Dataset.from_rows([[1]], [[0]])
    assert "int64_t number;" in c_source(Affine([[INT64 - 1]], [1]), point)
    assert "__int128 number;" in c_source(Affine([[INT64]], [1]), point)


def test_a_gate_is_the_same_test_after_rounding_its_threshold() -> None:
    wires = (Wire(2, -40, 40), Wire(3, -40, 40))
    form, threshold = Form(2, (0, 1), (Fraction(4, 3), Fraction(2))), Fraction(5, 7)
    row = Integers().gate(form, threshold, wires)
    for a in range(-40, 41):
        for b in range(-40, 41):
            exact = form.at((Fraction(a, 2), Fraction(b, 3))) >= threshold
            assert exact == (int(row.weights[0]) * a + int(row.weights[1]) * b >= int(row.constant))


@needs_compiler
@pytest.mark.parametrize("value", [0, -1, INT64, -INT64, 2**64, -(2**64) - 1, 2**127 - 1, 1 - 2**127])
def test_literals_of_any_size_are_the_numbers_they_spell(value: int, tmp_path: Path) -> None:
    high, low = abs(value) >> 64, abs(value) & (2**64 - 1)
    test = f"""#include <stdint.h>
    typedef __int128 number;
    int main(void) {{
        number v = {literal(value)}, size = v < 0 ? -v : v;
        return !((v < 0) == {int(value < 0)} && (uint64_t)(size >> 64) == {high}u && (uint64_t)size == {low}u);
    }}
    """
    assert run(test, tmp_path).returncode == 0


@needs_compiler
def test_the_self_test_notices_a_changed_number(tmp_path: Path) -> None:
    data = read_dataset(IRIS)
    for arithmetic in BOTH:
        text = c_source(build("search-tree", data)[1].network, data, arithmetic)
        assert run(text, tmp_path).returncode == 0
        first = text.index("leaves") if "leaves" in text else text.index("y[0] = ")
        at = text.index("{{", first) + 2
        changed = text[:at] + "9" + text[at:]
        result = run(changed, tmp_path)
        assert (result.returncode, result.stdout[:13]) == (1, "wrong: point ")


@needs_compiler
def test_the_number_of_rounds_makes_it_print_a_time(tmp_path: Path) -> None:
    text = c_source(Affine([[1]], [0]), LINE)
    assert run(text, tmp_path, "3").stdout.splitlines()[1].endswith(" ns per input")


def test_a_classifier_in_doubles_is_tested_by_its_largest_output() -> None:
    network = Affine([[1], [-1]], [0, 0])
    assert "argmax" not in c_source(network, LINE, "double")
    assert "answers[i][0] >= 0" in c_source(network, LINE, "double")
    assert "nearness" in c_source(Affine([[1]], [0]), LINE, "double")


def test_a_shared_part_is_written_once_and_gates_lead_to_it() -> None:
    part = Sequence((Affine([[1], [2]], [0, 0]), Relu(2), Affine([[12345, 1]], [0])))
    network: Network = part
    for number in range(12):
        network = Branch([1], number, network, Sequence((Affine([[1]], [1]), part)))
    assert c_source(network, LINE, "double").count("12345") == 1
    assert id(part) in sharing(network).functions


def test_the_size_of_the_source_grows_with_the_distinct_nodes() -> None:
    small, large = [len(c_source(tower(height), LINE, "double")) for height in (2, 8)]
    assert large < 2 * small
    small, large = [len(c_source(gates(count), LINE)) for count in (1000, 8000)]
    assert large < 10 * small


def test_a_tower_in_ever_new_ranges_is_refused_before_it_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exchange.c.program.MAX_LINES", 5000)
    network: Network = Affine([[1]], [1])
    for _ in range(20):
        network = Sequence((network, network))
    with pytest.raises(BadInput, match="more than 5,000 lines"):
        c_source(network, LINE)


@needs_compiler
def test_search_trees_of_many_points_are_tables(tmp_path: Path) -> None:
    line = random_line(3000)
    data = Dataset.from_rows(line.points, [[number % 97] for number in range(line.size)])
    network = build("search-tree", data)[1].network
    text = c_source(network, data)
    assert "goto" not in text
    agrees(network, data, "integers", tmp_path)


@needs_compiler
@pytest.mark.parametrize(("threes", "code"), [(Fraction(3, 10), 1), (Fraction(1, 2), 0)])
def test_a_tie_that_rounding_breaks_is_not_the_exact_answer(threes: Fraction, code: int, tmp_path: Path) -> None:
    sums = Affine([[Fraction(1, 10), Fraction(1, 5)], [0, 0]], [0, threes])
    data = Dataset.from_rows([[1, 1], [5, 1]], [[0], [0]])
    assert run(c_source(sums, data, "double"), tmp_path).returncode == code


@needs_compiler
def test_the_program_of_the_page_calls_a_file_that_needs_no_library(tmp_path: Path) -> None:
    page = (processes.ROOT / "docs" / "how-to" / "export.md").read_text(encoding="utf-8")
    data = read_dataset(IRIS).one_hot()
    (tmp_path / "flowers.c").write_text(c_source(build("axis-tree", data)[1].network, data, "integers"))
    rows = ", ".join([f"{{{', '.join([repr(float(value)) for value in point])}}}" for point in data.points])
    body = f"const double rows[{data.size}][4] = {{{rows}, }};\nconst double far[4] = {{9.9, 3, 4, 1}};\n"
    body += f"int main(void) {{\n    for (int i = 0; i < {data.size}; i++)\n        printf("
    body += '"%d\\n", class_of(rows[i]));\n    printf("%d\\n", class_of(far));\n    return 0;\n}\n'
    block = page[page.index("```c\n") + 5 :]
    (tmp_path / "caller.c").write_text(f"#include <stdio.h>\n{block[: block.index('```')]}{body}")
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror"]
    for name, more in (("flowers", ["-ffreestanding", "-DMEMOCERT_NO_MAIN"]), ("caller", [])):
        out = ["-c", "-o", tmp_path / f"{name}.o", tmp_path / f"{name}.c"]
        compiled = processes.run(COMPILER, *flags, *more, *out)
        assert compiled.returncode == 0, compiled.stderr
    text = (tmp_path / "flowers.c").read_text()
    assert "#include <stdint.h>" in text[: text.index("MEMOCERT_NO_MAIN\n#include")]
    assert "stdio.h" not in text[: text.index("#ifndef MEMOCERT_NO_MAIN")]
    linked = processes.run(COMPILER, "-o", tmp_path / "out", tmp_path / "flowers.o", tmp_path / "caller.o", "-lm")
    assert linked.returncode == 0, linked.stderr
    *found, far = map(int, processes.run(tmp_path / "out").stdout.split())
    assert found == [label.index(1) for label in data.labels]
    assert far == -1


@needs_compiler
@pytest.mark.parametrize("arithmetic", BOTH)
def test_the_file_says_how_it_is_called_and_names_the_classes_whatever_they_are(
    arithmetic: ArithmeticName, tmp_path: Path
) -> None:
    names = ("yes", "*/ int main", "/* caf\u00e9", "a\nb", "why??/")
    columns = Columns(("width */ (cm)",), ("y",))
    rows = [[place] for place in range(5)]
    data = Dataset.from_rows(rows, rows, class_names=names, columns=columns)
    network = build("axis-tree", data)[1].network
    text = c_source(network, data, arithmetic)
    remark = " ".join(text[: text.index("*/")].split())
    assert "memocert_network(x, y" in remark
    assert "-DMEMOCERT_NO_MAIN" in remark
    assert r"Inputs, the columns of the data: 0 width \x2a/ (cm)." in remark
    assert r"Classes of the data: 0 yes, 1 \x2a/ int main, 2 /\x2a caf\xe9, 3 a\nb, 4 why\x3f\x3f/." in remark
    agrees(network, data, arithmetic, tmp_path)
