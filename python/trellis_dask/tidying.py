"""Removal of code that earlier clients sent to a cluster."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

#: The common prefix of the names of all versions of this package.
FAMILY = "trellis_dask_"


async def drop_unused(mark: str, dask_scheduler: Any) -> None:
    """Remove the plugins of builds without a connected client, except for `mark`; runs on the scheduler.

    The most recent build is kept, so that the next client with the same build does not send it again.
    """
    package = mark.partition("-")[0]

    def is_used(name: str) -> bool:
        # The name of a client contains the mark of its build.
        return any(f"-{name}-" in client for client in dask_scheduler.clients)

    for name in [name for name in dask_scheduler.worker_plugins if name.startswith(FAMILY)]:
        if name != mark and not is_used(name):
            await dask_scheduler.unregister_worker_plugin(comm=None, name=name)
    for name in [name for name in dask_scheduler.plugins if name.startswith(FAMILY)]:
        if name != package and not is_used(name):
            dask_scheduler.remove_plugin(name=name)
            remove_package(dask_scheduler.local_directory, name)


def remove_package(folder: str, package: str) -> None:
    """Remove the file of a package from a folder; imported modules remain loaded."""
    path = os.path.join(folder, f"{package}.zip")
    with contextlib.suppress(ValueError):
        sys.path.remove(path)
    with contextlib.suppress(OSError):
        os.remove(path)
