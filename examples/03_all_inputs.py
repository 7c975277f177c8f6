"""Claims about all inputs: a ReLU network and a conditional one that are equal everywhere, and how robust they are.

python examples/03_all_inputs.py
"""

import tempfile
from fractions import Fraction
from pathlib import Path

from constructions.files.canonical import network_bytes
from memocert import (
    Affine,
    Branch,
    Dataset,
    Equivalent,
    OutputWithin,
    Relu,
    Sequence,
    box,
    network_reference,
    prove,
    prove_paths,
    prove_worst_case,
    verdict_text,
    write_bundle,
)
from verify.claims.shared.subject import Reference

# |z - 1/2| as a ReLU network: two units, always both.
plain = Sequence((Affine([[1], [-1]], [Fraction(-1, 2), Fraction(1, 2)]), Relu(2), Affine([[1, 1]], [0])))

# The same function with one gate: one comparison, and then only the side that is needed.
gated = Branch([1], Fraction(1, 2), Affine([[-1]], [Fraction(1, 2)]), Affine([[1]], [Fraction(-1, 2)]))

# And a mistake of one millionth on one side.
wrong = Branch([1], Fraction(1, 2), Affine([[-1]], [Fraction(1, 2)]), Affine([[1]], [Fraction(-499_999, 1_000_000)]))

with tempfile.TemporaryDirectory() as folder:
    data = Dataset.from_rows([[0], [1]], [[Fraction(1, 2)], [Fraction(1, 2)]])
    bundle = write_bundle(Path(folder) / "bundle", plain, data, "")
    network = network_reference(bundle)
    for name, other in (("gated.json", gated), ("wrong.json", wrong)):
        (bundle.folder / name).write_bytes(network_bytes(other))
        claim = Equivalent(network, Reference.to(name, network_bytes(other)))
        print(verdict_text(claim, prove(bundle, claim)))

    inside = OutputWithin(network, box([0], [Fraction(3, 2)]), box([-1], [2]))
    print(verdict_text(inside, prove(bundle, inside)))
    print(verdict_text(*prove_paths(bundle, ())))
    print(verdict_text(*prove_worst_case(bundle, "total", ())))
