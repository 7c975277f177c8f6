"""The text of bundles, written from docs/reference/format.md, not by the project's writers, and edits of it."""

import hashlib
import re
from collections.abc import Callable

Files = dict[str, str]
Edit = Callable[[Files], None]

REFERENCE = re.compile(r'"file":"([^"]+)","sha256":"[^"]*"')
NETWORK, OTHER, DATASET = "network.json", "other.json", "dataset.json"
CLAIM, CERTIFICATE = ".claim.json", ".certificate.json"
STEM = "only"
"""The name of the claim of a bundle that has one."""
MEASURES = ("additions", "multiplications", "comparisons", "total")


def bound(files: Files) -> Files:
    """Return the files with every reference to one of them bound to what stands there now; claims come first."""

    def to(match: re.Match[str]) -> str:
        name = match[1]
        if name not in files:
            return match[0]
        return f'"file":"{name}","sha256":"{hashlib.sha256(files[name].encode()).hexdigest()}"'

    files = dict(files)
    for ending in (CLAIM, CERTIFICATE):
        for name in files:
            if name.endswith(ending):
                files[name] = REFERENCE.sub(to, files[name])
    return files


def network(*nodes: str) -> str:
    return '{"format":"memocert network","version":1,"nodes":[\n' + ",\n".join(nodes) + "\n]}\n"


def dataset(*rows: str, classes: str = "null") -> str:
    lines = ",\n".join(rows)
    return f'{{"format":"memocert dataset","version":1,"classes":{classes},"rows":[\n{lines}\n]}}\n'


def reference(name: str) -> str:
    return f'{{"file":"{name}","sha256":"{"0" * 64}"}}'


def claimed(kind: str, more: str, hints: str, stem: str, files: tuple[str, ...] = ("network", "dataset")) -> Files:
    """Return a claim about network.json, other.json and dataset.json, or some of them, with its certificate."""
    about = ",\n".join([f'"{name}":{reference(f"{name}.json")}' for name in files])
    return {
        stem + CLAIM: f'{{"format":"memocert claim","version":3,"kind":"{kind}",\n{about}{more}}}\n',
        stem + CERTIFICATE: '{"format":"memocert certificate","version":3,\n'
        f'"claim":{reference(stem + CLAIM)},\n"hints":{hints}}}\n',
    }


def listed(*hints: str) -> str:
    """Return hints as they stand in a certificate."""
    return "[\n" + ",\n".join(hints) + "\n]" if hints else "[]"


def memorizes(labels: str = "as given", stem: str = "memorizes") -> Files:
    return claimed("memorizes", f',\n"labels":"{labels}"', "[]", stem)


def classifies() -> Files:
    return claimed("classifies", "", "[]", "classifies")


def at_most(*bounds: int, hints: str = '[["structure"]]') -> Files:
    """Return the four claims of additions, multiplications, comparisons and total, over all inputs."""
    files: Files = {}
    for measure, most in zip(MEASURES, bounds, strict=True):
        more = f',\n"domain":[],\n"measure":"{measure}",\n"bound":{most},\n"attained":null'
        files |= claimed("operations at most", more, hints, f"{measure}-at-most", ("network",))
    return files


def put(name: str, old: str, new: str) -> Edit:
    """Return the edit that replaces the one place of a text in one file."""

    def edit(files: Files) -> None:
        if files[name].count(old) != 1:
            raise ValueError(f"{old!r} stands {files[name].count(old)} times in {name}")
        files[name] = files[name].replace(old, new)

    return edit


def node(old: str, new: str) -> Edit:
    return put(NETWORK, old, new)


def row(old: str, new: str) -> Edit:
    return put(DATASET, old, new)


def said(old: str, new: str) -> Edit:
    """Return the edit of the claim ``STEM``."""
    return put(STEM + CLAIM, old, new)


def other(old: str, new: str) -> Edit:
    return put(OTHER, old, new)


def hints(*lines: str) -> Edit:
    """Return the edit that writes all hints anew."""

    def edit(files: Files) -> None:
        name = STEM + CERTIFICATE
        files[name] = files[name][: files[name].index('"hints":')] + f'"hints":{listed(*lines)}}}\n'

    return edit


def hint(number: int, *new: str) -> Edit:
    """Return the edit that puts other hints, or none, in the place of one."""

    def edit(files: Files) -> None:
        name = STEM + CERTIFICATE
        head, _, tail = files[name].partition('"hints":[\n')
        lines = tail.removesuffix("\n]}\n").split(",\n")
        lines[number : number + 1] = new
        files[name] = f'{head}"hints":{listed(*lines)}}}\n'

    return edit


def more_hints(*new: str) -> Edit:
    """Return the edit that adds hints at the end."""

    def edit(files: Files) -> None:
        name = STEM + CERTIFICATE
        files[name] = (
            files[name]
            .replace("\n]}\n", ",\n" + ",\n".join(new) + "\n]}\n")
            .replace('"hints":[]', f'"hints":{listed(*new)}')
        )

    return edit


def without(*names: str) -> Edit:
    """Return the edit that leaves files out."""

    def edit(files: Files) -> None:
        for name in names:
            del files[name]

    return edit


def write(name: str, text: str) -> Edit:
    """Return the edit that writes a file."""

    def edit(files: Files) -> None:
        files[name] = text

    return edit


def move(old: str, new: str) -> Edit:
    """Return the edit that gives a file another name."""

    def edit(files: Files) -> None:
        files[new] = files.pop(old)

    return edit


def edited(files: Files, edits: list[Edit]) -> Files:
    """Return the files after the edits, with the digests as they were."""
    files = dict(files)
    for edit in edits:
        edit(files)
    return files
