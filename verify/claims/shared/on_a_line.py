"""What claims about points of a line tell Coq beside the data: the rows from the left."""

from verify.check.budget import Budget, common_denominator, over, price
from verify.check.dataset import Dataset
from verify.check.rules.shared.steps import pay_sorting
from verify.check.values import longest
from verify.kernel.terms import numeral_terms


def from_the_left(dataset: Dataset, looks: int, budget: Budget) -> list[str]:
    """Return the definition of ``order``, the numbers of the rows, after paying for so many looks at each point.

    Coq keeps each number over its own denominator: a look at a point multiplies four of them.
    """
    bits = max(map(longest, [*dataset.points, *dataset.labels]))
    budget.spend(len(dataset.points) * looks * (60 + 20 * price(4 * bits, 4 * bits)))
    scale = common_denominator([point[-1] for point in dataset.points], budget)
    places = [over((point[0], point[-1]), scale, budget) for point in dataset.points]
    pay_sorting(places, longest(places), budget)
    order = [row + 1 for row in sorted(range(len(places)), key=places.__getitem__)]
    numerals = numeral_terms("order_numerals", order, budget)
    return [*numerals, "Definition order := map Z.to_pos (integers order_numerals 0)."]
