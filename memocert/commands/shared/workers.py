"""Those who share a search, as a user names them: processes of this machine, or a cluster."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from verify.prove.work import Workers

ClusterOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="The scheduler of a Dask cluster whose workers share the search: tcp://HOST:PORT."
    ),
]


@contextmanager
def workers_of(jobs: int, address: str | None) -> "Iterator[Workers]":
    """Give those who share a search: processes of this machine, or the workers of a cluster."""
    from verify.prove.cluster import cluster
    from verify.prove.work import Workers

    if address is None:
        yield Workers(jobs)
    else:
        with cluster(address) as workers:
            yield workers
