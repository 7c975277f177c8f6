"""Sets of points for which some comparisons are not enough, whatever is tested: what multipliers show."""

from collections.abc import Sequence

from ...budget import Budget, common_denominator, price
from ...dataset import Dataset
from ...values import longest
from ...verdict import Rejected

Step = tuple[int, int]
"""A set of points, the bits of a number, and a number of comparisons that is not enough for it."""


def uninterpolable(numbers: Sequence[int], dataset: Dataset, everything: int, budget: Budget) -> Step:
    """Return a set of points whose labels no affine function takes: a combination of points is 0, of labels not."""
    mask = numbers[0] if numbers else 0
    if mask < 1 or mask & ~everything or mask.bit_count() != len(numbers) - 1:
        raise Rejected("there must be a set of points and a factor for each")
    points, labels = sums(members(mask, budget), numbers[1:], dataset, budget)
    if any(points):
        raise Rejected("the combination of the points is not 0")
    if not any(labels):
        raise Rejected("the combination of the labels is 0")
    return mask, 0


def sums(
    chosen: Sequence[int], factors: Sequence[int], dataset: Dataset, budget: Budget
) -> tuple[list[int], list[int]]:
    """Return for points (x, 1) and labels the sums of all that is chosen, times factors, over one denominator."""
    rows = [(dataset.points[number], dataset.labels[number]) for number in chosen]
    scale = common_denominator([part[-1] for row in rows for part in row], budget)
    totals = [0] * (len(rows[0][0]) + len(rows[0][1]) - 1)
    for (point, label), factor in zip(rows, factors, strict=True):
        bits = longest([*point, *label]) + scale.bit_length()
        budget.spend(40 + 8 * len(totals) * price(bits, factor.bit_length() + scale.bit_length()))
        budget.room(2 * len(totals) * (bits + factor.bit_length() + 256))
        values = [*[v * (scale // point[-1]) for v in point], *[v * (scale // label[-1]) for v in label[:-1]]]
        totals = [total + factor * value for total, value in zip(totals, values, strict=True)]
    return totals[: len(rows[0][0])], totals[len(rows[0][0]) :]


def powers(numbers: Sequence[int], dataset: Dataset, everything: int, budget: Budget) -> Step:
    """Return a set and a number of comparisons that is not enough: no 2^c affine functions take the labels, in turn."""
    mask, count, *factors = numbers if len(numbers) > 1 else (0, 0)
    if mask < 1 or mask & ~everything or mask.bit_count() != len(factors):
        raise Rejected("there must be a set of points and a factor for each")
    if count < 1 or count >= len(factors).bit_length() or 1 << count >= len(factors):
        raise Rejected("there must be more than 2^c points, and c at least 1")
    chosen = members(mask, budget)
    points, labels = [dataset.points[number] for number in chosen], [dataset.labels[number] for number in chosen]
    scale = common_denominator([row[-1] for row in (*points, *labels)], budget)
    bits = max([longest(row) for row in (*points, *labels)]) + scale.bit_length()
    budget.spend(len(chosen) * (len(points[0]) + len(labels[0])) * price(bits, bits))
    budget.room(len(chosen) * (len(points[0]) + 1) * (bits + 256))
    columns = [[row[place] * (scale // row[-1]) for row in points] for place in range(len(points[0]))]
    for place in range(len(labels[0]) - 1):
        label = [row[place] * (scale // row[-1]) for row in labels]
        if _only_power(factors, [*columns, label], 1 << count, budget):
            return mask, count
    raise Rejected("for no output all sums are 0 but that of the power of the label")


def _only_power(factors: list[int], columns: list[list[int]], degree: int, budget: Budget) -> bool:
    """Return whether factors make all products of so many columns 0 in sum, but for the power of the last one."""
    bits = max([longest(column) for column in columns])
    last = len(columns) - 1
    held, stack = budget.bits, [(factors, 0)]  # factors times the columns chosen so far, and the next column to choose
    while stack:
        values, place = stack.pop()
        if len(stack) == degree:
            if bool(sum(values)) != (stack[0][1] > last):
                return False
            continue
        if place > last:
            continue
        stack.append((values, place + 1))
        longest_value = longest(values)
        budget.spend(40 + len(values) * (4 + 2 * price(longest_value, bits)))
        budget.bits = held
        budget.hold(len(stack) * len(values) * (longest_value + bits + 256))
        stack.append(([value * other for value, other in zip(values, columns[place], strict=True)], place))
    budget.bits = held
    return True


def members(mask: int, budget: Budget) -> list[int]:
    """Return the numbers of the points of a set."""
    budget.spend(2 * mask.bit_length())
    return [number for number, digit in enumerate(reversed(f"{mask:b}")) if digit == "1"]
