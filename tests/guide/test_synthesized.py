"""What a synthesis came to, in words: a network that stores many more numbers than before is pointed out."""

import pytest

from guide.synthesized import costs_json, costs_text
from verify.synthesis import Costs


@pytest.mark.parametrize(("before", "after", "told"), [(185, 1851, True), (185, 1850, False), (0, 11, True)])
def test_a_line_says_where_ten_times_as_many_numbers_are_stored(before: int, after: int, told: bool) -> None:
    first, second = [Costs(9, parameters, None, None, None) for parameters in (before, after)]
    text = costs_text(first, second, None, [])
    assert ("--most-gates N keeps them fewer" in text) == told
    assert (f"stored parameters: {before:,} before, {after:,} after" in text) == told
    assert costs_json(second, None)["parameters"] == after
