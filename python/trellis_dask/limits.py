"""The time limits of the bridge, and its exit after a time limit."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from dataclasses import dataclass
from typing import Mapping


@dataclass(frozen=True)
class Limits:
    """Time limits in seconds.

    `connect`   for a scheduler to accept a connection
    `install`   for each worker to receive and load the code
    `silence`   for the scheduler to respond; for a busy worker to give a sign of life, if Dask itself has no limit
    """

    connect: float
    install: float
    silence: float

    @classmethod
    def of(cls, header: Mapping[str, float]) -> Limits:
        """Return the limits of a `connect` frame."""
        return cls(float(header["connect"]), float(header["install"]), float(header["silence"]))


def leave(folder: str, status: int) -> None:
    """Exit immediately, kill the processes that this process started, and remove its files."""
    shutil.rmtree(folder, ignore_errors=True)
    if os.getsid(0) == os.getpid():
        # Also kill workers that are stopped by a signal, which cannot exit by themselves.
        with contextlib.suppress(OSError):
            os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(status)
