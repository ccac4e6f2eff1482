"""Taking back what clients before this one sent to a cluster."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

#: What the names of this package begin with, in all its versions.
FAMILY = "trellis_dask_"


async def drop_unused(mark: str, dask_scheduler: Any) -> None:
    """Drop the plugins of builds that no client is connected with, but those of `mark`; run by the scheduler.

    The last build stays, so that the next command of the same need not send it again.
    """
    package = mark.partition("-")[0]

    def is_used(name: str) -> bool:
        # Clients are named by the mark of their build.
        return any(f"-{name}-" in client for client in dask_scheduler.clients)

    for name in [name for name in dask_scheduler.worker_plugins if name.startswith(FAMILY)]:
        if name != mark and not is_used(name):
            await dask_scheduler.unregister_worker_plugin(comm=None, name=name)
    for name in [name for name in dask_scheduler.plugins if name.startswith(FAMILY)]:
        if name != package and not is_used(name):
            dask_scheduler.remove_plugin(name=name)
            remove_package(dask_scheduler.local_directory, name)


def remove_package(folder: str, package: str) -> None:
    """Remove the file of a package from a folder; what was imported from it stays."""
    path = os.path.join(folder, f"{package}.zip")
    with contextlib.suppress(ValueError):
        sys.path.remove(path)
    with contextlib.suppress(OSError):
        os.remove(path)
