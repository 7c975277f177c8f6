"""The table of all kinds of claims: whatever rules the files of this folder define."""

from importlib import import_module
from pkgutil import iter_modules

from .shared.rule import Rule


def _found() -> dict[str, Rule]:
    """Return the rule of every kind; works in a folder, a copy of it under another name, and an archive."""
    folder = import_module(__package__).__path__
    found: dict[str, Rule] = {}
    for name in sorted([module.name for module in iter_modules(folder) if not module.ispkg]):
        rules = () if name == "table" else import_module(f"{__package__}.{name}").RULES
        for rule in rules:
            if rule.kind in found:
                raise ImportError(f"{__package__}.{name}: there is another rule for the kind {rule.kind!r}")
            found[rule.kind] = rule
    return found


RULES = _found()
"""The rule of each kind, in the order of the files' names."""
