"""What holds for every test: random tests are the same ones in each run, and none of them measures the machine."""

import gc
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from compiled_once import Compiled
from hypothesis import HealthCheck, settings
from samples import examples

from verify.kernel import lane

settings.register_profile(
    "memocert",
    max_examples=examples(50),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("memocert")


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave alone what all tests share: the modules, and the tests themselves."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Put what tests, their programs and other packages leave behind where pytest throws its own folders away."""
    folder = str(tmp_path_factory.mktemp("temporary"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_lines_of_progress() -> Iterator[None]:
    """Let no program write lines of progress, which come by the clock; tests of them ask for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEMOCERT_PROGRESS", "0")
        yield


@pytest.fixture(scope="session", autouse=True)
def theory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    """Let all tests of the kernel lane, in whichever process, use a theory that is compiled once when first needed."""
    compiled = Compiled(tmp_path_factory.getbasetemp() / "own-theory")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lane, "theory", lambda: compiled)
        yield compiled


@pytest.fixture
def built(theory: Compiled) -> Path:
    """Return a folder with the theory, compiled."""
    return theory.folder()
