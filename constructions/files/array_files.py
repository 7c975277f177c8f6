"""Arrays in ``.npy`` and ``.npz`` files: what they claim to hold is looked at before anything is unpacked."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from typing import IO, Any

import numpy

from constructions.model.errors import BadInput, line_of, no_memory, shown
from constructions.model.nouns import count_of

MAX_NUMBERS = 50_000_000
"""The most numbers that the arrays read from one file may have together."""

MAX_ROWS = 10_000_000
"""The most rows that one of them may have: each takes a hundred bytes when it is read, packed almost none."""

MAX_BYTES = 400 << 20
"""The most bytes that they may take."""

_MAGIC = {".npy": b"\x93NUMPY", ".npz": b"PK"}
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what numpy writes; the others unpack without a limit


def npy_array(data: bytes, file: str, limit: int = MAX_NUMBERS) -> Any:
    """Return the array in the bytes of a ``.npy`` file.

    Raises:
        BadInput: if they are no such file, its shape contradicts its length, or it has more than ``limit`` numbers;
            one line that names ``file``.

    >>> stream = io.BytesIO()
    >>> numpy.save(stream, numpy.eye(2))
    >>> npy_array(stream.getvalue(), "f.npy").shape
    (2, 2)
    >>> npy_array(stream.getvalue()[:-8], "f.npy")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: f.npy: not a readable .npy file (its shape (2, 2) needs 32 bytes, it has 24)
    """
    with _damage_refused(data, file, ".npy"):
        return _array(io.BytesIO(data), len(data), file, limit)


class Archive:
    """The arrays of a ``.npz`` file, each unpacked when it is asked for; ``names`` has them in order."""

    def __init__(self, packed: zipfile.ZipFile, file: str, limit: int) -> None:
        self._packed, self._file = packed, file
        self._numbers, self._bytes = limit, MAX_BYTES
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in packed.infolist():
            name = member.filename.removesuffix(".npy")
            if name in self._members:
                raise BadInput(f"{file}: the array {shown(name)} is there twice")
            self._members[name] = member
        self.names = list(self._members)

    def read(self, name: str) -> Any:
        """Return the array of that name; what all those read take together is limited.

        Raises:
            BadInput: if it is too large, is no array, or its shape contradicts its length.
        """
        member, place = self._members[name], f"{self._file}: {shown(name)[1:-1]}"
        if member.compress_type not in _METHODS:
            raise BadInput(f"{place} is packed by method {member.compress_type}, which is not read: use numpy.savez")
        if member.file_size > self._bytes:
            raise BadInput(
                f"{place} unpacks to {member.file_size:,} bytes, and {MAX_BYTES:,} are the most that are read"
            )
        self._bytes -= member.file_size
        with _damage_refused(_MAGIC[".npz"], self._file, ".npz"), self._packed.open(member) as stream:
            found = _array(stream, member.file_size, place, self._numbers)
            stream.read(1)  # the end is where the checksum is compared
        self._numbers -= found.size
        return found


@contextmanager
def npz_archive(data: bytes, file: str, limit: int = MAX_NUMBERS) -> Iterator[Archive]:
    """Open the bytes of a ``.npz`` file, of which at most ``limit`` numbers are read.

    Raises:
        BadInput: if they are no such file.

    >>> stream = io.BytesIO()
    >>> numpy.savez_compressed(stream, X=numpy.zeros((1000, 1000)))
    >>> with npz_archive(stream.getvalue(), "f.npz", 100) as archive:
    ...     archive.read("X")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: f.npz: X has 1,000,000 numbers, and 100 are the most that are read
    """
    with _damage_refused(data, file, ".npz"), zipfile.ZipFile(io.BytesIO(data)) as packed:
        yield Archive(packed, file, limit)


def check_unpacked(data: bytes, file: str, text: str) -> None:
    """Refuse an archive that unpacks to much more than it is; what is no archive is left to its reader.

    Args:
        text: how the name of the member ends of which objects are made, each many times as large as what stands there.

    Raises:
        BadInput: if all members take more than ``MAX_BYTES``; if this one does not lie there as it is, and takes more
            than 8 MiB, and than eight times the file.

    >>> check_unpacked(b"no archive", "f.pt", "data.pkl")
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            sizes = [(member.filename.lower(), member.file_size) for member in packed.infolist()]
    except Exception as error:  # as in ``_damage_refused``
        if data.startswith(_MAGIC[".npz"]):
            raise BadInput(f"{file}: not a readable archive ({shown(str(error), 120)})") from error
        return
    total = sum([size for _, size in sizes])
    if total > MAX_BYTES:
        raise BadInput(f"{file} unpacks to {total:,} bytes, and {MAX_BYTES:,} are the most that are read")
    made, most = sum([size for name, size in sizes if name.endswith(text)]), max(8 << 20, 8 * len(data))
    if made > most:
        raise BadInput(
            f"{file}: {text} unpacks to {made:,} bytes, and {most:,} are the most that are read from a file of "
            f"{len(data):,}: save it without compression"
        )


def _array(stream: IO[bytes], size: int, place: str, limit: int) -> Any:
    """Return the array in a stream of that many bytes, once its header is known to be true and small enough."""
    head = io.BytesIO(stream.read(min(size, 1 << 16)))
    if not head.getvalue().startswith(_MAGIC[".npy"]):
        raise BadInput(f"{place} must be an array, and it begins with {shown(head.getvalue()[:6])}")
    version = numpy.lib.format.read_magic(head)
    read = numpy.lib.format.read_array_header_1_0 if version == (1, 0) else numpy.lib.format.read_array_header_2_0
    shape, by_columns, kind = read(head)
    if kind.hasobject:
        raise ValueError("Object arrays cannot be loaded: they are pickles, which may run code")
    needed, there = prod(shape) * kind.itemsize, size - head.tell()
    if needed != there:
        raise ValueError(f"its shape {shape} needs {count_of(needed, 'byte')}, it has {there:,}")
    if prod(shape) > limit:
        raise BadInput(f"{place} has {count_of(prod(shape), 'number')}, and {limit:,} are the most that are read")
    if needed > MAX_BYTES:
        raise BadInput(f"{place} takes {needed:,} bytes, and {MAX_BYTES:,} are the most that are read")
    entries: int = prod(shape)
    if entries and not needed:
        raise BadInput(f"{place} has {count_of(entries, 'entry', 'entries')} of no bytes each, which are no numbers")
    if shape and shape[0] > MAX_ROWS:
        raise BadInput(f"{place} has {count_of(shape[0], 'row')}, and {MAX_ROWS:,} are the most that are read")
    if not needed:
        return numpy.empty(shape, kind)
    return numpy.frombuffer(head.read() + stream.read(), kind).reshape(shape, order="F" if by_columns else "C")


@contextmanager
def _damage_refused(data: bytes, file: str, suffix: str) -> Iterator[None]:
    """Turn what numpy raises inside the block into one line about the file."""
    if not data.startswith(_MAGIC[suffix]):
        raise BadInput(f"{file}: not a {suffix} file: it begins with {shown(data[:6])}")
    try:
        yield
    except BadInput:
        raise
    except MemoryError:
        raise no_memory(file) from None
    except Exception as error:  # damaged files make numpy, zipfile, zlib and tokenize raise a dozen kinds of error
        raise BadInput(f"{file}: not a readable {suffix} file ({line_of(error)})") from error
