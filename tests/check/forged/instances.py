"""Claims to forge certificates for: written by hand; brute.py says what is true."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from brute import is_true

from verify.check.reader import VERSIONS

Nodes = list[list[Any]]
Edit = Callable[[str], str | None]
FILES = ("network", "other", "dataset")


@dataclass(frozen=True)
class Instance:
    """A claim about some files, with hints if they are written by hand.

    ``breach`` says what of docs/reference/format.md the files violate, where that is the fault and nothing is false;
    ``edits`` change the text of a file before anything refers to it, or leave it out.
    """

    files: dict[str, Any]
    claim: dict[str, Any]
    hints: list[Any] | None = None
    breach: str = ""
    edits: dict[str, Edit] = field(default_factory=dict)


def bundle(instance: Instance, hints: list[Any]) -> dict[str, bytes]:
    """Return a bundle's files, each bound to those that it refers to."""
    files: dict[str, bytes] = {}

    def write(name: str, kind: str, content: dict[str, Any]) -> None:
        text = json.dumps({"format": f"memocert {kind}", "version": VERSIONS[kind], **content}) + "\n"
        found = instance.edits.get(name, str)(text)
        if found is not None:
            files[name] = found.encode()

    def reference(name: str) -> dict[str, str]:
        return {"file": name, "sha256": hashlib.sha256(files[name]).hexdigest()}

    for key, content in instance.files.items():
        write(f"{key}.json", "dataset" if key == "dataset" else "network", content)
    references = {key: reference(f"{key}.json") for key in FILES if key in instance.files}
    write("it.claim.json", "claim", {**instance.claim, **references})
    write("it.certificate.json", "certificate", {"claim": reference("it.claim.json"), "hints": hints})
    return files


def holds(instance: Instance) -> bool:
    """Return whether the claim is true, by brute force."""
    return is_true(bundle(instance, []), "it.claim.json")


# by hand


def affine(row: list[Any], bias: str = "0", inputs: int = 1) -> list[Any]:
    return ["affine", inputs, [row], [bias]]


def const(value: str, inputs: int = 1) -> list[Any]:
    return affine([], value, inputs)


Z = affine([0, "1"])
TWICE = affine([0, "2"], "1")


def gate(threshold: str, below: list[Any], above: list[Any], row: Sequence[Any] = (0, "1")) -> Nodes:
    """Return a branch of one input between two nodes."""
    return [below, above, ["branch", 1, list(row), threshold, 0, 1]]


def chain(*nodes: list[Any]) -> Nodes:
    return [*nodes, ["sequence", list(range(len(nodes)))]]


def beside(*nodes: list[Any]) -> Nodes:
    return [*nodes, ["concatenate", list(range(len(nodes)))]]


def table(*rows: tuple[list[str], list[str]], classes: list[str] | None = None) -> dict[str, Any]:
    return {"classes": classes, "rows": [[point, label, 1] for point, label in rows]}


def often(data: dict[str, Any], *counts: int) -> dict[str, Any]:
    """Return data whose rows stand there so often."""
    rows = [[point, label, count] for (point, label, _), count in zip(data["rows"], counts, strict=True)]
    return {**data, "rows": rows}


def line(*labels: str, places: Sequence[str] = ()) -> dict[str, Any]:
    """Return data on a line, at 0, 1, 2, ... or at the places."""
    names = places or [str(number) for number in range(len(labels))]
    return table(*[([place], [label]) for place, label in zip(names, labels, strict=True)])


def within(nodes: Nodes, outputs: list[Any], domain: Sequence[Any] = (), **more: Any) -> Instance:
    claim = {"kind": "output within", "domain": list(domain), "outputs": outputs}
    return Instance({"network": {"nodes": nodes}}, claim, **more)


def same(nodes: Nodes, others: Nodes, domain: Sequence[Any] = (), **more: Any) -> Instance:
    files = {"network": {"nodes": nodes}, "other": {"nodes": others}}
    return Instance(files, {"kind": "equivalent", "domain": list(domain)}, **more)


def near(nodes: Nodes, others: Nodes, tolerance: str, domain: Sequence[Any] = (), **more: Any) -> Instance:
    files = {"network": {"nodes": nodes}, "other": {"nodes": others}}
    return Instance(files, {"kind": "within tolerance", "domain": list(domain), "tolerance": tolerance}, **more)


def apart(nodes: Nodes, unsafe: list[Any], domain: Sequence[Any] = (), **more: Any) -> Instance:
    claim = {"kind": "avoids", "domain": list(domain), "unsafe": unsafe}
    return Instance({"network": {"nodes": nodes}}, claim, **more)


def on_balls(nodes: Nodes, others: Nodes, data: dict[str, Any], radius: str, **more: Any) -> Instance:
    files = {"network": {"nodes": nodes}, "other": {"nodes": others}, "dataset": data}
    return Instance(files, {"kind": "equivalent on balls", "radius": radius}, **more)


def of_one_class(nodes: Nodes, others: Nodes, data: dict[str, Any], radii: list[Any], **more: Any) -> Instance:
    files = {"network": {"nodes": nodes}, "other": {"nodes": others}, "dataset": data}
    return Instance(files, {"kind": "same class on balls", "radii": radii}, **more)


def about(kind: str, nodes: Nodes, data: dict[str, Any], keys: dict[str, Any] | None = None, **more: Any) -> Instance:
    """Return a claim about data; labels are as given where they are spoken of."""
    labels = {"labels": "as given"} if kind.startswith("memorizes") else {}
    return Instance({"network": {"nodes": nodes}, "dataset": data}, {"kind": kind, **labels, **(keys or {})}, **more)


def at_most(nodes: Nodes, bound: Any, measure: str = "total", **more: Any) -> Instance:
    claim = {"kind": "operations at most", "measure": measure, "bound": bound}
    claim |= {"domain": more.pop("domain", []), "attained": more.pop("attained", None)}
    return Instance({"network": {"nodes": nodes}}, claim, **more)


def paths(nodes: Nodes, count: int, domain: Sequence[Any] = (), **more: Any) -> Instance:
    claim = {"kind": "paths", "domain": list(domain), "count": count}
    return Instance({"network": {"nodes": nodes}}, claim, **more)


def bounding(kind: str, key: str) -> Callable[..., Instance]:
    """Return what makes a claim of a lower bound from data and a number."""
    return lambda data, number, **more: Instance({"dataset": data}, {"kind": kind, key: number}, **more)


needed = bounding("comparisons needed", "comparisons")
constant_needed = bounding("comparisons needed with constant leaves", "comparisons")
deep = bounding("depth needed", "depth")
affine_deep = bounding("depth needed with affine leaves", "depth")
operating = bounding("operations needed", "operations")
hiding = bounding("units needed", "units")


def averaging(data: dict[str, Any], kind: str, mean: str, **more: Any) -> Instance:
    return Instance({"dataset": data}, {"kind": kind, "mean": mean}, **more)


def limit(relation: str, bound: str, place: int = 0) -> list[Any]:
    return [[place, "1"], relation, bound]


ORIGIN = line("0")

FAR_STEP = gate("10", const("0"), const("1"))

TWO_GATES = [Z, const("0"), ["branch", 1, [0, "1"], "0", 1, 1], ["branch", 1, [0, "1"], "1", 0, 2]]
"""Below 1 it gives z; above, its inner gate z >= 0 can only fall above."""
