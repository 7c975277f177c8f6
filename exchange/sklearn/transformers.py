"""scikit-learn's transformers: scalers, projections, choices of columns, encoders, and several side by side."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy

from constructions.model.errors import BadInput, shown
from constructions.model.network import (
    Affine,
    Concatenate,
    Identity,
    Network,
    Sequence,
    Step,
    chain,
    children,
    distinct_nodes,
)
from exchange.exact_arrays import MAX_WEIGHTS, affine, check_size, check_width, rationals, scaled, selection
from exchange.sklearn.encoders import one_hot, ordinal
from exchange.sklearn.part import check_fitted, inputs_of
from exchange.wiring import flat, fused

KINDS = (
    "StandardScaler, MinMaxScaler and MaxAbsScaler without clip, RobustScaler, PCA without whiten, TruncatedSVD, "
    "selectors of features, SimpleImputer, OneHotEncoder, OrdinalEncoder, ColumnTransformer and "
    "FeatureUnion of them"
)


def transformed(part: Any, place: str) -> Network:
    """Return the exact map of a fitted transformer, affine but for encoders; quotients by a scale are exact.

    A ``SimpleImputer`` changes no number, since none is missing; of columns that had no value at all it must keep none.

    Raises:
        BadInput: if it is of another kind, not fitted, or not piecewise linear as it is set; the message names it.

    >>> transformed(3, "model: step 'three'")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: model: step 'three': int is not read: StandardScaler, ...
    """
    kind = type(part).__name__
    match kind:
        case "Pipeline":
            return joined([(label, step) for label, step in part.steps], inputs_of(part, place), place)
        case "ColumnTransformer":
            return _columns(part, place)
        case "FeatureUnion":
            parts = [
                joined([(label, one)], inputs_of(part, place), place)
                for label, one in part.transformer_list
                if not (isinstance(one, str) and one == "drop")
            ]
            if not parts or part.transformer_weights is not None:
                raise BadInput(f"{place}: FeatureUnion with weights, or without a part, is not read")
            return _side_by_side(parts)
        case "OneHotEncoder":
            return one_hot(part, place)
        case "OrdinalEncoder":
            return ordinal(part, place)
        case "SimpleImputer":
            return _imputer(part, place)
        case "FunctionTransformer" if part.func is None:  # as a fitted ColumnTransformer has "passthrough"
            check_fitted(part, "n_features_in_", place)
            return Identity(inputs_of(part, place))
        case "PCA" if not part.whiten:
            check_fitted(part, "components_", place)
            return _projection(part.components_, part.mean_, place)
        case "TruncatedSVD":
            check_fitted(part, "components_", place)
            return _projection(part.components_, None, place)
    if kind in ("StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler"):
        return _scaler(part, place)
    if hasattr(part, "get_support") and hasattr(part, "n_features_in_"):
        return _selected(part.get_support(indices=True).tolist(), inputs_of(part, place), place)
    raise BadInput(f"{place}: {kind} is not read: {KINDS} are")


def joined(steps: Iterable[tuple[str, Any]], width: int, place: str) -> Network:
    """Return transformers one after the other; ``"passthrough"`` and None change nothing."""
    stages: list[Network] = []
    for label, part in steps:
        if part is None or (isinstance(part, str) and part == "passthrough"):
            continue
        stage = transformed(part, f"{place}: step {shown(label)}")
        check_width(stage.input_width, stages[-1].output_width if stages else width, f"{place}: step {shown(label)}")
        if any([isinstance(node, Step) for node in distinct_nodes(stage)]) and not all(map(_is_whole, stages)):
            raise BadInput(
                f"{place}: step {shown(label)}: categories behind a step that computes are not read: they are rounded "
                "there, and exact numbers do not meet them"
            )
        if not isinstance(stage, Identity):
            stages.append(stage)
    return chain(*stages) if stages else Identity(width)


def _is_whole(stage: Network) -> bool:
    """Return whether a stage computes with integers alone: it chooses columns, or has numbers for categories."""
    if isinstance(stage, Affine):
        rows = [*[row.weights for row in stage.weights], stage.bias]
        return all([value.denominator == 1 for row in rows for value in row])
    if isinstance(stage, Sequence) and any([isinstance(part, Step) for part in children(stage)]):
        return True
    return all(map(_is_whole, children(stage)))


def _scaler(part: Any, place: str) -> Affine:
    kind = type(part).__name__
    check_fitted(part, "n_features_in_", place)
    width = inputs_of(part, place)
    if getattr(part, "clip", False):
        raise BadInput(f"{place}: {kind} with clip is not read: {KINDS} are")
    centers, scales = [Fraction(0)] * width, [Fraction(1)] * width
    if kind == "MinMaxScaler":
        check_fitted(part, "scale_", place)
        return scaled(
            rationals(part.scale_, f"{place}: scale_").tolist(), rationals(part.min_, f"{place}: min_").tolist()
        )
    center = {"StandardScaler": "mean_", "RobustScaler": "center_"}.get(kind)
    if center is not None and getattr(part, "with_mean" if kind == "StandardScaler" else "with_centering"):
        check_fitted(part, center, place)
        centers = rationals(getattr(part, center), f"{place}: {center}").tolist()
    scaling = {"StandardScaler": "with_std", "RobustScaler": "with_scaling"}.get(kind)
    if scaling is None or getattr(part, scaling):
        check_fitted(part, "scale_", place)
        scales = rationals(part.scale_, f"{place}: scale_").tolist()
    if 0 in scales:
        raise BadInput(f"{place}: scale_[{scales.index(Fraction(0))}] is 0, and nothing can be divided by it")
    pairs = list(zip(centers, scales, strict=True))
    return scaled([1 / scale for _, scale in pairs], [-mean / scale for mean, scale in pairs])


def _projection(components: Any, mean: Any, place: str) -> Affine:
    check_size(components.size, MAX_WEIGHTS, place, "weights")
    rows = rationals(components, f"{place}: components_")
    offsets = numpy.array([Fraction(0)] * len(rows), dtype=object)
    return affine(rows, offsets if mean is None else -rows.dot(rationals(mean, f"{place}: mean_")))


def _imputer(part: Any, place: str) -> Network:
    check_fitted(part, "n_features_in_", place)
    if part.add_indicator or not (isinstance(part.missing_values, float) and numpy.isnan(part.missing_values)):
        raise BadInput(f"{place}: SimpleImputer is read where what is missing is NaN, and without an indicator")
    if len(part.get_feature_names_out()) != part.n_features_in_:
        raise BadInput(f"{place}: SimpleImputer drops columns that had no value: leave them out of the data")
    return Identity(inputs_of(part, place))


def _selected(places: list[int], width: int, place: str) -> Affine:
    if not places:
        raise BadInput(f"{place}: no column is left")
    return selection(places, width)


def _columns(part: Any, place: str) -> Network:
    """Return what a ``ColumnTransformer`` does: to each group of columns its own map, side by side."""
    check_fitted(part, "transformers_", place)
    width = inputs_of(part, place)
    parts: list[Network] = []
    for label, one, _ in part.transformers_:
        here = f"{place}: {shown(label)}"
        if isinstance(one, str) and one == "drop":
            continue
        places = [int(number) for number in part._transformer_to_input_indices[label]]
        if not places:
            continue
        columns = _selected(places, width, here)
        if isinstance(one, str):  # "passthrough"
            parts.append(columns)
            continue
        stage = transformed(one, here)
        check_width(stage.input_width, len(places), here)
        parts.append(chain(columns, stage))
    if not parts:
        raise BadInput(f"{place}: no column is left")
    if part.transformer_weights is not None:
        raise BadInput(f"{place}: ColumnTransformer with weights is not read")
    return _side_by_side(parts)


def _side_by_side(parts: list[Network]) -> Network:
    """Return the parts side by side, as one affine map where each of them is one."""
    whole = [chain(*fused(flat(part))) for part in parts]
    maps = [part for part in whole if isinstance(part, Affine)]
    if len(maps) == len(whole):
        return Affine([row for one in maps for row in one.weights], [value for one in maps for value in one.bias])
    return whole[0] if len(whole) == 1 else Concatenate(whole)
