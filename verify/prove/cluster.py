"""A Dask cluster as the workers that share a search; the package is needed where one is named, and nowhere else."""

from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.metadata import version
from logging import CRITICAL, getLogger
from typing import Any

from constructions.model.errors import BadInput, needs, shown
from constructions.model.progress import STOPS
from verify.prove.work import Workers

PATIENCE = 10
"""So many seconds a scheduler may take to answer."""


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """Give the workers of a Dask cluster, each of which must have this version and run one task at a time.

    A worker that is lost is replaced by the others, and its tasks run again there. The cluster stays as it is when the
    block ends; only tasks that still run are cancelled.

    Args:
        address: of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises:
        BadInput: if the package is not installed, the scheduler does not answer, or its workers are no such workers;
            also in the block, if one worker after the other is lost with the same task, or the scheduler ends.
    """
    with needs("a cluster", "distributed", "dask"):
        from distributed import Client, KilledWorker
    for name in ("asyncio", "distributed", "distributed.client", "tornado.application"):  # each has a level of its own
        getLogger(name).setLevel(CRITICAL)  # what they say in pages is said here in one line
    client: Any = Client.__new__(Client)  # where it does not start it must be closed, or its end is waited for
    try:
        client.__init__(address, timeout=PATIENCE, set_as_default=False)
    except BaseException as error:
        client.close(timeout=1)
        if not isinstance(error, Exception) or isinstance(error, STOPS):
            raise
        why = "" if isinstance(error, OSError) else f": {shown(str(error), 120)}"
        raise BadInput(f"{shown(address)}: no scheduler of a Dask cluster answers there{why}") from error
    with client:
        try:
            threads: dict[str, int] = client.nthreads()
            _check_workers(client, address, threads)
            yield Workers(len(threads), client.get_executor(pure=False))
        except KilledWorker as error:
            raise BadInput(f"{address}: workers end before their work is done: have they too little memory?") from error
        except (CancelledError, OSError, RuntimeError) as error:
            if client.status == "running":
                raise
            raise BadInput(f"{address}: the scheduler of the cluster ended before the work was done") from error


def _check_workers(client: Any, address: str, threads: Mapping[str, int]) -> None:
    """Refuse a cluster without workers, and workers of another version or that run several tasks at once."""
    if not threads:
        raise BadInput(f"{address}: the cluster has no workers")
    for worker, count in threads.items():
        if count != 1:
            raise BadInput(f"{worker}: this worker runs {count} tasks at once: start it with --nthreads 1")
    for worker, found in _versions(client).items():
        if found != version("memocert"):
            raise BadInput(f"{worker}: this worker has {found}, and here is memocert {version('memocert')}")


def _versions(client: Any) -> dict[str, str]:
    """Return the version that each worker has, or that it has none."""
    found: dict[str, Any] = client.run(version, "memocert", on_error="return")
    return {worker: value if isinstance(value, str) else "no memocert" for worker, value in found.items()}
