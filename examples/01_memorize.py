"""Memorize a regression set exactly, prove it, and read what it costs: python examples/01_memorize.py"""

from pathlib import Path
from tempfile import TemporaryDirectory

from constructions.model.account import account_of
from guide.tables import account_text
from memocert import (
    Memorizes,
    OperationsAtMost,
    build,
    dataset_reference,
    network_reference,
    prove,
    read_dataset,
    trace,
    verdict_text,
    write_bundle,
)

DATA = Path(__file__).parent / "data" / "diabetes.csv"

dataset = read_dataset(DATA)
name, built = build("fewest-operations", dataset)
account = account_of(built.network, dataset)
print(f"{name} memorizes {dataset.size} patients with at most {built.promise.total} operations each\n")
print(account_text(account))

run = trace(built.network, dataset.points[0])
print(f"patient 0: {run.operations.comparisons} comparisons, output {run.output[0]}, label {dataset.labels[0][0]}\n")

with TemporaryDirectory() as folder:
    bundle = write_bundle(Path(folder) / "bundle", built.network, dataset, account_text(account))
    network, data = network_reference(bundle), dataset_reference(bundle)
    for claim in (Memorizes(network, data), OperationsAtMost(network, built.promise.total)):
        print(verdict_text(claim, prove(bundle, claim)))
