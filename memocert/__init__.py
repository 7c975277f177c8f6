"""The names for Python, each loaded when it is first used: ``from memocert import Dataset, build, prove``."""

import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructions.catalogue import CATALOGUE as CATALOGUE, build as build
    from constructions.files.bundle import Bundle as Bundle, read_bundle as read_bundle, write_bundle as write_bundle
    from constructions.files.canonical import read_network as read_network
    from constructions.files.data_reader import ReadOptions as ReadOptions, read_dataset as read_dataset
    from constructions.files.journal import Journal as Journal
    from constructions.model.batch import evaluate_many as evaluate_many
    from constructions.model.cost import size_of as size_of, structural_worst as structural_worst
    from constructions.model.dataset import Dataset as Dataset
    from constructions.model.errors import BadInput as BadInput
    from constructions.model.evaluation import evaluate as evaluate, trace as trace
    from constructions.model.network import (
        Affine as Affine,
        Branch as Branch,
        Concatenate as Concatenate,
        Identity as Identity,
        Network as Network,
        Relu as Relu,
        Sequence as Sequence,
        Step as Step,
        constant as constant,
    )
    from exchange.onnx.out.writer import onnx_model as onnx_model
    from exchange.reader import read_model as read_model, read_trained as read_trained
    from exchange.sklearn.reader import read_sklearn as read_sklearn
    from exchange.torch.module import torch_module as torch_module, torch_source as torch_source
    from exchange.trained import Trained as Trained
    from guide.as_text import as_text as as_text
    from lowerbound.comparisons.decision_paths import paths_over as paths_over
    from lowerbound.comparisons.dichotomies import dichotomies as dichotomies
    from lowerbound.findings import lower_bounds as lower_bounds
    from lowerbound.operations.least_operations import operations_needed as operations_needed
    from verify.check.bundle import check_bundle as check_bundle
    from verify.claims.avoids import Avoids as Avoids
    from verify.claims.classifies import Classifies as Classifies
    from verify.claims.comparisons_needed import ComparisonsNeeded as ComparisonsNeeded
    from verify.claims.equivalent import Equivalent as Equivalent
    from verify.claims.equivalent_on_balls import EquivalentOnBalls as EquivalentOnBalls
    from verify.claims.memorizes import Memorizes as Memorizes
    from verify.claims.operations_at_most import OperationsAtMost as OperationsAtMost
    from verify.claims.output_within import OutputWithin as OutputWithin
    from verify.claims.paths import Paths as Paths
    from verify.claims.robustly import Robustly as Robustly
    from verify.claims.same_class_on_balls import SameClassOnBalls as SameClassOnBalls
    from verify.claims.shared.subject import (
        dataset_reference as dataset_reference,
        network_reference as network_reference,
    )
    from verify.claims.with_radii import WithRadii as WithRadii
    from verify.claims.within_tolerance import WithinTolerance as WithinTolerance
    from verify.domain import ball as ball, box as box
    from verify.lanes import Options as Options, certify as certify, prove as prove
    from verify.same_class import prove_same_class as prove_same_class, synthesize_same_class as synthesize_same_class
    from verify.sought import (
        prove_paths as prove_paths,
        prove_radii as prove_radii,
        prove_ranges as prove_ranges,
        prove_worst_case as prove_worst_case,
    )
    from verify.symbolic.every import memorizes_every as memorizes_every
    from verify.symbolic.shapes import Every as Every
    from verify.symbolic.testing import assert_memorizes_every as assert_memorizes_every
    from verify.synthesis import (
        Choice as Choice,
        prove_synthesized as prove_synthesized,
        synthesize_for_data as synthesize_for_data,
        synthesize_for_domain as synthesize_for_domain,
    )
    from verify.verdict import (
        Proved as Proved,
        ProvedBySolver as ProvedBySolver,
        Refuted as Refuted,
        Unknown as Unknown,
    )
    from verify.words import verdict_text as verdict_text

__all__: list[str]


@cache
def _homes() -> dict[str, str]:
    """Return where each name is defined: the imports above, which no program runs, are read."""
    import ast  # not for those who name modules themselves

    block = next(part for part in ast.parse(Path(__file__).read_bytes()).body if isinstance(part, ast.If))
    homes = [part for part in block.body if isinstance(part, ast.ImportFrom)]
    return {name.name: home.module or "" for home in homes for name in home.names}


def __getattr__(name: str) -> object:
    if name == "__all__":
        return sorted(_homes())
    if name.startswith("_") or name not in _homes():
        raise AttributeError(f"module 'memocert' has no name {name!r}")
    return getattr(import_module(_homes()[name]), name)


def __dir__() -> list[str]:
    return sorted(_homes())


def load_ipython_extension(shell: object) -> None:
    """Show networks, claims and verdicts as cards: ``%load_ext memocert``; done by itself where IPython runs."""
    from guide.notebook import register

    register(shell)


def _in_notebooks() -> None:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        load_ipython_extension(shell)


_in_notebooks()
