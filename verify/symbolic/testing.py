"""For a user's own tests: ``assert_memorizes_every(construction, n=8)``."""

from __future__ import annotations

from constructions.model.errors import of_kind
from verify.symbolic.every import Outcome, ProofLimits, memorizes_every
from verify.symbolic.outcome_text import outcome_text
from verify.symbolic.shapes import Construction, Every, Labels


def assert_memorizes_every(construction: Construction, n: int, labels: Labels = "any", seconds: float = 20.0) -> None:
    """Raise unless a construction is proved to memorize any 1, 2, ..., n increasing points on the line, one row each.

    Args:
        construction: from a data set to a network (or to ``memorizer.Built``).
        n: the largest number of points, at least 1.
        labels: ``"any"``, ``"neighbours differ"`` or ``"binary"``.
        seconds: for one query of the solver.

    Raises:
        BadInput: if n is less than 1, so that nothing would be tried.
        AssertionError: with the smallest data set on which it fails, or with the reason why there is no proof.

    >>> from constructions.unconditional.interpolation import interpolation
    >>> assert_memorizes_every(interpolation, n=3)
    >>> from constructions.model.network import constant
    >>> assert_memorizes_every(lambda data: constant(data.labels[0], 1), n=2)
    Traceback (most recent call last):
        ...
    AssertionError: n = 2: refuted: any 2 rows of one input, increasing, any labels
      the data: 1 -> 0, 2 -> 1
      at 2 the network gives 0, the label is 1
    """
    of_kind(int, "the largest number of points", n=n)
    Every(n, labels)  # refuses fewer than 1
    for size in range(1, n + 1):
        outcome: Outcome = memorizes_every(construction, Every(size, labels), ProofLimits(seconds=seconds))
        if not outcome.proved:
            raise AssertionError(f"n = {size}: {outcome_text(outcome)}")
