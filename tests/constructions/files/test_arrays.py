"""Arrays in files that claim, or unpack to, more than they should: refused before the memory is taken."""

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy
import pytest
from processes import run

from constructions.files.array_files import MAX_BYTES, MAX_NUMBERS, MAX_ROWS, npy_array, npz_archive
from constructions.files.data_reader import read_dataset
from constructions.model.errors import BadInput

READ = """
import sys
from pathlib import Path
from constructions.model.errors import BadInput
from constructions.files.data_reader import read_dataset
from exchange.reader import read_trained
for read in (read_dataset, read_trained):
    try:
        print(read(Path(sys.argv[1])))
    except BadInput as error:
        print(error)
"""


def npy(values: Any) -> bytes:
    stream = io.BytesIO()
    numpy.save(stream, values)
    return stream.getvalue()


def header(shape: tuple[int, ...], kind: str = "|u1") -> bytes:
    stream = io.BytesIO()
    numpy.lib.format.write_array_header_1_0(stream, {"descr": kind, "fortran_order": False, "shape": shape})
    return stream.getvalue()


def write_bomb(path: Path, shape: tuple[int, ...], method: int = zipfile.ZIP_DEFLATED) -> None:
    """Write an archive whose array X has that shape and is all zeros, without ever holding it."""
    left = 1
    for size in shape:
        left *= size
    with zipfile.ZipFile(path, "w", method, allowZip64=True) as archive:
        with archive.open("X.npy", "w", force_zip64=True) as stream:
            stream.write(header(shape))
            block = bytes(1 << 22)
            while left:
                stream.write(block[: min(left, len(block))])
                left -= min(left, len(block))
        archive.writestr("y.npy", npy(numpy.zeros(shape[0], numpy.uint8)))


def limited(path: Path) -> list[str]:
    """Return what readers say of a file in a process of little memory."""
    done = run(sys.executable, "-c", READ, path, memory=3 << 30)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_an_archive_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.npz"
    write_bomb(path, (420_000, 1000))
    assert path.stat().st_size < 1 << 20
    for message in limited(path):
        assert message == f"{path}: X unpacks to 420,000,128 bytes, and {MAX_BYTES:,} are the most that are read"


def test_too_many_numbers_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "wide.npz"
    write_bomb(path, (60_000, 1000))
    first, second = limited(path)
    assert first == f"{path}: X has 60,000,000 numbers, and {MAX_NUMBERS:,} are the most that are read"
    assert second == f"{path}: X has 60,000,000 numbers, and 10,000,000 are the most that are read"


def test_too_many_rows_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "long.npz"
    write_bomb(path, (25_000_000, 1))
    assert path.stat().st_size < 1 << 20
    first, _ = limited(path)
    assert first == f"{path}: X has 25,000,000 rows, and {MAX_ROWS:,} are the most that are read"


def test_arrays_wider_than_networks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.npz"
    numpy.savez_compressed(path, X=numpy.zeros((2, 2**20 + 1), dtype=numpy.int8), y=numpy.arange(2))
    with pytest.raises(BadInput) as caught:
        read_dataset(path)
    said = f"{path}: X has 1,048,577 columns, and 1,048,576 are the most that a network takes"
    assert str(caught.value) == said


@pytest.mark.parametrize("shape", [(1 << 40, 1 << 20), (10**9,), (3,), (0,)])
def test_a_shape_that_contradicts_the_bytes_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(
        BadInput, match=r"f\.npy: not a readable \.npy file \(its shape \(.*\) needs .* bytes, it has 4"
    ):
        npy_array(header(shape) + bytes(4), "f.npy")


def test_numbers_without_bytes_are_counted() -> None:
    with pytest.raises(BadInput, match="has 1,000,000,000,000 numbers"):
        npy_array(header((10**12,), "|V0"), "f.npy")


def test_entries_without_bytes_are_no_numbers() -> None:
    """The file may be of some bytes, but as many texts come out of it as it says."""
    with pytest.raises(BadInput, match=r"f\.npy has 49,000,000 entries of no bytes each"):
        npy_array(header((49_000_000,), "<U0"), "f.npy")


def test_arrays_of_one_archive_have_one_budget() -> None:
    stream = io.BytesIO()
    numpy.savez(stream, a=numpy.zeros(60), b=numpy.zeros(60))
    with npz_archive(stream.getvalue(), "f.npz", 100) as archive:
        assert archive.read("a").size == 60
        with pytest.raises(BadInput, match="b has 60 numbers, and 40 are the most"):
            archive.read("b")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_numpy_does_not_write_are_refused(tmp_path: Path, method: int) -> None:
    write_bomb(tmp_path / "f.npz", (10, 10), method)
    data, words = (tmp_path / "f.npz").read_bytes(), f"X is packed by method {method}, which is not read"
    with npz_archive(data, "f.npz") as archive, pytest.raises(BadInput, match=words):
        archive.read("X")


def test_an_array_that_is_there_twice_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("X.npy", npy(numpy.zeros(2)))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("X.npy", npy(numpy.ones(2)))
    with pytest.raises(BadInput, match="the array 'X' is there twice"), npz_archive(stream.getvalue(), "f.npz"):
        pass


def test_pickled_objects_are_refused_in_archives_in_archives_too() -> None:
    stream = io.BytesIO()
    numpy.savez(stream, X=numpy.array([{}], dtype=object))
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("X.npy", stream.getvalue())
    for data, words in ((stream.getvalue(), "Object arrays cannot be loaded"), (outer.getvalue(), "must be an array")):
        with npz_archive(data, "f.npz") as opened, pytest.raises(BadInput, match=words):
            opened.read("X")


@pytest.mark.parametrize("order", ["C", "F"])
def test_arrays_are_the_ones_that_numpy_reads(order: Any) -> None:
    for values in (numpy.arange(6).reshape(2, 3), numpy.zeros((0, 3)), numpy.array(["ab", "c"]), numpy.array(2.5)):
        data = npy(numpy.asarray(values, order=order))
        found, wanted = npy_array(data, "f.npy"), numpy.load(io.BytesIO(data))
        assert found.dtype == wanted.dtype
        assert found.shape == wanted.shape
        assert found.tolist() == wanted.tolist()
