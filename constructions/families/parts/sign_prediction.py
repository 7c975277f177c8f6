"""Sign prediction: a unit is computed iff a low-rank predictor of its sign is 0 or more (Davis, Arel 2013)."""

from bisect import bisect_right
from collections.abc import Sequence as Items
from fractions import Fraction

from constructions.conditional.oblique_tree import Runs, runs_along_a_projection
from constructions.families.selection import beside, wires
from constructions.geometry.hyperplanes import Fit, Positions
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Concatenate, Form, Network, Relu, Sequence, chain, constant
from constructions.model.nouns import count_of
from constructions.model.rational import Number, different, exact

COST = Cost(
    neurons="(K - 1)*(d + 1) + d",
    gates="(K - 1)*(d + 1)",
    parameters="w + (K - 1)*((d + 1)*2 + d*p + k) + d*(p + 2)",
    comparisons="2*(K - 1)*(d + 1) + d",
    additions="k - 1 + (K - 1)*(d*p + k) + d*p + d*(2*K - 1)",
    multiplications="w + (K - 1)*(d*p + k) + d*p",
    depth="2",
    bounds={"K": "ceiling(n/2)", "k": "p", "w": "p"},
)
"""Of K runs each but the first has d + 1 units."""


def sign_predicted(
    layer: Affine, low: Affine, predictor: Items[tuple[Form, Number] | None], readout: Affine
) -> Network:
    """Return x -> readout(h), h_j = relu(layer_j(x)) if the predictor of unit j is 0 or more, else 0, not computed.

    The predictor of unit j is form . low(x) + bias; low has few outputs, and its form is a row of U where W is about U
    V. A unit without predictor is always computed. This is the original rule, on every input but where a predictor is
    exactly 0, which the original leaves open: it is piecewise linear as it stands. The network equals the ReLU network
    without prediction where no unit that is positive is predicted negative.

    Args:
        layer: W x + b, one output a unit.
        low: x -> V x, what the predictors read.
        predictor: for each unit a form of the outputs of ``low``, and its bias; or None.
        readout: an affine map of the units.

    Raises:
        ValueError: if there are not as many predictors as units, or widths do not fit.

    Source: Davis, Arel 2013, *Low-rank approximations for conditional feedforward computation in deep neural networks*;
    theory, Theorem 91.

    >>> from constructions.model.evaluation import evaluate
    >>> one, low = Affine([[2]], [1]), Affine([[1]], [0])
    >>> network = sign_predicted(one, low, [(Form.dense([1]), 0)], Affine([[1]], [0]))
    >>> [int(evaluate(network, [Fraction(x, 4)])[0] * 2) for x in (-1, 0, 4)]
    [0, 2, 6]
    """
    if len(predictor) != layer.output_width:
        raise ValueError(
            f"predictor must have {count_of(layer.output_width, 'entry')}, one a unit, not {len(predictor)}"
        )
    rank, width = low.output_width, low.output_width + low.input_width
    rest = wires(range(rank, width), width)
    zero = constant([0], width)
    units: list[Network] = []
    for row, offset, sign in zip(layer.weights, layer.bias, predictor, strict=True):
        unit = Sequence((rest, Affine([row], [offset]), Relu(1)))
        if sign is None:
            units.append(unit)
            continue
        form, bias = sign
        units.append(Branch(Form(width, form.indices, form.weights), -exact(bias), zero, unit))
    return chain(beside(low), Concatenate(units), readout)


def sign_memorizer(dataset: Dataset) -> Built:
    """Return one hidden layer of ReLUs with predicted signs, of rank one, that memorizes ``dataset``.

    Along z = u . x the points are cut into K runs, fitted by affine maps F_1, ..., F_K of x. Between runs i and i + 1,
    with middle t_i, each output adds relu(F_(i+1)(x) - F_i(x) + c_i (z - t_i)) - relu(c_i (z - t_i)): with c_i large
    enough both units have at every data point the sign of z - t_i, so this is F_(i+1) - F_i behind t_i and 0 before it.
    The rows of the layer are c_i u plus rows of full rank, and the predictor is the rank-one part: z - t_i. It never
    errs on the data; elsewhere it may.

    Source: rule as in Davis, Arel 2013, construction derived here; theory, Theorem 91.

    >>> data = Dataset.from_rows([[i, i * i] for i in range(9)], [[i % 3] for i in range(9)])
    >>> sign_memorizer(data).promise.comparisons
    9
    """
    if len(different(dataset.labels)) == 1:
        return single_label(dataset.labels[0], dataset)
    runs = runs_along_a_projection(dataset)
    positions, outputs = Positions(dataset), dataset.label_width
    first = runs.fits[0]
    lifts = [positions.largest(row, offset).__ceil__() + 1 for row, offset in zip(*first, strict=True)]
    rows, biases = list(first[0]), [offset + lift for offset, lift in zip(first[1], lifts, strict=True)]
    signs: list[tuple[Form, Number] | None] = [None] * outputs
    for threshold, gap, one, two in zip(
        runs.thresholds, _distances(runs, dataset), runs.fits, runs.fits[1:], strict=False
    ):
        change = _difference(two, one)
        steep = max([positions.largest(row, offset) for row, offset in zip(*change, strict=True)]) / gap
        pull, pulled = _multiple(runs.form, steep.__ceil__() + 1, threshold)
        rows += [[a + b for a, b in zip(row, pull, strict=True)] for row in change[0]] + [pull]
        biases += [offset + pulled for offset in change[1]] + [pulled]
        signs += [(Form.coordinate(0, 1), -threshold)] * (outputs + 1)
    readout = Affine(_read(outputs, len(runs.fits)), [-lift for lift in lifts])
    network = sign_predicted(Affine(rows, biases), Affine([runs.form], [0]), signs, readout)
    return Built(network, COST, {**runs.letters, "K": len(runs.fits)})


def _distances(runs: Runs, dataset: Dataset) -> list[Fraction]:
    """Return the least distance of each threshold from the values of the points."""
    values = sorted([runs.form.at(point) for point in dataset.points])
    return [values[bisect_right(values, threshold)] - threshold for threshold in runs.thresholds]


def _difference(two: Fit, one: Fit) -> Fit:
    rows = [[b - a for a, b in zip(*pair, strict=True)] for pair in zip(one[0], two[0], strict=True)]
    return rows, [b - a for a, b in zip(one[1], two[1], strict=True)]


def _multiple(form: Form, factor: int, threshold: Fraction) -> tuple[list[Fraction], Fraction]:
    """Return factor * (form . x - threshold), its weights written out, and its constant."""
    weights = [Fraction(0)] * form.width
    for index, weight in zip(form.indices, form.weights, strict=True):
        weights[index] = factor * weight
    return weights, -factor * threshold


def _read(outputs: int, runs: int) -> list[Form]:
    """Return for each output the sum of its own units minus the units that all outputs share."""
    width = outputs + (runs - 1) * (outputs + 1)
    rows = []
    for output in range(outputs):
        weights = {output: 1}
        for start in range(outputs, width, outputs + 1):
            weights |= {start + output: 1, start + outputs: -1}
        rows.append(Form(width, weights, list(weights.values())))
    return rows
