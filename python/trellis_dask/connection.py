"""Connecting to a cluster, or starting one."""

from __future__ import annotations

import asyncio
import inspect
import os
import socket
import tempfile
import warnings
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple

import dask
import distributed
from distributed.diagnostics.plugin import SchedulerUploadFile

from .deadline import DeadlineExceeded, responses, within
from .encryption import security_of, temporary_security
from .installer import CodePlugin, Installer
from .limits import Limits
from .refusal import ConnectionRefused
from .tidying import drop_unused
from .worker import refusal


#: The name of this package here and on the cluster; see `upload`.
PACKAGE = __name__.partition(".")[0]


#: The time limit for a worker that is joining to become responsive, in seconds.
JOINING = 5
#: The time limit for workers to respond to a check of which workers respond, in seconds.
RESPONDING = 2


@dataclass
class Connection:
    """A client of a cluster, and the cluster itself if this process started it."""

    client: Any
    cluster: Optional[Any]

    def close(self) -> None:
        """Disconnect from the cluster; shut it down if this process started it."""
        self.client.close(timeout=2)
        if self.cluster is not None:
            self.cluster.close(timeout=5)


def connect(request: Dict[str, Any], timeout: float, folder: str, name: str) -> Connection:
    """Connect to the cluster of a `connect` frame, with a client name.

    Raises ConnectionRefused.
    """
    # Data are sent with the graph on purpose, because scattered data are lost with their worker.
    warnings.filterwarnings("ignore", message="Sending large graph")
    if "address" in request:
        cluster = None
        target = request["address"]
        _reach(target, timeout)
        security = security_of(request.get("tls"), *_host_and_port(target), timeout)
    else:
        cluster = start_cluster(int(request["workers"]), folder)
        target, security = cluster, None
    try:
        client = distributed.Client(target, timeout=timeout, security=security, set_as_default=False, name=name)
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        raise ConnectionRefused("unreachable", _cause(error)) from None
    except Exception as error:  # the server may be anything, and Dask may raise any error for its replies
        raise ConnectionRefused("not-a-scheduler", _cause(error)) from None
    return Connection(client, cluster)


def start_cluster(workers: int, folder: str) -> Any:
    """Start a scheduler in this process, and worker processes that exit with it."""
    dask.config.set(
        {
            # A task whose operation traps kills two workers rather than four.
            "distributed.scheduler.allowed-failures": 1,
            # This setting and the disabled profiler halve the cost of a task.
            "distributed.scheduler.worker-saturation": float("inf"),
            # Searches of a few seconds would end before workers without tasks took some from others.
            "distributed.scheduler.work-stealing-interval": "100ms",
            # On one machine, a worker that has been silent for this long is not running.
            "distributed.scheduler.worker-ttl": "60s",
            "distributed.worker.profile.enabled": False,
        }
    )
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        # Other users of this machine can reach the cluster, and could run arbitrary code on it.
        security=temporary_security(),
        dashboard_address="127.0.0.1:0",
        local_directory=tempfile.mkdtemp(dir=folder),
        silence_logs=50,
    )


def mark_of(digest: str) -> str:
    """Return the resource of workers that can run pieces with the library `digest` and this version of the package."""
    return f"{PACKAGE}-{digest}"


def install(
    client: Any, folder: str, library: str, digest: str, operations: str, limits: Limits
) -> List[Dict[str, Any]]:
    """Send the code to a cluster and to workers that join later, and describe the workers.

    Returns the workers, with the reason for each that cannot run pieces.
    Raises ConnectionRefused, which names a worker that did not respond in time.
    """
    try:
        _send_code(client, folder, library, digest, operations, limits.install)
        return _describe(client, digest, limits)
    except Exception as error:
        slow = _slow(client, digest)
        if slow:
            message = f"no response within {limits.install:g} s"
            raise ConnectionRefused("slow", message, **slow[0], seconds=limits.install) from None
        if isinstance(error, DeadlineExceeded):
            raise ConnectionRefused("unreachable", f"no response within {limits.install:g} s") from None
        raise


def _send_code(client: Any, folder: str, library: str, digest: str, operations: str, seconds: float) -> None:
    archive = os.path.join(folder, f"{PACKAGE}.zip")
    # The scheduler unpickles graphs, which refer to functions of this package.
    scheduler = SchedulerUploadFile(archive)
    scheduler.idempotent = True
    with open(archive, "rb") as package, open(library, "rb") as file:
        installer = Installer(PACKAGE, package.read(), digest, operations, file.read(), mark_of(digest))

    async def send() -> None:
        await client.register_plugin(scheduler, name=PACKAGE)
        await client.register_plugin(CodePlugin(mark_of(digest), installer))
        # Run in the background, because it waits for every worker.
        await client.run_on_scheduler(drop_unused, mark_of(digest), wait=False)

    within(seconds, client, send)


def _describe(client: Any, digest: str, limits: Limits) -> List[Dict[str, Any]]:
    async def ask() -> Dict[str, Any]:
        deadline = asyncio.get_running_loop().time() + JOINING
        while True:
            refusals: Dict[str, Any] = await client.run(refusal, digest, on_error="return")
            # A worker that has not received this package yet cannot respond.
            is_joining = any(isinstance(answer, BaseException) for answer in refusals.values())
            if not is_joining or asyncio.get_running_loop().time() > deadline:
                return refusals
            await asyncio.sleep(0.1)

    refusals = within(limits.install, client, ask)
    identity = within(limits.silence, client, lambda: client.scheduler.identity(**_every_worker()))
    return [
        {
            "address": address,
            "name": str(worker.get("name", address)),
            "threads": worker["nthreads"],
            "refusal": None if refusals[address] is None else str(refusals[address]),
        }
        for address, worker in identity["workers"].items()
        # Skip workers that joined in the meantime; they report by themselves if they cannot be used.
        if address in refusals
    ]


def _slow(client: Any, digest: str) -> List[Dict[str, str]]:
    """Return the workers that do not respond, or have not received the code yet."""

    async def ask() -> List[Dict[str, str]]:
        identity = await client.scheduler.identity(**_every_worker())
        workers = {address: str(worker.get("name", address)) for address, worker in identity["workers"].items()}

        async def asked(address: str) -> Any:
            (answer,) = (await client.run(refusal, digest, workers=[address], on_error="return")).values()
            return answer

        found, silent = await responses(RESPONDING, workers, asked)
        # Workers that do not respond come before those that have not received the code.
        late = silent + [address for address, answer in found.items() if isinstance(answer, BaseException)]
        return [{"worker": address, "name": workers[address]} for address in late]

    try:
        return within(2 * RESPONDING, client, ask)
    except Exception:  # the scheduler does not respond, either
        return []


def dashboard(connection: Connection) -> str:
    """Return the address of the dashboard of the cluster; empty if it has none."""
    link = connection.client.dashboard_link
    return link if isinstance(link, str) and "dashboard" in connection.client.scheduler_info()["services"] else ""


def _every_worker() -> Dict[str, int]:
    """Return the arguments that some versions of Dask need to describe all workers, rather than five."""
    parameters = inspect.signature(distributed.Client.scheduler_info).parameters
    return {"n_workers": -1} if "n_workers" in parameters else {}


def _reach(address: str, timeout: float) -> None:
    """Check immediately whether a server listens at the address, without the repeated attempts of Dask.

    Raises ConnectionRefused.
    """
    try:
        socket.create_connection(_host_and_port(address), timeout).close()
    except (OSError, ValueError) as error:
        raise ConnectionRefused("unreachable", getattr(error, "strerror", None) or str(error)) from None


def _host_and_port(address: str) -> Tuple[str, int]:
    host, _, port = address.partition("://")[2].rpartition(":")
    return host.strip("[]"), int(port)


def is_reachable(address: str) -> bool:
    """Return whether a scheduler is still listening."""
    try:
        _reach(address, 2)
    except ConnectionRefused:
        return False
    return True


def _cause(error: BaseException) -> str:
    """Return the root cause of an error on one line, because Dask wraps network errors."""
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(str(error).split()) or type(error).__name__
