"""Write a network by hand, let a wrong claim be refuted and a right one be proved: python examples/02_own_network.py"""

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from memocert import (
    Affine,
    Branch,
    Dataset,
    Memorizes,
    OperationsAtMost,
    Relu,
    Sequence,
    dataset_reference,
    network_reference,
    prove,
    verdict_text,
    write_bundle,
)

# A gate at x >= 2: below it the tent 1 - |x - 1|, from it on a line.
tent = Sequence((Affine([[1], [1]], [0, -1]), Relu(2), Affine([[1, -2]], [0])))
line = Affine([[Fraction(1, 3)]], [Fraction(-2, 3)])
network = Branch([1], 2, tent, line)

right = Dataset.from_rows([[0], [1], [2], [5]], [[0], [1], [0], [1]])
wrong = Dataset.from_rows([[0], [1], [2], [5]], [[0], [1], [0], [Fraction(999_999, 1_000_000)]])

with TemporaryDirectory() as folder:
    for name, dataset in (("right", right), ("wrong", wrong)):
        bundle = write_bundle(Path(folder) / name, network, dataset, "")
        claim = Memorizes(network_reference(bundle), dataset_reference(bundle))
        print(f"{name}: {verdict_text(claim, prove(bundle, claim))}\n")
    for bound in (6, 5):
        limit = OperationsAtMost(network_reference(bundle), bound)
        print(verdict_text(limit, prove(bundle, limit)))
