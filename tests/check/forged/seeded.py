"""Copies of the checker with a fault: exact source patches, loaded under another name beside the true one."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from forged_claims import Forger
from instances import Instance

CHECKER = Path(__file__).resolve().parents[3] / "verify" / "check"
FILES = {".".join(path.relative_to(CHECKER).with_suffix("").parts): path for path in sorted(CHECKER.rglob("*.py"))}
SOURCES = {name: path.read_text() for name, path in FILES.items()}

Patch = tuple[str, str, str]
"""A module of verify/check, the text that must stand there exactly once, and what takes its place."""


@dataclass(frozen=True)
class Fault:
    """A name, the patches, the prover that knows of it, and claims that it makes provable."""

    name: str
    patches: tuple[Patch, ...]
    lie: type[Forger]
    instances: tuple[Instance, ...]


def fault(name: str, lie: type[Forger], file: str, old: str, new: str, *instances: Instance) -> Fault:
    return Fault(name, ((file, old, new),), lie, instances)


def patched(patches: Sequence[Patch]) -> dict[str, str]:
    """Return the files that patches change; raises ``ValueError`` if one no longer applies."""
    changed: dict[str, str] = {}
    for stem, old, new in patches:
        text = changed.get(stem, SOURCES[stem])
        if text.count(old) != 1:
            raise ValueError(f"{stem} has {text.count(old)} times, not once: {old!r}")
        changed[stem] = text.replace(old, new)
    return changed


@cache
def _compiled(stem: str) -> CodeType:
    return compile(SOURCES[stem], str(FILES[stem]), "exec")


class _Copy(MetaPathFinder, Loader):
    """Finds the modules of one package ``name`` in texts; what is not changed is compiled once for all copies."""

    def __init__(self, name: str, changed: dict[str, str]) -> None:
        self.name, self.changed = name, changed

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self.name and not fullname.startswith(f"{self.name}."):
            return None
        spec = spec_from_loader(fullname, self, is_package=self.stem(fullname).endswith("__init__"))
        if spec is not None and spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(str(FILES[self.stem(fullname)].parent))
        return spec

    @staticmethod
    def stem(fullname: str) -> str:
        """Return the module of the checker that has this name in the copy."""
        found = fullname.partition(".")[2]
        return found if found in SOURCES else f"{found}.__init__".removeprefix(".")

    def exec_module(self, module: ModuleType) -> None:
        stem = self.stem(module.__name__)
        changed = self.changed.get(stem)
        code = _compiled(stem) if changed is None else compile(changed, f"<{module.__name__}>", "exec")
        exec(code, module.__dict__)


@contextmanager
def checker(patches: Sequence[Patch], name: str = "seeded_checker") -> Iterator[Any]:
    """Give the module ``bundle`` of a copy of the checker with the patches, for the time of the block."""
    finder = _Copy(name, patched(patches))
    sys.meta_path.insert(0, finder)
    try:
        yield import_module(f"{name}.bundle")
    finally:
        sys.meta_path.remove(finder)
        for module in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
            del sys.modules[module]
