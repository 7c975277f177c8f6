"""Networks of a query joined into one: what it computes, what it is asked, and what does not fit."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from queries import absolute, competition, exact, save, sums

from constructions.model.constraint import Constraint
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Form
from exchange.vnnlib.competition import read_competition
from exchange.vnnlib.joined import Joined, attach, join
from exchange.vnnlib.query import Beyond, Declared, Kind, Polyhedron, Query, Variable
from exchange.vnnlib.runtime import runtime_values


def variable(name: str, kind: Kind, *shape: int, element: str = "float32", onnx_name: str | None = None) -> Variable:
    return Variable(name, kind, element, shape, onnx_name)


def declared(name: str, mark: str = "", equal_to: str | None = None) -> Declared:
    """Return |x| with its hidden value."""
    parts = (
        variable(f"X{mark}", "input", 1),
        variable(f"H{mark}", "hidden", 1, onnx_name="h"),
        variable(f"Y{mark}", "output", 1),
    )
    return Declared(name, parts, equal_to)


def atom(weights: list[int], relation: str, bound: int) -> Constraint:
    return Constraint(Form.dense(weights), relation, Fraction(bound))


def asked(networks: tuple[Declared, ...], common: Polyhedron = (), polyhedra: tuple[Polyhedron, ...] = ((),)) -> Query:
    return Query(networks, common, polyhedra, "2.0")


def joined(query: Query, **files: Path) -> Joined:
    return join(query, attach(query, files))


def test_hidden_values_stand_before_outputs(tmp_path: Path) -> None:
    found = joined(asked((declared("N"),)), N=absolute(tmp_path / "n.onnx"))
    assert evaluate(found.network, (Fraction(-3),)) == exact(3, 3)
    assert evaluate(found.network, (Fraction(2),)) == exact(-2, 2)


def test_two_runs_of_a_network_stand_side_by_side(tmp_path: Path) -> None:
    query = asked((declared("N"), declared("M", "2", equal_to="N")))
    found = joined(query, N=absolute(tmp_path / "n.onnx"))
    assert evaluate(found.network, (Fraction(-3), Fraction(2))) == exact(3, 3, -2, 2)
    assert runtime_values(found.attached, (Fraction(-3), Fraction(2))) == exact(3, 3, -2, 2)


def test_inputs_that_are_said_to_be_equal_are_one(tmp_path: Path) -> None:
    same = atom([2, -2, 0, 0, 0, 0], "=", 0)
    query = asked((declared("N"), declared("M", "2")), (same, atom([1, 1, 0, 0, 0, 0], "<=", 4)))
    file = absolute(tmp_path / "n.onnx")
    found = joined(query, N=file, M=file)
    assert found.network.input_width == 1
    assert found.spread((Fraction(-3),)) == exact(-3, -3)
    assert evaluate(found.network, (Fraction(-3),)) == exact(3, 3, 3, 3)
    assert found.cases[0].domain == (atom([2], "<=", 4),)


def test_inputs_that_one_of_several_polyhedra_says_to_be_equal_are_two(tmp_path: Path) -> None:
    same, other = atom([1, -1, 0, 0, 0, 0], "=", 0), atom([1, 0, 0, 0, 0, 0], "=", 0)
    file = absolute(tmp_path / "n.onnx")
    found = joined(asked((declared("N"), declared("M", "2")), (), ((same,), (other,))), N=file, M=file)
    assert found.network.input_width == 2
    assert [case.domain for case in found.cases] == [(atom([1, -1], "=", 0),), (atom([1, 0], "=", 0),)]


def test_polyhedra_on_the_same_inputs_are_one_case(tmp_path: Path) -> None:
    low, high = atom([1, 0, 0], "<=", 0), atom([1, 0, 0], ">=", 1)
    one, two = atom([0, 0, 1], ">", 1), atom([1, 0, 1], ">", 2)
    query = asked((declared("N"),), (atom([1, 0, 0], "<=", 5),), ((low, one), (high, two), (low, two), (high,)))
    cases = joined(query, N=absolute(tmp_path / "n.onnx")).cases
    assert [len(case.domain) for case in cases] == [2, 2]
    assert cases[0].unsafe == ((one,), (two,))
    assert cases[1].unsafe == ((two,), ())


def test_assertions_that_contradict_themselves_leave_a_case_without_polyhedra(tmp_path: Path) -> None:
    query = asked((declared("N"),), (atom([1, 0, 0], "<=", 5),), ())
    assert [case.unsafe for case in joined(query, N=absolute(tmp_path / "n.onnx")).cases] == [()]


def several(names: bool = False, order: int = 1) -> Declared:
    inputs = [("A", "a", 2), ("B", "b", 1)][::order]
    outputs = [("T", "total", 1), ("L", "less", 2)][::order]
    parts = [variable(name, "input", size, onnx_name=known if names else None) for name, known, size in inputs]
    parts += [variable(name, "output", size, onnx_name=known if names else None) for name, known, size in outputs]
    return Declared("N", tuple(parts))


def test_several_inputs_and_outputs_are_taken_in_their_order(tmp_path: Path) -> None:
    found = joined(asked((several(),)), N=sums(tmp_path / "n.onnx"))
    assert evaluate(found.network, (Fraction(1), Fraction(2), Fraction(10))) == exact(13, -9, -8)
    assert runtime_values(found.attached, (Fraction(1), Fraction(2), Fraction(10))) == exact(13, -9, -8)


def test_several_inputs_and_outputs_are_taken_by_name(tmp_path: Path) -> None:
    found = joined(asked((several(names=True, order=-1),)), N=sums(tmp_path / "n.onnx"))
    assert evaluate(found.network, (Fraction(10), Fraction(1), Fraction(2))) == exact(-9, -8, 13)
    assert runtime_values(found.attached, (Fraction(10), Fraction(1), Fraction(2))) == exact(-9, -8, 13)


def test_version_1_takes_all_inputs_side_by_side(tmp_path: Path) -> None:
    query = read_competition(competition(3, 3, "(<= X_0 1)"), "a.vnnlib")
    found = join(query, attach(query, {"any": sums(tmp_path / "n.onnx")}))
    assert evaluate(found.network, (Fraction(1), Fraction(2), Fraction(10))) == exact(13, -9, -8)


def test_outputs_that_depend_on_no_input_are_constants(tmp_path: Path) -> None:
    nodes = [helper.make_node("Shape", ["x"], ["y"])]
    file = save(tmp_path / "n.onnx", nodes, {"x": [2, 3]}, {}, {})
    model = onnx.load(str(file))
    model.graph.output.append(helper.make_tensor_value_info("y", TensorProto.INT64, [2]))
    onnx.save(model, str(file))
    parts = (variable("X", "input", 2, 3), variable("Y", "output", 2, element="int64"))
    found = joined(asked((Declared("N", parts),)), N=file)
    assert evaluate(found.network, (Fraction(0),) * 6) == exact(2, 3)


def rounding(path: Path) -> Path:
    """Write y = x cut to an integer, which has no bounds of its own."""
    nodes = [
        helper.make_node("Cast", ["x"], ["c"], to=TensorProto.INT64),
        helper.make_node("Cast", ["c"], ["y"], to=TensorProto.FLOAT),
    ]
    return save(path, nodes, {"x": [1]}, {"y": [1]})


def test_rounding_is_read_between_the_bounds_of_the_query(tmp_path: Path) -> None:
    network = Declared("N", (variable("X", "input", 1), variable("Y", "output", 1)))
    bounds = (atom([2, 0], ">=", -5), atom([-1, 0], ">", -3))
    found = joined(asked((network,), bounds), N=rounding(tmp_path / "n.onnx"))
    for numerator in range(-10, 12):
        point = (Fraction(numerator, 4),)
        assert evaluate(found.network, point) == exact(int(point[0]))
        assert runtime_values(found.attached, point) == exact(int(point[0]))
    with pytest.raises(Beyond, match="it rounds a value without bounds"):
        joined(asked((network,), bounds[:1]), N=rounding(tmp_path / "m.onnx"))


def test_two_runs_are_read_between_the_bounds_of_both(tmp_path: Path) -> None:
    one = Declared("N", (variable("X", "input", 1), variable("Y", "output", 1)))
    two = Declared("M", (variable("U", "input", 1), variable("V", "output", 1)), equal_to="N")
    rows = [[1, 0, 0, 0], [0, 1, 0, 0]]
    bounds = [
        atom(row, relation, bound + 5 * k) for k, row in enumerate(rows) for relation, bound in ((">=", 0), ("<=", 1))
    ]
    found = joined(asked((one, two), tuple(bounds)), N=rounding(tmp_path / "n.onnx"))
    assert evaluate(found.network, (Fraction(1, 2), Fraction(11, 2))) == exact(0, 5)


def swapped(**changes: Variable) -> Query:
    parts = {
        "X": variable("X", "input", 1),
        "H": variable("H", "hidden", 1, onnx_name="h"),
        "Y": variable("Y", "output", 1),
    }
    return asked((Declared("N", tuple((parts | changes).values())),))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (swapped(X=variable("X", "input", 2)), "input X of network N is declared with the shape [2], but has [1]"),
        (swapped(X=variable("X", "input", 1, element="float64")), "X of network N is declared as float64, but"),
        (swapped(Y=variable("Y", "output", 1, element="int64")), "Y of network N is declared as int64, but is of"),
        (swapped(H=variable("H", "hidden", 3, onnx_name="h")), "hidden H of network N is declared with the shape [3]"),
        (swapped(H=variable("H", "hidden", 1, onnx_name="no")), "the graph has no value 'no', which H is to be"),
        (swapped(Z=variable("Z", "output", 1)), "network N is declared with 2 outputs, but the graph has 1 ('y')"),
        (swapped(X=variable("X", "input", 1, onnx_name="q")), "the graph has no input 'q', only 'x'"),
        (swapped(Z=variable("Z", "input", 1, onnx_name="x")), "either all its inputs are named"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_file_is_refused(query: Query, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        joined(query, N=absolute(tmp_path / "n.onnx"))
    assert words in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "n.onnx"))


def test_files_and_networks_correspond(tmp_path: Path) -> None:
    file = absolute(tmp_path / "n.onnx")
    query = asked((declared("N"), declared("M", "2", equal_to="N")))
    for files, words in (
        ({}, "network N has no file: give --network N=FILE"),
        ({"N": file, "Q": file}, "the query declares no network 'Q', only N, M"),
        ({"N": file, "M": file}, "M is declared equal to N, and takes no file of its own"),
    ):
        with pytest.raises(BadInput, match=words):
            attach(query, files)
    plain = read_competition(competition(1, 1), "a.vnnlib")
    with pytest.raises(BadInput, match="about one network, not 2"):
        attach(plain, {"N": file, "M": file})
    with pytest.raises(BadInput, match="takes 1 input, but the query declares 2"):
        attach(read_competition(competition(2, 1), "a.vnnlib"), {"N": file})
    wide = read_competition(competition(1, 2), "a.vnnlib")
    with pytest.raises(BadInput, match="gives 1 output, but the query declares 2"):
        join(wide, attach(wide, {"N": file}))


def test_a_network_that_is_not_piecewise_linear_is_beyond(tmp_path: Path) -> None:
    file = save(tmp_path / "n.onnx", [helper.make_node("Sigmoid", ["x"], ["y"])], {"x": [1]}, {"y": [1]})
    query = read_competition(competition(1, 1), "a.vnnlib")
    with pytest.raises(Beyond, match=r"Sigmoid .* is not read exactly: it is not piecewise linear$"):
        join(query, attach(query, {"N": file}))


def test_a_batch_that_is_open_has_the_rows_that_the_query_declares(tmp_path: Path) -> None:
    nodes = [helper.make_node("Relu", ["x"], ["y"])]
    file = save(tmp_path / "n.onnx", nodes, {"x": ["rows", 2]}, {"y": ["rows", 2]})  # type: ignore[list-item]

    def of(*shape: int, name: str | None = None) -> Joined:
        parts = (variable("X", "input", *shape, onnx_name=name), variable("Y", "output", *shape))
        return joined(asked((Declared("N", parts),)), N=file)

    numbers = tuple(map(Fraction, (-1, 2, 3, -4, 0, 6)))
    for found in (of(3, 2), of(3, 2, name="x")):
        assert evaluate(found.network, numbers) == exact(0, 2, 3, 0, 0, 6)
        assert runtime_values(found.attached, numbers) == exact(0, 2, 3, 0, 0, 6)
    assert (of(2).network.input_width, of(1, 2).network.input_width) == (2, 2)
    with pytest.raises(BadInput, match=r"is declared with the shape \[3, 4\], but has \[any, 2\]"):
        of(3, 4)
    with pytest.raises(BadInput, match=r"is declared with the shape \[3\], but has \[any, 2\]"):
        of(3)


def test_rounding_without_bounds_asks_the_query_for_them(tmp_path: Path) -> None:
    file = save(tmp_path / "n.onnx", [helper.make_node("Floor", ["x"], ["y"])], {"x": [1]}, {"y": [1]})
    query = read_competition(competition(1, 1), "a.vnnlib")
    with pytest.raises(Beyond, match=r"finitely many steps: let the query bound all inputs$"):
        join(query, attach(query, {"N": file}))


def test_random_networks_give_what_onnxruntime_gives(tmp_path: Path) -> None:
    source = np.random.default_rng(5)
    for number in range(4):
        first, second = [(source.integers(-8, 9, size=shape) / 4).astype(np.float32) for shape in ((2, 3), (3, 2))]
        nodes = [
            helper.make_node("MatMul", ["x", "a"], ["h"]),
            helper.make_node("Relu", ["h"], ["r"]),
            helper.make_node("MatMul", ["r", "b"], ["y"]),
        ]
        file = save(tmp_path / f"{number}.onnx", nodes, {"x": [1, 2]}, {"y": [1, 2]}, {"a": first, "b": second})
        parts = (variable("X", "input", 1, 2), variable("H", "hidden", 1, 3, onnx_name="h"), variable("Y", "output", 2))
        found = joined(asked((Declared("N", parts),)), N=file)
        for _ in range(5):
            point = tuple([Fraction(int(value), 4) for value in source.integers(-16, 17, size=2)])
            assert evaluate(found.network, point) == runtime_values(found.attached, point)
