"""The formulas of costs at numbers: held against sympy, which reads the same text by itself."""

import random
from itertools import product

import pytest

from constructions.catalogue import everything
from constructions.memorizer import FIGURES, Cost
from constructions.model.numbers.formulas import value_of

FORMULAS = sorted(
    {
        text
        for entry in everything().values()
        for text in (*[getattr(entry.cost, figure) for figure in FIGURES], *entry.cost.bounds.values())
    }
)


def test_the_values_are_those_of_sympy() -> None:
    for text in FORMULAS:
        source, expression = random.Random(text), Cost.expression_of(text)
        for _ in range(2):
            values = {str(letter): source.randint(2, 70) for letter in expression.free_symbols}
            expected = expression.subs({letter: values[str(letter)] for letter in expression.free_symbols})
            if expected.is_Integer:
                assert value_of(text, values) == expected, (text, values)
            else:
                with pytest.raises(ValueError, match="is not an integer at"):
                    value_of(text, values)


def test_logarithms_are_rounded_up_exactly() -> None:
    for number, base in product([1, 2, 3, 4, 5, 8, 9, 27, 28, 243, 244, 3**40, 3**40 + 1], [2, 3, 10]):
        exponent = value_of("ceiling(log(n, b))", {"n": number, "b": base})
        assert base**exponent >= number
        assert exponent == 0 or base ** (exponent - 1) < number


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("n/2", "n/2 is not an integer at {'n': 7}: 7/2"),
        ("n + m", "m has no value among {'n': 7}"),
        ("n/(n - 7)", r"n / (n - 7) has no value for 7 and 0"),
        ("2**(n - 8)", "2 ** (n - 8) has no value for 2 and -1"),
        ("ceiling(log(n - 7, 2))", "ceiling(log(n - 7, 2)) has no value for 0 and 2"),
        ("ceiling(log(n, 1))", "ceiling(log(n, 1)) has no value for 7 and 1"),
        ("log(n, 7)", "log(n, 7) is nothing that formulas are made of"),
        ("sqrt(n)", "sqrt(n) is nothing that formulas are made of"),
        ("1.5*n", "1.5 is nothing that formulas are made of"),
    ],
)
def test_what_has_no_value_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - all of the message is compared
        value_of(text, {"n": 7})
    assert str(caught.value) == said
