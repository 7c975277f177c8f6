"""What a synthesis came to, in words: a network that stores many more numbers than before is pointed out."""

from dataclasses import replace

import pytest

from constructions.model.dataset import Dataset
from constructions.model.network import Relu
from constructions.synthesis.affine_wires import GateLimits
from guide.synthesized import costs_json, costs_text, synthesized_text
from verify.domain import box
from verify.synthesis import Costs, costs_of, synthesize_for_domain


@pytest.mark.parametrize(("before", "after", "told"), [(185, 1851, True), (185, 1850, False), (0, 11, True)])
def test_a_line_says_where_ten_times_as_many_numbers_are_stored(before: int, after: int, told: bool) -> None:
    first, second = [Costs(9, parameters, None, None, None) for parameters in (before, after)]
    text = costs_text(first, second, None, [])
    assert ("--most-gates N keeps them fewer" in text) == told
    assert (f"stored parameters: {before:,} before, {after:,} after" in text) == told
    assert costs_json(second, None)["parameters"] == after


def test_data_outside_the_domain_are_counted_where_a_synthesis_speaks_of_data() -> None:
    data = Dataset.from_rows([[-1], [0], [1], [5]], [[0], [0], [1], [5]])
    for domain, said in ((box([0], [2]), "2 of 4 data points lie outside the domain"), (box([-1], [5]), ""), ((), "")):
        result = synthesize_for_domain(Relu(1), domain, GateLimits())
        before, after = costs_of(Relu(1), data), costs_of(result.network, data)
        text = synthesized_text(before, after, replace(result, kept=False), data, domain)
        assert (said in text) if said else ("outside the domain" not in text)
