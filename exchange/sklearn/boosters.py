"""The estimators of XGBoost and LightGBM, which stand in scikit-learn's pipelines as its own do."""

from dataclasses import replace
from typing import Any

import numpy

from constructions.model.errors import BadInput, shown
from exchange.part import Part
from exchange.sklearn.part import Readers, check_fitted, names_of
from exchange.trees.lightgbm_file import lightgbm_part
from exchange.trees.xgboost_file import xgboost_part


def _xgboost(model: Any, place: str) -> Part:
    """Return the trees of an estimator of XGBoost, up to the best round where it stopped early, as ``predict`` does."""
    check_fitted(model, "_Booster", place)
    if not (isinstance(model.missing, float) and numpy.isnan(model.missing)):
        raise BadInput(f"{place}: {shown(model.missing)} counts as missing, which is not read: only NaN may")
    booster = model.get_booster()
    best = booster.attr("best_iteration")
    part = xgboost_part(bytes(booster.save_raw("json")), place, None if best is None else int(best) + 1)
    return _named(part, model, place)


def _lightgbm(model: Any, place: str) -> Part:
    if not model.__sklearn_is_fitted__():
        raise BadInput(f"{place}: {type(model).__name__} is not fitted: it has no booster_")
    part, _, _ = lightgbm_part(model.booster_.model_to_string().encode(), place)
    return _named(part, model, place)


def _named(part: Part, model: Any, place: str) -> Part:
    if not type(model).__name__.endswith("Classifier"):
        return replace(part, predicts=not part.notes)
    return replace(part, classes=names_of(model, place))


READERS: Readers = {
    **dict.fromkeys(("XGBClassifier", "XGBRegressor", "XGBRFClassifier", "XGBRFRegressor", "XGBRanker"), _xgboost),
    **dict.fromkeys(("LGBMClassifier", "LGBMRegressor", "LGBMRanker"), _lightgbm),
}
