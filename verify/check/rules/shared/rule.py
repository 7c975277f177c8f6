"""What a rule is: a kind of claim, the files and keys of its file, what must be shown, and what then holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...budget import Budget
from ...engine import Engine
from ...verdict import short

Files = dict[str, Any]
"""What the files hold that a claim names: ``network`` and ``other`` a ``Node``, ``dataset`` a ``Dataset``."""

Key = Callable[[Any, Files, Budget], Any]
"""Reads the value of a key, beside those files; raises ``Malformed`` if it is not as docs/reference/format.md says."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of one kind of claim.

    ``check`` takes the engine, the files and the values of the keys by their names. It returns if the claim is shown,
    with what the sentence speaks of beside the claim's own text.
    """

    kind: str
    files: tuple[str, ...]
    keys: dict[str, Key]
    check: Callable[..., dict[str, object]]
    sentence: str

    def values(self, claim: dict[str, Any], files: Files, budget: Budget) -> dict[str, Any]:
        """Return what the keys of a claim say, beside the files that it names; raises ``Malformed``."""
        return {key: read(claim[key], files, budget) for key, read in self.keys.items()}

    def apply(self, claim: dict[str, Any], engine: Engine, files: Files) -> str:
        """Return the sentence that was proved; raises ``Malformed`` or ``Rejected``."""
        values = self.values(claim, files, engine.budget)
        said = {key: short(value) for key, value in claim.items() if type(value) is str}
        return self.sentence.format(**{**claim, **said, **self.check(engine, **files, **values)})
