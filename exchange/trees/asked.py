"""XGBoost and LightGBM themselves, where they are installed, asked what they answer."""

import json
from collections.abc import Sequence as Items
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

import numpy

from exchange.trained import Tool
from exchange.trees.categories import Known, tool_rows


def xgboost_tool(data: bytes, categories: Known) -> Tool:
    """Return XGBoost with the model in the bytes of its file; its answers are classes by number, or margins."""
    known = _installed("xgboost", "xgboost-cpu")
    if known is None:
        return Tool("XGBoost")

    def asked(rows: Items[Items[float]]) -> list[Any]:
        import xgboost

        booster = xgboost.Booster()
        booster.load_model(bytearray(data))
        values = numpy.array(tool_rows(rows, categories))  # XGBoost refuses a matrix without the names that it knows
        matrix = xgboost.DMatrix(values, feature_names=booster.feature_names, feature_types=booster.feature_types)
        margins = booster.predict(matrix, output_margin=True)
        objective = json.loads(booster.save_config())["learner"]["objective"]["name"]
        return _classes(margins.reshape(len(rows), -1), objective.startswith(("binary:", "multi:")))

    return Tool(f"XGBoost {known}", asked)


def lightgbm_tool(text: str, classes: bool, categories: Known) -> Tool:
    """Return LightGBM with the model in the text of its file; its answers are classes by number, or raw scores."""
    known = _installed("lightgbm")
    if known is None:
        return Tool("LightGBM")

    def asked(rows: Items[Items[float]]) -> list[Any]:
        import lightgbm

        booster = lightgbm.Booster(model_str=text)
        scores = numpy.asarray(booster.predict(numpy.array(tool_rows(rows, categories)), raw_score=True))
        if "\naverage_output" in text:  # the raw score is the sum, but predictions begin from the mean
            scores = scores / booster.current_iteration()
        return _classes(scores.reshape(len(rows), -1), classes)

    return Tool(f"LightGBM {known}", asked)


def _installed(module: str, *packages: str) -> str | None:
    """Return the version of a module that is installed, from the package that has it; None if it is not there."""
    if find_spec(module) is None:
        return None
    for package in (module, *packages):
        try:
            return version(package)
        except PackageNotFoundError:
            continue
    return "(version not known)"


def _classes(scores: Any, wanted: bool) -> list[Any]:
    """Return for each row the number of the class with the largest score, or the scores as they are."""
    if not wanted:
        return [tuple(row) for row in scores.tolist()]
    if scores.shape[1] == 1:
        return (scores[:, 0] > 0).astype(int).tolist()  # type: ignore[no-any-return]
    return scores.argmax(axis=1).tolist()  # type: ignore[no-any-return]
