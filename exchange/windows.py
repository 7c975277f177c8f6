"""Windows over a grid: convolutions and means as sparse affine rows, maxima exactly through Relus."""

from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass
from itertools import product
from math import prod

from constructions.model.network import Affine, Concatenate, Form, Network, Relu, chain
from exchange.exact_arrays import selection


@dataclass(frozen=True, slots=True)
class Grid:
    """How windows lie over a grid of ``size``: one number for each axis, ``pads`` before and after each axis."""

    size: tuple[int, ...]
    window: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    pads: tuple[tuple[int, int], ...]
    round_up: bool = False

    def shape(self) -> tuple[int, ...]:
        """Return how many windows there are along each axis.

        With ``round_up`` a window that does not fit whole counts, too, if it begins inside the grid or the padding
        before it.

        >>> Grid((5,), (2,), (2,), (1,), ((0, 0),)).shape(), Grid((5,), (2,), (2,), (1,), ((0, 0),), True).shape()
        ((2,), (3,))
        """
        counts = []
        for size, window, stride, dilation, (before, after) in self._axes():
            room = size + before + after - (dilation * (window - 1) + 1)
            count = (-(-room // stride) if self.round_up else room // stride) + 1
            if self.round_up and (count - 1) * stride >= size + before:
                count -= 1
            counts.append(count)
        return tuple(counts)

    def windows(self) -> Iterator[list[tuple[int, int]]]:
        """Return for each window, in order, the pairs (cell in the window, cell in the grid), both by number; cells
        in the padding are left out.

        >>> list(Grid((3,), (2,), (1,), (1,), ((1, 0),)).windows())
        [[(1, 0)], [(0, 0), (1, 1)], [(0, 1), (1, 2)]]
        """
        axes = [
            [
                [
                    (cell, start * stride + cell * dilation - before)
                    for cell in range(window)
                    if 0 <= start * stride + cell * dilation - before < size
                ]
                for start in range(count)
            ]
            for count, (size, window, stride, dilation, (before, _)) in zip(self.shape(), self._axes(), strict=True)
        ]
        for window in product(*axes):
            yield [
                (_flat([cell for cell, _ in cells], self.window), _flat([place for _, place in cells], self.size))
                for cells in product(*window)
            ]

    def padded_counts(self) -> Iterator[int]:
        """Return for each window how many of its cells lie in the grid or its padding; what ``round_up`` adds does not.

        >>> list(Grid((3,), (2,), (2,), (1,), ((0, 0),), True).padded_counts())
        [2, 1]
        """
        axes = [
            [
                sum([start * stride + cell * dilation < size + before + after for cell in range(window)])
                for start in range(count)
            ]
            for count, (size, window, stride, dilation, (before, after)) in zip(self.shape(), self._axes(), strict=True)
        ]
        for counts in product(*axes):
            yield prod(counts)

    def _axes(self) -> Iterator[tuple[int, int, int, int, tuple[int, int]]]:
        return zip(self.size, self.window, self.strides, self.dilations, self.pads, strict=True)


def _flat(places: Items[int], shape: Items[int]) -> int:
    number = 0
    for place, size in zip(places, shape, strict=True):
        number = number * size + place
    return number


def maxima(windows: Items[Items[int]], width: int) -> Network:
    """Return the network whose output i is the largest of the inputs that ``windows[i]`` names.

    In rounds: two values a, b become ``a + relu(b - a)``, which is max(a, b) (theory, Theorem 60). A window of
    k inputs takes k - 1 Relus in ceil(log2 k) rounds.

    Raises:
        ValueError: if a window is empty.

    >>> from constructions.model.evaluation import evaluate
    >>> evaluate(maxima([[0, 1, 2], [2]], 3), [5, 7, -1])
    (Fraction(7, 1), Fraction(-1, 1))
    """
    if not all([len(window) for window in windows]):
        raise ValueError("every window must have at least one input")
    stages: list[Network] = []
    left = [list(window) for window in windows]
    while any([len(window) > 1 for window in left]):
        stage, left = _round(left, width)
        stages.append(stage)
        width = stage.output_width
    places = [window[0] for window in left]
    return chain(*stages) if stages and places == list(range(width)) else chain(*stages, selection(places, width))


def _round(windows: Items[Items[int]], width: int) -> tuple[Network, list[list[int]]]:
    """Return a network that halves each window, and the windows over its outputs."""
    firsts: list[int] = []
    pairs: list[tuple[int, int]] = []
    left: list[list[int]] = []
    rows: list[tuple[int, int | None]] = []
    for window in windows:
        left.append(list(range(len(rows), len(rows) + (len(window) + 1) // 2)))
        for place in range(0, len(window), 2):
            rows.append((len(firsts), len(pairs) if place + 1 < len(window) else None))
            firsts.append(window[place])
            if place + 1 < len(window):
                pairs.append((window[place], window[place + 1]))
    differences = Affine([_difference(a, b, width) for a, b in pairs], [0] * len(pairs))
    both = Concatenate((selection(firsts, width), chain(differences, Relu(len(pairs)))))
    wide = len(firsts) + len(pairs)
    sums = [
        Form(wide, (first,), (1,)) if pair is None else Form(wide, (first, len(firsts) + pair), (1, 1))
        for first, pair in rows
    ]
    return chain(both, Affine(sums, [0] * len(sums))), left


def _difference(a: int, b: int, width: int) -> Form:
    """Return the form ``x_b - x_a``."""
    if a == b:
        return Form(width, (), ())
    return Form(width, (a, b), (-1, 1)) if a < b else Form(width, (b, a), (1, -1))
