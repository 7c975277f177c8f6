"""Files read and written: what a user names is read here and nowhere else, and written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path
from stat import S_ISREG

from constructions.model.errors import BadInput, NotWritten
from constructions.model.nouns import count_of

MAX_FILE_BYTES = 2**30
"""The most bytes of a file that are read."""

TORN = ".memocert-"
"""How the name of a file begins that is not whole yet; eight of a-z, 0-9 and _ follow."""


def read_bytes(path: Path, file: str = "") -> bytes:
    """Return the bytes of a file; the one place that reads what a user names.

    Devices and pipes are refused: a device may never end, and a pipe may never begin.

    Args:
        path: the file.
        file: what messages call it, if not by its path.

    Raises:
        BadInput: if it cannot be read, is no regular file, or has more than ``MAX_FILE_BYTES`` bytes; one line that
            names it and says why.

    >>> read_bytes(Path("/dev/null"))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: /dev/null: is a device or a pipe, and only files are read: copy it to one first
    """
    file = file or str(path)
    try:
        place = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(place, "rb") as stream:
            status = os.fstat(place)
            if not S_ISREG(status.st_mode):
                raise BadInput(f"{file}: is a device or a pipe, and only files are read: copy it to one first")
            data = b""
            if status.st_size <= MAX_FILE_BYTES:
                data = stream.read(status.st_size + 1)  # room is made for so many at once
                if len(data) > status.st_size:  # it grows meanwhile
                    data += stream.read(MAX_FILE_BYTES + 1 - len(data))
    except IsADirectoryError as error:
        raise a_directory(path, file) from error
    except BadInput:
        raise
    except (OSError, ValueError) as error:
        raise BadInput(f"{file}: {reason(error)}") from error
    if status.st_size > MAX_FILE_BYTES or len(data) > MAX_FILE_BYTES:
        raise BadInput(f"{file}: has more than {MAX_FILE_BYTES:,} bytes, the most that are read")
    refuse_packed(data[:2], file)
    return data


def bundles_in(folder: Path) -> tuple[str, Path | None]:
    """Return how many bundles are in a folder, in words, and the first of them.

    >>> bundles_in(Path("docs"))
    ('0 bundles are', None)
    """
    found = sorted([path.parent for path in folder.glob("*/network.json")])
    return count_of(len(found), "bundle is", "bundles are"), found[0] if found else None


def a_directory(
    path: Path, file: str, meant: str = "if a network is meant, it is", name: str = "network.json"
) -> BadInput:
    """Return the refusal of a folder where a file is taken; it names the file of a bundle that may be meant, or where
    bundles are.

    >>> a_directory(Path("docs"), "docs")
    BadInput('docs: is a directory')
    """
    others, first = bundles_in(path)
    hint = f"; {others} in it, the first {first}" if first else ""
    if (path / name).is_file():
        hint = f"; {meant} {path / name}"
    return BadInput(f"{file}: is a directory{hint}")


def refuse_packed(start: bytes, file: str) -> None:
    """Refuse a file that gzip has compressed, by its first two bytes: nothing here reads one.

    >>> refuse_packed(bytes([31, 139]), "n.onnx.gz")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: n.onnx.gz: is compressed by gzip: unpack it first, with gunzip
    """
    if start == b"\x1f\x8b":
        raise BadInput(f"{file}: is compressed by gzip: unpack it first, with gunzip")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: into a temporary neighbour, then renamed over ``path``.

    Raises:
        BadInput: if it cannot be written (no such folder, no permission, disk full), or what stands there is no file to
            be replaced, as a device or a link; what stood there is unharmed.
    """
    write_together({path: data})


def write_together(files: Mapping[Path, bytes], what: Path | None = None) -> None:
    """Write files that belong together: none takes its place before all stand whole beside their places.

    So a full disk or Ctrl-C leaves what stood there, and no new file beside an old one that it does not go with.

    Args:
        files: the bytes of each, by its path; renamed in this order.
        what: what messages call them together; each by its path if left out.

    Raises:
        BadInput: as ``write_whole``.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     one, two = Path(folder) / "one", Path(folder) / "two"
    ...     write_together({one: b"1", two: b"2"})
    ...     one.read_bytes(), two.read_bytes()
    (b'1', b'2')
    """
    beside: dict[Path, str] = {}
    path = what
    try:
        for path, data in files.items():
            _check_place(path)
            beside[path] = _written_beside(path, data)
        for path, temporary in beside.items():
            os.replace(temporary, path)
    except OSError as error:
        raise not_written(what or path, error) from error
    finally:
        for temporary in beside.values():
            Path(temporary).unlink(missing_ok=True)


def append(path: Path, line: bytes) -> None:
    """Add a line to the end of a file; it may be torn only where the machine, or a full disk, stops it in the middle.

    A line that was torn before is ended first, so that only itself is lost.

    Raises:
        BadInput: if it cannot be written; what stood there stands.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "lines"
    ...     write_whole(path, b"whole\\ntor")
    ...     append(path, b"next\\n")
    ...     path.read_bytes()
    b'whole\\ntor\\nnext\\n'
    """
    try:
        _check_place(path)
        with open(path, "r+b", buffering=0) as stream:
            if stream.seek(0, os.SEEK_END):
                stream.seek(-1, os.SEEK_END)
                line = line if stream.read(1) == b"\n" else b"\n" + line
            size = stream.tell()
            try:
                if stream.write(line) < len(line):
                    raise OSError(ENOSPC, os.strerror(ENOSPC))
            except OSError:
                stream.truncate(size)
                raise
    except OSError as error:
        raise not_written(path, error) from error


def _check_place(path: Path) -> None:
    """Refuse a place where something else than a file stands."""
    if path.is_symlink():
        raise BadInput(f"{path}: cannot be written: it is a link, which is neither followed nor replaced")
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise BadInput(f"{path}: cannot be written: it is a device or a pipe, and only a file is replaced")


def _written_beside(path: Path, data: bytes) -> str:
    """Write a temporary neighbour of ``path``, and return its name."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=TORN)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return temporary


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep a folder from other programs that hold it in the same way, until the work inside is done.

    It is no mark that anybody could forget to take away: the system knows who holds it, and that it has ended. Where
    there are no such locks nobody is kept from it.

    Raises:
        BadInput: if somebody else holds it.

    >>> with tempfile.TemporaryDirectory() as name, held(Path(name)), held(Path(name)):
    ...     pass  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: ...: another run is writing into it: wait for its end, or name another folder
    """
    try:
        import fcntl
    except ImportError:  # not on this platform
        yield
        return
    place = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            text = "another run is writing into it: wait for its end, or name another folder"
            raise BadInput(f"{folder}: {text}") from error
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(place)


def not_written(path: Path | None, error: OSError) -> NotWritten:
    """Return what is raised where the operating system does not write a file or a folder.

    >>> str(not_written(Path("b"), OSError(28, "No space left on device")))
    'b: cannot be written: no space left on device'
    """
    return NotWritten(f"{path}: cannot be written: {reason(error)}")


def reason(error: OSError | ValueError) -> str:
    """Return why the operating system refused, in lower case.

    >>> reason(FileNotFoundError(2, "No such file or directory"))
    'no such file or directory'
    """
    return (getattr(error, "strerror", None) or str(error)).lower()
