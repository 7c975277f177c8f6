"""scikit-learn's encoders of categories, exactly: steps ask which category an input is; of text its number."""

from fractions import Fraction
from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Form, Network, Step, chain
from exchange.exact_arrays import MAX_WEIGHTS, check_size
from exchange.sklearn.part import check_fitted, inputs_of


def one_hot(part: Any, place: str) -> Network:
    """Return a fitted ``OneHotEncoder``: a number for each category, 1 if the input is it and else 0.

    What is no category gets 0 everywhere, as with ``handle_unknown="ignore"``; where the encoder refuses it, that is
    what the network says of it. A category that is dropped has no number.

    Raises:
        BadInput: if categories are text, or infrequent ones are put together.
    """
    lists = _categories(part, place)
    if getattr(part, "_infrequent_enabled", False):
        raise BadInput(f"{place}: OneHotEncoder that puts infrequent categories together is not read")
    dropped = [None] * len(lists) if part.drop_idx_ is None else list(part.drop_idx_)
    rows: list[dict[int, Fraction]] = []
    at = 0
    for categories, out in zip(lists, dropped, strict=True):
        rows += [{at + number: Fraction(1)} for number in range(len(categories)) if number != out]
        at += len(categories)
    if not rows:
        raise BadInput(f"{place}: OneHotEncoder drops all categories: no column is left")
    return _asking(lists, rows, [Fraction(0)] * len(rows))


def ordinal(part: Any, place: str) -> Network:
    """Return a fitted ``OrdinalEncoder``: the number of the category that the input is.

    What is no category gets ``unknown_value``, or -1 where the encoder refuses it.

    Raises:
        BadInput: if categories are text, infrequent ones are put together, or unknown ones are missing values.
    """
    lists = _categories(part, place)
    if getattr(part, "_infrequent_enabled", False):
        raise BadInput(f"{place}: OrdinalEncoder that puts infrequent categories together is not read")
    other = -1 if part.unknown_value is None else part.unknown_value
    if not isinstance(other, int):  # else NaN, by which a model would see that something is missing
        raise BadInput(f"{place}: unknown_value must be an integer to be read, not {shown(other)}")
    base, rows = Fraction(other), []
    at = 0
    for categories in lists:
        rows.append({at + number: number - base for number in range(len(categories))})
        at += len(categories)
    return _asking(lists, rows, [base] * len(rows))


def _categories(part: Any, place: str) -> list[list[Fraction]]:
    """Return the inputs that stand for the categories of each input: numbers as they are, text by its place."""
    check_fitted(part, "categories_", place)
    found = []
    for number, values in enumerate(part.categories_):
        present = values.tolist()
        if _are_texts(present):
            found.append([Fraction(place_of_text) for place_of_text in range(len(present))])
            continue
        if not all([isinstance(value, int | float) and value - value == 0 for value in present]):
            raise BadInput(
                f"{place}: the categories of input {number} must be finite numbers, or text all of them, to be read, "
                f"not {shown(', '.join(map(str, present)), 60)}"
            )
        found.append([Fraction(value) for value in present])
    if len(found) != inputs_of(part, place):
        raise BadInput(f"{place}: has categories of {len(found)} inputs, and takes {inputs_of(part, place)}")
    check_size(2 * sum(map(len, found)), MAX_WEIGHTS, place, "tests of categories")
    return found


def _are_texts(values: list[Any]) -> bool:
    return all([isinstance(value, str) for value in values])


def texts_of(part: Any, place: str) -> dict[int, tuple[str, ...]]:
    """Return the inputs of a fitted transformer that are text, each with the categories that its encoder knows.

    An encoder of text stands where the inputs come in: nothing before it makes text of numbers.

    Raises:
        BadInput: if two encoders of an input have other categories.
    """
    kind = type(part).__name__
    found: dict[int, tuple[str, ...]] = {}
    inner: list[tuple[Any, list[int]]] = []
    if kind in ("OneHotEncoder", "OrdinalEncoder") and hasattr(part, "categories_"):
        lists = [values.tolist() for values in part.categories_]
        return {number: tuple(values) for number, values in enumerate(lists) if _are_texts(values)}
    if kind == "Pipeline":
        steps = [step for _, step in part.steps if type(step).__name__ != "SimpleImputer"]  # that changes nothing
        inner = [(steps[0], [])] if steps else []
    elif kind == "FeatureUnion":
        inner = [(one, []) for _, one in part.transformer_list]
    elif kind == "ColumnTransformer" and hasattr(part, "transformers_"):
        for label, one, _ in part.transformers_:
            if not isinstance(one, str):
                inner.append((one, [int(number) for number in part._transformer_to_input_indices[label]]))
    for one, places in inner:
        for number, texts in texts_of(one, place).items():
            if found.setdefault(places[number] if places else number, texts) != texts:
                raise BadInput(f"{place}: two encoders of input {number} have other categories")
    return found


def _asking(lists: list[list[Fraction]], rows: list[dict[int, Fraction]], biases: list[Fraction]) -> Network:
    """Return affine maps of the truth values [x_j = c] of all categories, one input after the other.

    [x = c] is step(x - c) + step(c - x) - 1.
    """
    tests, offsets = [], []
    for place, categories in enumerate(lists):
        for category in categories:
            for sign in (1, -1):
                tests.append(Form(len(lists), (place,), (sign,)))
                offsets.append(-sign * category)
    forms, constants = [], []
    for row, bias in zip(rows, biases, strict=True):
        kept = {category: weight for category, weight in row.items() if weight}
        indices = [2 * category + side for category in kept for side in (0, 1)]
        forms.append(Form(len(tests), indices, [weight for weight in kept.values() for _ in (0, 1)]))
        constants.append(bias - sum(kept.values(), Fraction(0)))
    return chain(Affine(tests, offsets), Step(len(tests)), Affine(forms, constants))
