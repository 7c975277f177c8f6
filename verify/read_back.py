"""A network written in another format and read back: is it still the same one, and where?"""

from dataclasses import dataclass
from fractions import Fraction

from constructions.files.bundle import Bundle
from constructions.files.canonical import network_bytes
from constructions.model.answers import largest, names_classes
from constructions.model.batch import evaluate_many
from constructions.model.network import Network
from verify.claims.equivalent import Equivalent
from verify.claims.equivalent_on_balls import EquivalentOnBalls
from verify.claims.shared.base import Claim, Sought
from verify.claims.shared.subject import Reference, dataset_reference, network_reference
from verify.claims.shared.two_networks import named_network
from verify.lanes import Options, prove_sought
from verify.verdict import LanesDisagree, Refuted, Unknown, Verdict

MOST_STEPS = 10**8
"""The most steps, over all points, that a claim about the data may take; beyond it outputs are compared, no more."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What is known of a network that was written and read back.

    Attributes:
        is_same: whether its file is that of the bundle's network, byte for byte.
        verdicts: the claims that it gives the same outputs, with their verdicts; none if nothing had to be proved.
        agreeing: at how many points of the bundle's data it gives the same outputs; None without data.
        farthest: how far an output is off at the data, at most; None without data.
        same_class: at how many points it names the same class or none as well; None where there are no classes.
    """

    is_same: bool
    verdicts: tuple[tuple[Claim, Verdict], ...]
    agreeing: int | None
    farthest: Fraction | None = None
    same_class: int | None = None


def read_back(bundle: Bundle, back: Network, is_exact: bool, options: Options) -> ReadBack:
    """Compare the network of a bundle with what was read of a file that it was written to.

    If the file holds every constant exactly, both must be equal everywhere: either they are the same network, or that
    they are *equivalent* is a claim for the checker. Where the search for its proof is stopped, and where constants
    were rounded, the claim is about the data alone; it is made only if it is true. What proves a claim is written into
    the bundle.

    Args:
        bundle: the bundle.
        back: what the reader of the format made of the file.
        is_exact: whether the file holds every constant exactly.
        options: how to prove.

    Raises:
        LanesDisagree: if the networks differ though nothing was rounded: a defect of the writer or the reader.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from constructions.files.bundle import write_bundle
    >>> from constructions.model.network import Affine, Branch, Relu
    >>> gate = Branch([1], 0, Affine([[0]], [0]), Affine([[1]], [0]))
    >>> with TemporaryDirectory() as folder:
    ...     bundle = write_bundle(Path(folder) / "relu", Relu(1), None, "")
    ...     found = read_back(bundle, gate, True, Options(lane="certificate"))
    >>> found.is_same, [type(verdict).__name__ for _, verdict in found.verdicts]
    (False, ['Proved'])
    """
    if is_exact and network_bytes(back) == network_bytes(bundle.network):
        return ReadBack(True, (), None if bundle.dataset is None else bundle.dataset.size)
    other, read = named_network(back)
    verdicts: list[tuple[Claim, Verdict]] = []
    if is_exact:
        claim = Equivalent(network_reference(bundle), other)
        verdicts.append(_proved(bundle, claim, other, read, options))
        if isinstance(verdicts[0][1], Refuted):
            raise LanesDisagree(f"{claim.sentence()}: nothing was rounded, but {verdicts[0][1].reason}")
    agreeing, farthest, same_class = _compared(bundle, back)
    is_open = not is_exact or isinstance(verdicts[0][1], Unknown)
    data = bundle.dataset
    if is_open and data is not None and agreeing == data.size and data.size * back.work <= MOST_STEPS:
        on_data = EquivalentOnBalls(network_reference(bundle), other, dataset_reference(bundle), Fraction(0))
        verdicts.append(_proved(bundle, on_data, other, read, options))
    return ReadBack(False, tuple(verdicts), agreeing, farthest, same_class)


def _proved(
    bundle: Bundle, claim: Claim, other: Reference, read: tuple[Network, bytes], options: Options
) -> tuple[Claim, Verdict]:
    return prove_sought(bundle, Sought(claim, None, {other.file: read}), options)


def _compared(bundle: Bundle, back: Network) -> tuple[int | None, Fraction | None, int | None]:
    """Return at how many points of the data the outputs are the same, how far they are off, and how many classes are
    the same."""
    data = bundle.dataset
    if data is None:
        return None, None, None
    here, there = [evaluate_many(network, data.points).outputs for network in (bundle.network, back)]
    pairs = list(zip(here, there, strict=True))
    farthest = max([abs(a - b) for one, other in pairs for a, b in zip(one, other, strict=True)])
    same_class = None
    if names_classes(bundle.network, data):
        same_class = sum([largest(one) == largest(other) for one, other in pairs])
    return sum([one == other for one, other in pairs]), farthest, same_class
