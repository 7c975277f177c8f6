"""A network that scikit-learn trains on the iris data becomes a conditional one, with a proof of equal answers.

Needs scikit-learn:  pip install 'memocert[sklearn]'  and then  python examples/05_trained_network.py
"""

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from sklearn.neural_network import MLPClassifier

from exchange.sklearn.reader import read_sklearn
from memocert import Choice, Options, ReadOptions, prove_synthesized, read_dataset, synthesize_for_data, verdict_text
from verify.synthesis import costs_of

data = read_dataset(Path(__file__).parent / "data" / "iris.csv", ReadOptions())
classes = [int(label[0]) for label in data.labels]
model = MLPClassifier((16, 8), random_state=0, solver="lbfgs").fit(
    [list(map(float, point)) for point in data.points], classes
)
network = read_sklearn(model)
before = costs_of(network, data)
print(f"trained: {before.worst} operations on every input")

for gates in ("units", "coordinates", "projection", "layers"):
    found = synthesize_for_data(network, data, Fraction(0), Choice(gates)).network
    after = costs_of(found, data)
    print(f"gates on {gates}: {after.worst} in the worst case, {float(after.mean or 0):.1f} in the mean")

radius = Fraction(1, 100)
robust = synthesize_for_data(network, data, radius, Choice("coordinates")).network
with TemporaryDirectory() as folder:
    claim, verdict = prove_synthesized(
        Path(folder) / "robust", robust, network, data, radius, Options(lane="certificate")
    )
print(verdict_text(claim, verdict))
