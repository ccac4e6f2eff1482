"""Asking the scheduler whether it is there still, and whether its workers are."""

from __future__ import annotations

import time
from typing import Any, List, Tuple

from .deadline import Late, within


class SchedulerGone(Exception):
    """The scheduler does not answer, or is another than it was."""


def ask_scheduler(client: Any, identity: str, seconds: float) -> List[Tuple[str, str]]:
    """The addresses and names of workers that have been silent for as long, with tasks or data.

    Raises SchedulerGone.
    """
    try:
        found, silent = within(seconds, client, lambda: client.run_on_scheduler(look, seconds))
    except Late:
        raise SchedulerGone(f"it has not answered for {seconds:g} s") from None
    except Exception as error:  # a scheduler that was started anew has nothing of this package
        raise SchedulerGone(f"{type(error).__name__}: {error}") from None
    if found != identity:
        raise SchedulerGone("it was started anew")
    return [(address, name) for address, name in silent]


def look(seconds: float, dask_scheduler: Any) -> Tuple[str, List[Tuple[str, str]]]:
    """The scheduler's identity, and the workers that are silent; run by the scheduler.

    Where Dask itself restarts or gives up workers that it has not heard of (`worker-ttl`), it is left to.
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
