"""A toy worker library, and a real cluster to use it on."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Iterator, List

import pytest

HERE = Path(__file__).parent
PACKAGE = HERE.parent
sys.path.insert(0, str(PACKAGE))


@pytest.fixture(scope="session")
def build_toy(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Builds the toy library with a hash of operations, and what it takes for one."""

    def build(operations: str, one: int = 1) -> str:
        path = tmp_path_factory.mktemp("toy") / "libToy.so"
        subprocess.run(
            ["gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", f'-DOPERATIONS="{operations}"', f"-DONE={one}",
             "-o", str(path), str(HERE / "toy.c"), "-lpthread"],
            check=True,
        )
        return str(path)

    return build


@pytest.fixture(scope="session")
def toy(build_toy: Callable[[str], str]) -> str:
    """The path of the toy library."""
    return build_toy("0123")


class Cluster:
    """A scheduler and workers as processes of their own, ended by their numbers."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.folder = folder
        self.processes: List[subprocess.Popen] = []
        # The package must come from the client: it is not on their path.
        self.environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        self.environment["TOY_MARK"] = str(folder / "mark")
        self.environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "1"
        self.environment.update(environment)
        self.file = folder / "scheduler.json"
        self._arguments = arguments
        self.start_scheduler(0)

    def start_scheduler(self, port: int) -> None:
        """Start the scheduler, for which workers and clients look at a port; 0 for any."""
        self.file.unlink(missing_ok=True)
        self._start(
            "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--scheduler-file", str(self.file),
            *self._arguments,
        )
        wait_until(lambda: self.file.exists() and self.file.stat().st_size > 0)

    @property
    def address(self) -> str:
        import json

        return json.loads(self.file.read_text())["address"]

    def add_worker(self, *arguments: str, **environment: str) -> subprocess.Popen:
        """Start a worker with one thread."""
        return self._start(
            "worker", "--scheduler-file", str(self.file), "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard",
            "--local-directory", str(self.folder / "workers"), *arguments, **environment,
        )

    def _start(self, *arguments: str, **environment: str) -> subprocess.Popen:
        log = open(self.folder / f"{len(self.processes)}.log", "wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments], cwd=self.folder, env={**self.environment, **environment},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )
        log.close()
        self.processes.append(process)
        return process

    def close(self) -> None:
        for process in reversed(self.processes):
            # The session of the process: a worker that lost its nanny goes, too.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for what another process is to do."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.02)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers yet."""
    started = Cluster(tmp_path)
    try:
        yield started
    finally:
        started.close()


@pytest.fixture(autouse=True)
def time_limit() -> Iterator[None]:
    """Ends a test that waits for what does not come."""

    def expire(*_: object) -> None:
        raise TimeoutError("the test took more than 60 s")

    signal.signal(signal.SIGALRM, expire)
    signal.alarm(60)
    yield
    signal.alarm(0)
