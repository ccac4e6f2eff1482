"""Liveness checks of the scheduler and its workers."""

from __future__ import annotations

import time
from typing import Any, List, Tuple

from .deadline import DeadlineExceeded, within


class SchedulerGone(Exception):
    """The scheduler does not respond, or was replaced by another one."""


def ask_scheduler(client: Any, identity: str, seconds: float) -> List[Tuple[str, str]]:
    """Return the addresses and names of workers with tasks or data that have been silent for `seconds`.

    Raises SchedulerGone.
    """
    try:
        found, silent = within(seconds, client, lambda: client.run_on_scheduler(look, seconds))
    except DeadlineExceeded:
        raise SchedulerGone(f"it has not responded for {seconds:g} s") from None
    except Exception as error:  # a restarted scheduler does not have this package
        raise SchedulerGone(f"{type(error).__name__}: {error}") from None
    if found != identity:
        raise SchedulerGone("it was restarted")
    return [(address, name) for address, name in silent]


def look(seconds: float, dask_scheduler: Any) -> Tuple[str, List[Tuple[str, str]]]:
    """Return the identity of the scheduler and the silent workers; runs on the scheduler.

    Returns no workers if Dask itself handles silent workers (`worker-ttl`).
    """
    if dask_scheduler.worker_ttl:
        return dask_scheduler.id, []
    now = time.time()
    silent = [
        (worker.address, str(worker.name))
        for worker in dask_scheduler.workers.values()
        if now - worker.last_seen > seconds and (worker.processing or worker.has_what)
    ]
    return dask_scheduler.id, silent
