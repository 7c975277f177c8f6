"""The claim that no input takes more than T operations: by structure, and refuted by an input."""

from fractions import Fraction

from constructions.model.batch import evaluate_many
from constructions.model.cost import MEASURES, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.evaluation import Point, trace
from constructions.model.network import Network
from verify.claim import OperationsAtMost
from verify.prove.points import Finding
from verify.solvers.smtlib import operation_obligations
from verify.solvers.z3_backend import Session
from verify.verdict import Refuted


def holds_by_structure(claim: OperationsAtMost, network: Network) -> bool:
    """Return whether the structural maximum is within the bound, which proves the claim."""
    return structural_worst(network).of(claim.measure) <= claim.bound


def ask_z3_by_structure(claim: OperationsAtMost, network: Network, seconds: float | None) -> Finding:
    """Return Z3's answer to the obligations of the structural maximum, node by node."""
    script = operation_obligations(network, claim.bound, claim.measure)
    answers = Session().run(script, seconds)
    return Finding(next((answer for answer in answers if answer != "unsat"), "unsat"), (script,))


def dearest_data_point(claim: OperationsAtMost, network: Network, dataset: Dataset) -> Refuted | None:
    """Return the data point with the most operations if they are more than the bound, replayed, else None."""
    evaluation = evaluate_many(network, dataset.points)
    counts = [MEASURES[claim.measure](evaluation.at(number)) for number in range(dataset.size)]
    number = max(range(dataset.size), key=counts.__getitem__)
    return None if counts[number] <= claim.bound else replayed(claim, network, dataset.points[number])


def replayed(claim: OperationsAtMost, network: Network, point: Point) -> Refuted:
    """Return the refutation by an input that takes more operations than the bound, run alone."""
    operations = trace(network, point).operations
    count = MEASURES[claim.measure](operations)
    if count <= claim.bound:
        raise AssertionError(f"replayed, the input takes {count}, which is within the bound {claim.bound}")
    what = "operations" if claim.measure == "total" else claim.measure
    return Refuted(
        point, (Fraction(count),), (Fraction(claim.bound),), f"an input takes {count} {what}, more than {claim.bound}"
    )
