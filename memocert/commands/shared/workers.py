"""Those who share a search, as a user names them: processes of this machine, or a cluster."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from verify.prove.work import Workers

JobsOption: TypeAlias = Annotated[
    int, typer.Option(min=0, help="Processes that share the search; 0: one for each core.")
]

ClusterOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="The scheduler of a Dask cluster whose workers share the search: tcp://HOST:PORT."
    ),
]


@contextmanager
def workers_of(jobs: int, address: str | None) -> "Iterator[Workers]":
    """Give those who share a search: processes of this machine, 0 for one on each core, or the workers of a cluster."""
    from verify.prove.cluster import cluster
    from verify.prove.work import Workers

    if address is None:
        yield Workers(jobs or os.cpu_count() or 1)
    else:
        with cluster(address) as workers:
            yield workers
