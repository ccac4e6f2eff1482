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

from .deadline import Late, answers, within
from .encryption import security_of, temporary_security
from .installer import CodePlugin, Installer
from .limits import Limits
from .refusal import ConnectionRefused
from .tidying import drop_unused
from .worker import refusal


#: What this package is called here and on the cluster: see `upload`.
PACKAGE = __name__.partition(".")[0]


#: How long a worker that joins just now may take until it can be asked, in seconds.
JOINING = 5
#: How long workers have to answer when all that is asked is which of them do, in seconds.
PATIENCE = 2


@dataclass
class Connection:
    """A client of a cluster, and the cluster if it was started for it."""

    client: Any
    cluster: Optional[Any]

    def close(self) -> None:
        """Leave the cluster; end it if it was started here."""
        self.client.close(timeout=2)
        if self.cluster is not None:
            self.cluster.close(timeout=5)


def connect(request: Dict[str, Any], timeout: float, folder: str, name: str) -> Connection:
    """Connect as a `connect` frame asks, under a name.

    Raises ConnectionRefused.
    """
    # Data travel in the graph on purpose: what is scattered is lost with a worker.
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
    except Exception as error:  # what answers there may be anything, and so may be what Dask makes of it
        raise ConnectionRefused("not-a-scheduler", _cause(error)) from None
    return Connection(client, cluster)


def start_cluster(workers: int, folder: str) -> Any:
    """Start a scheduler in this process, and worker processes which end with it."""
    dask.config.set(
        {
            # A task whose operation traps takes two workers with it, not four.
            "distributed.scheduler.allowed-failures": 1,
            # These two halve what a task costs.
            "distributed.scheduler.worker-saturation": float("inf"),
            # On one machine a worker that was not heard of for so long does not run.
            "distributed.scheduler.worker-ttl": "60s",
            "distributed.worker.profile.enabled": False,
        }
    )
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        # Others on this machine can reach it, and whoever can talk to it has it run what they like.
        security=temporary_security(),
        dashboard_address="127.0.0.1:0",
        local_directory=tempfile.mkdtemp(dir=folder),
        silence_logs=50,
    )


def mark_of(digest: str) -> str:
    """What workers have as a resource that can run pieces of the library `digest` with this package's version."""
    return f"{PACKAGE}-{digest}"


def install(
    client: Any, folder: str, library: str, digest: str, operations: str, limits: Limits
) -> List[Dict[str, Any]]:
    """Send the code to a cluster, and describe its workers; who joins later gets the code, too.

    Returns the workers, and why each cannot run pieces, if it cannot.
    Raises ConnectionRefused, which names the workers that are too slow.
    """
    try:
        _send_code(client, folder, library, digest, operations, limits.install)
        return _describe(client, digest, limits)
    except Exception as error:
        slow = _slow(client, digest)
        if slow:
            message = f"no answer within {limits.install:g} s"
            raise ConnectionRefused("slow", message, **slow[0], seconds=limits.install) from None
        if isinstance(error, Late):
            raise ConnectionRefused("unreachable", f"no answer within {limits.install:g} s") from None
        raise


def _send_code(client: Any, folder: str, library: str, digest: str, operations: str, seconds: float) -> None:
    archive = os.path.join(folder, f"{PACKAGE}.zip")
    # The scheduler unpickles graphs, which name this package's functions.
    scheduler = SchedulerUploadFile(archive)
    scheduler.idempotent = True
    with open(archive, "rb") as package, open(library, "rb") as file:
        installer = Installer(PACKAGE, package.read(), digest, operations, file.read(), mark_of(digest))

    async def send() -> None:
        await client.register_plugin(scheduler, name=PACKAGE)
        await client.register_plugin(CodePlugin(mark_of(digest), installer))
        # In the background there, for it waits for every worker.
        await client.run_on_scheduler(drop_unused, mark_of(digest), wait=False)

    within(seconds, client, send)


def _describe(client: Any, digest: str, limits: Limits) -> List[Dict[str, Any]]:
    async def ask() -> Dict[str, Any]:
        deadline = asyncio.get_running_loop().time() + JOINING
        while True:
            refusals: Dict[str, Any] = await client.run(refusal, digest, on_error="return")
            # One that has not got this package yet cannot answer.
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
        # One that joined meanwhile has not been asked; if it cannot be used, it says so itself.
        if address in refusals
    ]


def _slow(client: Any, digest: str) -> List[Dict[str, str]]:
    """The workers that do not answer, or have not got the code yet."""

    async def ask() -> List[Dict[str, str]]:
        identity = await client.scheduler.identity(**_every_worker())
        workers = {address: str(worker.get("name", address)) for address, worker in identity["workers"].items()}

        async def asked(address: str) -> Any:
            (answer,) = (await client.run(refusal, digest, workers=[address], on_error="return")).values()
            return answer

        found, silent = await answers(PATIENCE, workers, asked)
        # Those that do not answer before those that might yet.
        late = silent + [address for address, answer in found.items() if isinstance(answer, BaseException)]
        return [{"worker": address, "name": workers[address]} for address in late]

    try:
        return within(2 * PATIENCE, client, ask)
    except Exception:  # the scheduler does not answer either
        return []


def dashboard(connection: Connection) -> str:
    """The address of the cluster's dashboard; empty if it has none."""
    link = connection.client.dashboard_link
    return link if isinstance(link, str) and "dashboard" in connection.client.scheduler_info()["services"] else ""


def _every_worker() -> Dict[str, int]:
    """What some versions of Dask must be told to describe all workers, rather than five."""
    parameters = inspect.signature(distributed.Client.scheduler_info).parameters
    return {"n_workers": -1} if "n_workers" in parameters else {}


def _reach(address: str, timeout: float) -> None:
    """Find out whether anybody listens: at once, where Dask would try again and again.

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
    """Whether a scheduler that was there still listens."""
    try:
        _reach(address, 2)
    except ConnectionRefused:
        return False
    return True


def _cause(error: BaseException) -> str:
    """The first cause of an error, on one line: Dask wraps what the network said."""
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(str(error).split()) or type(error).__name__
