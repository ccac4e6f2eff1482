"""Processes that are stopped, but not dead: an error or recovery within the limits, and nobody waits for good."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Iterator

import pytest

from bridge import Bridge, piece
from conftest import Cluster, wait_until


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster whose scheduler waits for its workers for good."""
    started = Cluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="None")
    try:
        yield started
    finally:
        started.close()


def sees_workers(cluster: Cluster, count: int) -> bool:
    from distributed import Client

    with Client(cluster.address, set_as_default=False) as client:
        return len(client.scheduler_info()["workers"]) == count


def wait_for_loss(bridge: Bridge) -> str:
    while (header := bridge.read_one())["op"] != "lost":
        pass
    return str(header["message"])


def test_a_worker_that_is_stopped_when_the_bridge_connects_is_named(cluster: Cluster, toy: str) -> None:
    cluster.add_worker("--no-nanny", "--name", "good")
    stopped = cluster.add_worker("--no-nanny", "--name", "stopped")
    wait_until(lambda: sees_workers(cluster, 2))
    stopped.send_signal(signal.SIGSTOP)
    with Bridge() as bridge:
        error = bridge.connect(cluster, toy, install=1)
        assert error["op"] == "error" and error["kind"] == "slow" and error["name"] == "stopped", error
        assert error["worker"].startswith("tcp://") and error["seconds"] == 1
    assert bridge.process.returncode == 0


def test_a_worker_may_take_longer_than_a_scheduler(cluster: Cluster, toy: str) -> None:
    # Longer than the five seconds within which a scheduler must answer.
    worker = cluster.add_worker("--no-nanny")
    wait_until(lambda: sees_workers(cluster, 1))
    worker.send_signal(signal.SIGSTOP)
    with Bridge() as bridge:
        threading.Timer(7, worker.send_signal, (signal.SIGCONT,)).start()
        assert bridge.connect(cluster, toy)["op"] == "ready"
        bridge.submit(piece("a", "ones 1"), want=["a"])
        bridge.collect("a")


def test_a_worker_that_is_stopped_during_a_run_is_named(patient: Cluster, toy: str) -> None:
    worker = patient.add_worker("--no-nanny", "--name", "stopped")
    with Bridge() as bridge:
        assert bridge.connect(patient, toy, silence=2)["op"] == "ready"
        wait_until(lambda: sees_workers(patient, 1))
        bridge.submit(piece("spin", "spin"), want=["spin"])
        wait_until((patient.folder / "mark").exists)
        worker.send_signal(signal.SIGSTOP)
        while (header := bridge.read_one())["op"] != "silent":
            pass
        assert header["name"] == "stopped" and header["worker"].startswith("tcp://")
        # Nothing of a run that was given up is anybody's.
        bridge.send({"op": "release", "run": 1})
        bridge.send({"op": "check"})
        while (header := bridge.read_one())["op"] != "checked":
            pass


def test_a_worker_that_dask_gives_up_costs_recomputing(tmp_path: Path, toy: str) -> None:
    # Dask waits for ten heartbeats at least: five seconds.
    cluster = Cluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="1s")
    try:
        stopped = cluster.add_worker("--no-nanny")
        with Bridge() as bridge:
            bridge.connect(cluster, toy, silence=1)
            wait_until(lambda: sees_workers(cluster, 1))
            bridge.submit(piece("first", "ones 3"), want=["first"])
            bridge.collect("first")
            stopped.send_signal(signal.SIGSTOP)
            bridge.submit(
                piece("first", "ones 3"), piece("second", "add 0 0", "first"), want=["second"], run=2
            )
            cluster.add_worker("--no-nanny")
            bridge.collect("second")
            assert bridge.values.get("second") == [(2, 2, 2)], bridge.failed["second"]["message"]
    finally:
        cluster.close()


def test_a_scheduler_that_is_stopped_when_the_bridge_connects(cluster: Cluster, toy: str) -> None:
    cluster.processes[0].send_signal(signal.SIGSTOP)
    with Bridge() as bridge:
        error = bridge.connect(cluster, toy)
        assert error["op"] == "error" and error["kind"] in ("unreachable", "not-a-scheduler"), error


@pytest.mark.parametrize("is_running", [True, False])
def test_a_scheduler_that_is_stopped_is_lost(cluster: Cluster, toy: str, is_running: bool) -> None:
    cluster.add_worker("--no-nanny")
    with Bridge() as bridge:
        bridge.connect(cluster, toy, silence=2)
        if is_running:
            bridge.submit(piece("spin", "spin"), want=["spin"])
            wait_until((cluster.folder / "mark").exists)
        cluster.processes[0].send_signal(signal.SIGSTOP)
        assert "has not responded for 2 s" in wait_for_loss(bridge)
        # It does not wait to leave in order.
        bridge.process.stdin.close()
        bridge.process.wait(15)


def test_a_scheduler_that_is_stopped_does_not_keep_a_bridge_that_leaves(cluster: Cluster, toy: str) -> None:
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        cluster.processes[0].send_signal(signal.SIGSTOP)
        bridge.process.stdin.close()
        bridge.process.wait(15)


def test_a_scheduler_that_was_started_anew_is_another(cluster: Cluster, toy: str) -> None:
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        port = int(cluster.address.rpartition(":")[2])
        cluster.processes[0].kill()
        cluster.processes[0].wait()
        cluster.start_scheduler(port)
        # Dask's client has connected again by now, or does while it is asked.
        time.sleep(1)
        bridge.send({"op": "check"})
        wait_for_loss(bridge)


def test_a_stopped_worker_of_its_own_ends_with_the_bridge(toy: str) -> None:
    with Bridge() as bridge:
        assert bridge.connect(None, toy, workers=1)["op"] == "ready"
        group = bridge.process.pid
        members = [int(name) for name in os.listdir("/proc") if name.isdigit() and group_of(int(name)) == group]
        workers = [member for member in members if b"spawn_main" in Path(f"/proc/{member}/cmdline").read_bytes()]
        assert workers
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        bridge.process.stdin.close()
        bridge.process.wait(20)
        wait_until(lambda: all(group_of(member) != group for member in members), 5)


def group_of(process: int) -> int:
    """The group of a process that runs, or 0."""
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if words[0] == "Z" else int(words[2])
