"""Claims whose numbers a search finds first: the largest radii, the worst case, ranges of outputs, how many paths."""

from __future__ import annotations

from constructions.files.bundle import Bundle
from constructions.model.errors import of_kind
from constructions.model.rational import long_integers
from verify.claims.operations_at_most import exact_worst_case
from verify.claims.output_within import output_ranges
from verify.claims.paths import counted_paths
from verify.claims.shared.at_points import AtPoints
from verify.claims.shared.base import Claim
from verify.claims.shared.subject import A_BUNDLE
from verify.claims.with_radii import largest_radii
from verify.domain import Domain
from verify.lanes import AS_ALWAYS, Options, prove_sought
from verify.verdict import Verdict


@long_integers()
def prove_radii(bundle: Bundle, of: AtPoints, options: Options = AS_ALWAYS) -> tuple[Claim, Verdict]:
    """Return the claim with the largest radius of every point, and its verdict; raises what ``prove`` raises.

    The radius of x is the largest r for which the goal holds at every z with max_j |z_j - x_j| <= r (or < r);
    theory, chapter certificates.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from memocert import Dataset, Memorizes, build, dataset_reference, network_reference, write_bundle
    >>> with TemporaryDirectory() as folder:
    ...     data = Dataset.from_rows([[0], [2], [3]], [[0], [1], [1]])
    ...     bundle = write_bundle(Path(folder) / "tree", build("axis-tree", data)[1].network, data, "")
    ...     goal = Memorizes(network_reference(bundle), dataset_reference(bundle))
    ...     claim, verdict = prove_radii(bundle, goal, Options(lane="certificate"))
    ...     [radius.text() for radius in claim.radii]
    ['["open","1","1"]', '["closed","1","1"]', '["closed","2","2"]']
    """
    of_kind(Bundle, A_BUNDLE, bundle=bundle)
    of_kind(AtPoints, "Memorizes or Classifies", of=of)
    return prove_sought(bundle, largest_radii(of, bundle, options.allowance()), options)


@long_integers()
def prove_worst_case(
    bundle: Bundle, measure: str = "total", domain: Domain = (), options: Options = AS_ALWAYS
) -> tuple[Claim, Verdict]:
    """Return the claim of the exact worst case over a domain, with an input that attains it, and its verdict.

    Where the search is stopped, the claim is the structural maximum and the verdict says what stopped it. Raises what
    ``prove`` raises.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from memocert import Dataset, Relu, write_bundle
    >>> with TemporaryDirectory() as folder:
    ...     bundle = write_bundle(Path(folder) / "relu", Relu(2), Dataset.from_rows([[0, 1]], [[0, 1]]), "")
    ...     claim, verdict = prove_worst_case(bundle, "total", (), Options(lane="certificate"))
    ...     claim.bound, type(verdict).__name__
    (2, 'Proved')
    """
    of_kind(Bundle, A_BUNDLE, bundle=bundle)
    return prove_sought(bundle, exact_worst_case(bundle, measure, domain, options.allowance()), options)


@long_integers()
def prove_ranges(bundle: Bundle, domain: Domain = (), options: Options = AS_ALWAYS) -> tuple[Claim, Verdict]:
    """Return the claim of the range of every output over a domain, and its verdict.

    An end is exact, or farther out than outputs come, by a thousandth of the range at most (of the end itself if the
    other one is left out, since it goes on for ever). With a time limit, a hundredth or a tenth is enough where that
    alone is proved in time; where nothing is, nothing is claimed, and what inputs are known to reach is said; and so it
    is if no output has a bound on the domain, or no input satisfies it. Raises what ``prove`` raises.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from memocert import Dataset, Relu, box, write_bundle
    >>> with TemporaryDirectory() as folder:
    ...     bundle = write_bundle(Path(folder) / "relu", Relu(1), Dataset.from_rows([[0]], [[0]]), "")
    ...     claim, verdict = prove_ranges(bundle, box([-2], [3]), Options(lane="certificate"))
    ...     claim.details(), type(verdict).__name__
    (['0 <= y0 <= 3'], 'Proved')
    """
    of_kind(Bundle, A_BUNDLE, bundle=bundle)
    return prove_sought(bundle, output_ranges(bundle, domain, options.allowance()), options)


@long_integers()
def prove_paths(bundle: Bundle, domain: Domain = (), options: Options = AS_ALWAYS) -> tuple[Claim, Verdict]:
    """Return the claim of how many paths are feasible over a domain, and its verdict; raises what ``prove`` raises.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from memocert import Dataset, Relu, write_bundle
    >>> with TemporaryDirectory() as folder:
    ...     bundle = write_bundle(Path(folder) / "relu", Relu(2), Dataset.from_rows([[0, 1]], [[0, 1]]), "")
    ...     prove_paths(bundle, (), Options(lane="certificate"))[0].count
    4
    """
    of_kind(Bundle, A_BUNDLE, bundle=bundle)
    return prove_sought(bundle, counted_paths(bundle, domain, options.allowance()), options)
