"""Files of models: opened with a limit on their size, and what is wrong with them said in one line."""

import os
from pathlib import Path

from constructions.files.disk import a_directory, reason
from constructions.model.errors import BadInput
from constructions.model.nouns import count_of

MAX_BYTES = 1 << 28
"""The most bytes that a model may have, tensors in other files included."""


def check_file(path: Path, limit: int) -> None:
    """Refuse what is no file, is too large or may not be read.

    Raises:
        BadInput: that says which of these it is.
    """
    try:
        size = path.stat().st_size
        is_file = path.is_file()
    except OSError as error:
        raise BadInput(f"{path}: {reason(error)}") from error
    if not is_file:
        raise a_directory(path, str(path)) if path.is_dir() else BadInput(f"{path}: is not a file")
    if size > limit:
        raise BadInput(f"{path} has {count_of(size, 'byte')}, and {limit:,} are the most that are read")
    if not os.access(path, os.R_OK):
        raise BadInput(f"{path}: permission denied")
