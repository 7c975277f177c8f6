"""How values with many settings show themselves: by what was set, not by what is as always."""

from dataclasses import MISSING, fields
from typing import Any


class Brief:
    """A dataclass whose ``repr`` has only the fields that differ from their defaults; it wants ``repr=False``.

    >>> from dataclasses import dataclass
    >>> @dataclass(repr=False)
    ... class Settings(Brief):
    ...     where: str
    ...     times: int = 1
    >>> Settings("here"), Settings("there", 2)
    (Settings(where='here'), Settings(where='there', times=2))
    """

    __slots__ = ()

    def __repr__(self) -> str:
        shown: list[str] = []
        for one in fields(self):  # type: ignore[arg-type]
            value: Any = getattr(self, one.name)
            default = one.default if one.default_factory is MISSING else one.default_factory()
            if one.repr and (default is MISSING or not (value is default or value == default)):
                shown.append(f"{one.name}={value!r}")
        return f"{type(self).__name__}({', '.join(shown)})"
