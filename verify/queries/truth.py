"""Instances with a truth that is certified: networks of this project, with properties that hold or fail by a margin."""

import random
from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias, get_args

from constructions.catalogue import build
from constructions.families.registry import FAMILIES
from constructions.files.bundle import check_empty, make_folder, write_bundle
from constructions.files.disk import write_whole
from constructions.model.answers import largest
from constructions.model.dataset import Dataset
from constructions.model.errors import one_of
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Network, Relu, chain
from constructions.model.progress import Progress, silent
from exchange.onnx.out.plain import plain_model
from exchange.onnx.out.writer import onnx_model
from exchange.reader import read_model
from exchange.vnnlib.decimals import decimal_of
from verify.claims.classifies import Classifies
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.claims.with_radii import WithRadii
from verify.lanes import Options
from verify.prove.balls.radii import Radius
from verify.queries.answers import Effort
from verify.queries.instance_lists import Instance
from verify.queries.instances import decided
from verify.sought import prove_radii
from verify.synthesis import synthesize_for_data

Kind: TypeAlias = Literal["memorizer", "perceptron", "family", "synthesized"]

KINDS: tuple[Kind, ...] = get_args(Kind)
"""Memorizers without gates; perceptrons with random weights; families of conditional computation; trees made from
memorizers. The last two have gates, which are written without control flow."""

LIST = "instances.csv"
"""The file that lists the instances, with the truth of each."""

PROOFS = "proofs"
"""The folder that keeps for each instance the bundle, or the exact point, that shows its truth."""

MARGINS = (Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000), Fraction(1, 10**5), Fraction(1, 10**8))
"""By which share of the largest radius a property holds or fails; beside them it is asked at that radius itself."""

_PLACES = 12
"""Digits behind the point of a radius."""

TRIES = 4
"""How many networks are drawn in place of one until one has an instance: some give all points the same class."""

_POINTS = 6
"""Points of the data that a network memorizes."""

_SECONDS = 20.0
"""How long a search for the largest radius, or for one truth, may take; what takes longer is left out."""

_MEMORIZERS = ("two-hidden-layers", "interpolation", "width-two", "zhang", "bubeck")
_FAMILIES = ("routed-tree", "early-exit", "mixture", "binned-tree")


@dataclass(frozen=True, slots=True)
class Known:
    """An instance with its truth.

    Attributes:
        network, query: the files' names.
        known: ``sat`` or ``unsat``, certified.
        margin: by which share of the largest radius; 0 at that radius itself.
        kind: of network.
        floats: of ``sat``: whether onnxruntime's floats satisfy the query, too.
    """

    network: str
    query: str
    known: str
    margin: Fraction
    kind: Kind
    floats: bool


def make_instances(
    folder: Path, seed: int, kinds: Items[Kind] = KINDS, count: int = 1, progress: Progress = silent
) -> list[Known]:
    """Write networks as ONNX files with properties in VNN-LIB 1.0, and return them with their truth.

    A property says that an input as near to a point of the data as a radius has another class, or a tie. The radius is
    the largest that is right, computed exactly, made smaller or larger by a margin. The truth is about the files: both
    are read back, and an answer counts only with a certificate that the checker accepts, or an exact point.

    Args:
        folder: a new folder, or an empty one.
        seed: the same seed makes the same instances.
        kinds: which kinds of networks.
        count: how many networks of each kind.
        progress: called with how many networks are done.

    Raises:
        BadInput: if the folder is in use, the one that it is to stand in is missing, or ONNX is not installed.
    """
    check_empty(folder)
    make_folder(folder, kept=True)
    (folder / PROOFS).mkdir()
    source, found = random.Random(seed), list[Known]()
    for number in range(count * len(kinds)):
        kind = kinds[number % len(kinds)]
        name = f"{kind}-{number // len(kinds)}"
        for _ in range(TRIES):
            made = list(_of_network(folder, kind, name, source))
            if made:
                break
            (folder / f"{name}.onnx").unlink()
        found += made
        write_whole(folder / LIST, list_text(found).encode())
        progress(number + 1, count * len(kinds))
    return found


def empty_kinds(instances: Items[Known], kinds: Items[Kind]) -> tuple[Kind, ...]:
    """Return the kinds of networks of which there is no instance.

    >>> empty_kinds([Known("a.onnx", "b.vnnlib", "sat", Fraction(0), "family", True)], ("family", "perceptron"))
    ('perceptron',)
    """
    found = {item.kind for item in instances}
    return tuple([kind for kind in kinds if kind not in found])


def kinds_of(names: Items[str]) -> tuple[Kind, ...]:
    """Return kinds by their names, all if none is named; raises ``BadInput`` if there is no such kind.

    >>> kinds_of(["family", "family"])
    ('family',)
    """
    for name in names:
        one_of("kind", name, KINDS)
    return tuple([kind for kind in KINDS if not names or kind in names])


def list_text(instances: Items[Known]) -> str:
    """Return the list of instances as CSV.

    >>> print(list_text([Known("a.onnx", "b.vnnlib", "sat", Fraction(1, 100), "family", True)]), end="")
    network,property,seconds,known,margin,kind,floats
    a.onnx,b.vnnlib,60,sat,1/100,family,confirmed
    """
    lines = ["network,property,seconds,known,margin,kind,floats"]
    for item in instances:
        floats = "" if item.known == "unsat" else "confirmed" if item.floats else "not confirmed"
        lines.append(f"{item.network},{item.query},60,{item.known},{item.margin},{item.kind},{floats}")
    return "\n".join(lines) + "\n"


def _of_network(folder: Path, kind: Kind, name: str, source: random.Random) -> Iterator[Known]:
    data = _data(source)
    network = _two_outputs(_network(kind, data, source))
    gates = kind in ("family", "synthesized")
    model = onnx_model(network, "where").data if gates else plain_model(network)
    write_whole(folder / f"{name}.onnx", model)
    read = read_model(folder / f"{name}.onnx").network
    for place, radius in _radii(read, data):
        point, right = data.points[place], largest(evaluate(read, data.points[place]))[0]
        for margin, below, wanted in _wanted(radius):
            text = query_text(point, wanted, right)
            where = "at" if below is None else "below" if below else "above"
            said = f"{name}-point{place}-{where}-{_short(margin)}.vnnlib"
            write_whole(folder / said, text.encode())
            known = _certified(folder, f"{name}.onnx", said, margin, kind, below)
            if known is None:
                (folder / said).unlink()
            else:
                yield known


def _certified(
    folder: Path, network: str, query: str, margin: Fraction, kind: Kind, below: bool | None
) -> Known | None:
    """Return an instance with its truth, if that is found in time; what shows it is kept."""
    keep = folder / PROOFS / query.removesuffix(".vnnlib")
    answer, _ = decided(Instance(folder / network, folder / query), keep, Effort(_SECONDS))
    if not answer.point and answer.word != "unsat":
        return None
    known = "sat" if answer.point else "unsat"
    if below is not None and known != ("unsat" if below else "sat"):
        raise AssertionError(f"{folder / query}: is {known}, which contradicts the largest radius")
    return Known(network, query, known, margin, kind, answer.confirmed)


def _data(source: random.Random) -> Dataset:
    points = source.sample([(a, b) for a in range(-8, 9) for b in range(-8, 9)], _POINTS)
    return Dataset.from_rows([list(point) for point in points], [[number % 2] for number in range(_POINTS)])


def _network(kind: Kind, data: Dataset, source: random.Random) -> Network:
    if kind == "memorizer":
        return build(source.choice(_MEMORIZERS), data)[1].network
    if kind == "family":
        return FAMILIES[source.choice(_FAMILIES)].build(data).network
    if kind == "synthesized":
        return synthesize_for_data(build("two-hidden-layers", data)[1].network, data, Fraction(1, 2)).network
    rows = [[Fraction(source.randint(-64, 64), 16) for _ in range(2)] for _ in range(12)]
    hidden = Affine(rows, [Fraction(source.randint(-64, 64), 16) for _ in range(12)])
    out = Affine([[Fraction(source.randint(-64, 64), 256) for _ in range(12)]], [Fraction(1, 2)])
    return chain(hidden, Relu(12), out)


def _two_outputs(network: Network) -> Network:
    """Return a network whose class is 1 where the output is more than a half, and 0 where it is less."""
    return chain(network, Affine([[-1], [1]], [1, 0]))


def _radii(network: Network, data: Dataset) -> Iterator[tuple[int, Radius]]:
    """Yield the number of one point, whose largest radius is known exactly, with it."""
    labels = [largest(output) for output in [evaluate(network, point) for point in data.points]]
    kept = [number for number, label in enumerate(labels) if len(label) == 1]
    if len({labels[number] for number in kept}) < 2:
        return
    points = [data.points[number] for number in kept]
    with TemporaryDirectory() as folder:
        target = Dataset.from_rows(points, [[labels[number][0]] for number in kept], ["0", "1"])
        bundle = write_bundle(Path(folder) / "b", network, target, "")
        of = Classifies(network_reference(bundle), dataset_reference(bundle))
        claim, _ = prove_radii(bundle, of, Options("certificate", seconds=_SECONDS))
    radii = claim.radii if isinstance(claim, WithRadii) else ()
    for number, radius in zip(kept, radii, strict=False):
        if radius.exact and radius.least:
            yield number, radius
            return


def _wanted(radius: Radius) -> Iterator[tuple[Fraction, bool | None, Fraction]]:
    """Yield margins, whether the radius is below the largest (None: it is that itself), and the radius, a decimal."""
    exact = radius.least or Fraction(0)
    if decimal_of(exact, _PLACES) is not None:
        yield Fraction(0), None, exact
    scale = 10**_PLACES
    for margin in MARGINS:
        for below in (True, False):
            moved = exact * (1 - margin if below else 1 + margin)
            yield margin, below, Fraction(floor(moved * scale) + (not below), scale)


def query_text(center: Items[Fraction], radius: Fraction, right: int) -> str:
    """Return a query in VNN-LIB 1.0: is there an input within the radius at which the other class is as large?

    >>> print(query_text((Fraction(1),), Fraction(1, 2), 0), end="")
    (declare-const X_0 Real)
    (declare-const Y_0 Real)
    (declare-const Y_1 Real)
    (assert (>= X_0 0.5))
    (assert (<= X_0 1.5))
    (assert (>= Y_1 Y_0))
    """
    lines = [f"(declare-const X_{place} Real)" for place in range(len(center))]
    lines += ["(declare-const Y_0 Real)", "(declare-const Y_1 Real)"]
    for place, value in enumerate(center):
        lines.append(f"(assert (>= X_{place} {decimal_of(value - radius, 2 * _PLACES)}))")
        lines.append(f"(assert (<= X_{place} {decimal_of(value + radius, 2 * _PLACES)}))")
    return "\n".join([*lines, f"(assert (>= Y_{1 - right} Y_{right}))"]) + "\n"


def _short(margin: Fraction) -> str:
    return "0" if not margin else f"1e-{len(str(margin.denominator)) - 1}"
