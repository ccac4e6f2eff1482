"""How long the bridge waits, and how it ends where waiting is over."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from dataclasses import dataclass
from typing import Mapping


@dataclass(frozen=True)
class Limits:
    """Limits in seconds.

    `connect`   for a scheduler to answer at all
    `install`   for each worker to take the code and say whether it can use it
    `silence`   for the scheduler to answer a question; for a worker that has tasks to be heard of, where Dask waits for good
    """

    connect: float
    install: float
    silence: float

    @classmethod
    def of(cls, header: Mapping[str, float]) -> Limits:
        """The limits in a `connect` frame."""
        return cls(float(header["connect"]), float(header["install"]), float(header["silence"]))


def leave(folder: str, status: int) -> None:
    """End this process at once, with the processes that it started and its files."""
    shutil.rmtree(folder, ignore_errors=True)
    if os.getsid(0) == os.getpid():
        # Workers that do not run, too, which could not end by themselves.
        with contextlib.suppress(OSError):
            os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(status)
