"""A bridge, a real scheduler and real worker processes, which have nothing of Trellis's installed."""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

import pytest

from bridge import Bridge, file, pick, piece, value
from conftest import PACKAGE, Cluster, wait_until


def test_a_graph_runs(cluster: Cluster, toy: str) -> None:
    cluster.add_worker()
    cluster.add_worker()
    with Bridge() as bridge:
        ready = bridge.connect(cluster, toy)
        assert ready["op"] == "ready", ready
        assert ready["scheduler"] == cluster.address
        wait_until(lambda: len(list((cluster.folder / "workers").rglob("lib*.so"))) == 2)
        bridge.submit(
            value("data-1", 1, 2),
            piece("two-2", "add 0 0\nmul 0 1", "data-1", outputs=2),
            pick("pick-3", "two-2", 1),
            piece("sum-4", "add 0 1", "pick-3", "data-1"),
            piece("sum-5", "add 0 1", "two-2", "two-2", places=(0, 1)),
            want=["sum-4", "sum-5", "two-2"],
        )
        bridge.collect("sum-4", "sum-5", "two-2")
        assert bridge.values == {"two-2": [(2, 4), (2, 8)], "sum-4": [(3, 10)], "sum-5": [(4, 12)]}
        assert sorted(row["key"] for row in bridge.ran) == ["sum-4", "sum-5", "two-2"]
        assert all(row["run"] == 1 and abs(row["start"] - time.time()) < 60 for row in bridge.ran)
    assert bridge.process.returncode == 0


def test_strings_that_are_keys_and_bytes_that_look_like_them(cluster: Cluster, toy: str) -> None:
    cluster.add_worker()
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        # The graph of the second task, as text, is the key of the first.
        bridge.submit(piece("ones 2", "ones 1"), piece("b", "ones 2"), want=["b"])
        bridge.collect("b")
        assert bridge.values["b"] == [(1, 1)]


def test_a_piece_that_is_not_understood_fails_alone(cluster: Cluster, toy: str) -> None:
    cluster.add_worker()
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(piece("bad", "nonsense"), piece("after", "add 0 0", "bad"), piece("good", "ones 1"),
                      want=["after", "good"])
        bridge.collect("after", "good")
        assert bridge.values == {"good": [(1,)]}
        assert bridge.failed["after"]["kind"] == "error"
        assert "an unknown operation" in bridge.failed["after"]["message"]


def test_a_worker_that_joins_late_has_the_code(cluster: Cluster, toy: str) -> None:
    with Bridge() as bridge:
        assert bridge.connect(cluster, toy)["workers"] == []
        bridge.submit(piece("a", "ones 1"), want=["a"])
        cluster.add_worker()
        bridge.collect("a")


def test_giving_up_a_run_stops_what_runs(cluster: Cluster, toy: str) -> None:
    cluster.add_worker()
    mark = cluster.folder / "mark"
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(piece("spin", "spin"), want=["spin"])
        wait_until(mark.exists)
        bridge.send({"op": "release", "run": 1})
        wait_until(lambda: mark.read_text() == "begun\ncancelled\n", 5)
        bridge.submit(piece("next", "ones 1"), want=["next"], run=2)
        bridge.collect("next")


def test_what_another_client_wants_goes_on(cluster: Cluster, toy: str) -> None:
    cluster.add_worker()
    mark = cluster.folder / "mark"
    with Bridge() as first, Bridge() as second:
        for bridge in (first, second):
            bridge.connect(cluster, toy)
            bridge.submit(piece("spin", "spin"), want=["spin"])
        wait_until(mark.exists)
        time.sleep(1)
        first.send({"op": "release", "run": 1})
        time.sleep(1)
        assert mark.read_text() == "begun\n"
        second.send({"op": "release", "run": 1})
        wait_until(lambda: mark.read_text() == "begun\ncancelled\n", 5)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_bridge_that_dies_leaves_a_clean_cluster(cluster: Cluster, toy: str, end: int) -> None:
    from distributed import Client

    cluster.add_worker()
    mark = cluster.folder / "mark"
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(piece("a", "ones 5"), piece("spin", "spin", "a"), want=["a", "spin"])
        wait_until(mark.exists)
        bridge.process.send_signal(end)
        wait_until(lambda: mark.read_text() == "begun\ncancelled\n", 10)
    with Client(cluster.address, set_as_default=False) as client:
        wait_until(lambda: client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)) == 0, 10)


def test_the_end_of_the_input_ends_the_bridge(toy: str) -> None:
    with Bridge() as bridge:
        assert bridge.connect(None, toy, workers=1)["op"] == "ready"
        children = [int(line) for line in
                    subprocess.run(["ps", "-o", "pid=", "--ppid", str(bridge.process.pid)], capture_output=True, text=True).stdout.split()]
        bridge.process.stdin.close()
        assert bridge.process.wait(15) == 0
        wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children), 5)


def test_a_killed_bridge_takes_its_own_cluster_along(toy: str) -> None:
    with Bridge() as bridge:
        assert bridge.connect(None, toy, workers=1)["op"] == "ready"
        group = bridge.process.pid
        bridge.process.kill()
        bridge.process.wait()

        def is_gone() -> bool:
            members = subprocess.run(["ps", "-o", "pid=", "--sid", str(group)], capture_output=True, text=True).stdout
            return not members.split()

        wait_until(is_gone, 15)


def test_a_killed_worker_costs_recomputing(cluster: Cluster, toy: str) -> None:
    worker = cluster.add_worker("--no-nanny")
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(value("v", 2), piece("a", "add 0 0\npid", "v", outputs=2), pick("a0", "a", 0), want=["a0"])
        bridge.collect("a0")
        worker.kill()
        bridge.submit(piece("b", "add 0 0", "a0"), value("v", 2), piece("a", "add 0 0\npid", "v", outputs=2),
                      pick("a0", "a", 0), want=["b"], run=2)
        cluster.add_worker("--no-nanny")
        bridge.collect("b")
        assert bridge.values["b"] == [(8,)]


def test_a_trap_is_named_and_bounded(cluster: Cluster, toy: str) -> None:
    for _ in range(2):
        cluster.add_worker()
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(piece("trap-1", "trap"), piece("after", "add 0 0", "trap-1"), want=["after"])
        bridge.collect("after")
        assert bridge.failed["after"]["kind"] == "killed" and bridge.failed["after"]["origin"] == "trap-1"
        # A nanny that has not quite started ends with its worker: there must be one to go on with.
        cluster.add_worker()
        bridge.submit(piece("good", "ones 1"), want=["good"], run=2)
        bridge.collect("good")


def test_resources_are_kept_to(cluster: Cluster, toy: str) -> None:
    cluster.add_worker("--name", "plain")
    cluster.add_worker("--name", "rich", "--resources", "GPU=1")
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        tasks = [piece(f"gpu-{n}", f"ones {n}", resources={"GPU": 1}) for n in range(8)]
        plain = [piece(f"cpu-{n}", "add 0 0", f"gpu-{n}") for n in range(8)]
        bridge.submit(*tasks, *plain, want=[task["key"] for task in plain])
        bridge.collect(*[task["key"] for task in plain])
        workers = {row["worker"] for row in bridge.ran if row["key"].startswith("gpu")}
        assert len(workers) == 1
        from distributed import Client

        with Client(cluster.address, set_as_default=False) as client:
            names = client.run(lambda dask_worker: dask_worker.name)
        assert names[workers.pop()] == "rich"


def test_a_worker_with_another_library_is_refused(
    cluster: Cluster, toy: str, build_toy: Callable[[str], str]
) -> None:
    other = build_toy("4567")
    cluster.add_worker("--name", "stale", TRELLIS_INSTALLED_LIBRARY=other)
    with Bridge() as bridge:
        wait_until(lambda: bridge_sees_worker(cluster))
        (worker,) = bridge.connect(cluster, toy)["workers"]
        assert worker["name"] == "stale" and "4567" in worker["refusal"] and "0123" in worker["refusal"]
        # One that joins later runs what the first cannot.
        bridge.submit(*[piece(f"p-{n}", "ones 1") for n in range(4)], want=[f"p-{n}" for n in range(4)])
        cluster.add_worker("--name", "fresh")
        bridge.collect(*[f"p-{n}" for n in range(4)])
        assert worker["address"] not in {row["worker"] for row in bridge.ran}
        # `ready` has told of it.
        assert bridge.refused == []


def test_a_worker_that_joins_with_another_library_is_passed_over(
    cluster: Cluster, toy: str, build_toy: Callable[[str], str]
) -> None:
    data = cluster.folder / "data"
    data.write_bytes(struct.pack("2d", 1, 2))

    def graph(run: int) -> List[Dict[str, Any]]:
        """Data of both kinds, and pieces that read them, some results of each other, and all."""
        numbers = range(8)
        return [
            file(f"file-{run}", data, 16), value(f"value-{run}", run, 4),
            *[piece(f"two-{run}-{n}", "add 0 1\nmul 0 1", f"file-{run}", f"value-{run}", outputs=2) for n in numbers],
            *[pick(f"one-{run}-{n}", f"two-{run}-{n}", 1) for n in numbers],
            *[piece(f"sum-{run}-{n}", "add 0 1", f"one-{run}-{n}", f"one-{run}-{(n + 1) % 8}") for n in numbers],
        ]

    first = cluster.add_worker("--name", "first", "--no-nanny")
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(*graph(1), want=[f"sum-1-{n}" for n in range(8)])
        bridge.collect(*[f"sum-1-{n}" for n in range(8)])
        cluster.add_worker("--name", "stale", TRELLIS_INSTALLED_LIBRARY=build_toy("4567"))
        while not bridge.refused:
            bridge.read_one()
        (refused,) = bridge.refused
        assert refused["name"] == "stale" and "4567" in refused["message"] and "0123" in refused["message"]
        # It is idle, where the other is busy; and then it is all there is, until another comes.
        bridge.submit(*graph(2), want=[f"sum-2-{n}" for n in range(8)], run=2)
        bridge.collect(*[f"sum-2-{n}" for n in range(8)])
        first.kill()
        bridge.submit(*graph(3), want=[f"sum-3-{n}" for n in range(8)], run=3)
        cluster.add_worker("--name", "second")
        bridge.collect(*[f"sum-3-{n}" for n in range(8)])
        assert bridge.values == {f"sum-{run}-{n}": [(2 * run, 16)] for run in (1, 2, 3) for n in range(8)}
        assert refused["worker"] not in {row["worker"] for row in bridge.ran}
        assert bridge.refused == [refused]


def test_what_waits_for_a_worker_is_not_left_to_one_with_another_library(
    cluster: Cluster, toy: str, build_toy: Callable[[str], str]
) -> None:
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(
            value("x", 1, 2), piece("two", "add 0 0\nmul 0 0", "x", outputs=2), pick("one", "two", 1),
            piece("special", "add 0 1", "one", "x", resources={"GPU": 1}), want=["two", "special"],
        )
        cluster.add_worker("--name", "stale", "--resources", "GPU=1", TRELLIS_INSTALLED_LIBRARY=build_toy("4567"))
        while not bridge.refused:
            bridge.read_one()
        cluster.add_worker("--name", "plain")
        bridge.collect("two")
        cluster.add_worker("--name", "rich", "--resources", "GPU=1")
        bridge.collect("special")
        assert bridge.values == {"two": [(2, 4), (1, 4)], "special": [(2, 6)]}
        assert [row["key"] for row in bridge.ran] == ["two", "special"]
        assert len({row["worker"] for row in bridge.ran} | {bridge.refused[0]["worker"]}) == 3


def test_every_worker_that_is_refused_is_told_of_once(
    cluster: Cluster, toy: str, build_toy: Callable[[str], str]
) -> None:
    other = build_toy("4567")
    for number in range(2):
        # They join before the bridge connects, while it does, or later.
        cluster.add_worker("--name", f"stale-{number}", TRELLIS_INSTALLED_LIBRARY=other)
    with Bridge() as bridge:
        told = [worker["name"] for worker in bridge.connect(cluster, toy)["workers"] if worker["refusal"]]
        while len(told) + len(bridge.refused) < 2:
            bridge.read_one()
        cluster.add_worker()
        bridge.submit(piece("a", "ones 1"), want=["a"])
        bridge.collect("a")
        assert sorted(told + [row["name"] for row in bridge.refused]) == ["stale-0", "stale-1"]


def bridge_sees_worker(cluster: Cluster) -> bool:
    from distributed import Client

    with Client(cluster.address, set_as_default=False) as client:
        return len(client.scheduler_info()["workers"]) > 0


def test_a_lost_scheduler_is_told_in_seconds(cluster: Cluster, toy: str) -> None:
    cluster.add_worker()
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(piece("spin", "spin"), want=["spin"])
        wait_until((cluster.folder / "mark").exists)
        cluster.processes[0].kill()
        start = time.monotonic()
        while bridge.read_one()["op"] != "lost":
            pass
        assert time.monotonic() - start < 10


def test_what_does_not_fit_into_memory_is_spilled(cluster: Cluster, toy: str) -> None:
    from distributed import Client

    cluster.add_worker("--memory-limit", "400 MB")
    numbers = range(16)
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        # 16 times 40 MB, which are all there before the first of them is read.
        bridge.submit(
            *[piece(f"big-{n}", f"ones {5_000_000 + n}\nones 1", outputs=2) for n in numbers],
            *[pick(f"small-{n}", f"big-{n}", 1) for n in numbers],
            piece("barrier", "ones 1", *[f"small-{n}" for n in numbers]),
            *[piece(f"size-{n}", "size 0", f"big-{n}", "barrier") for n in numbers],
            want=["barrier", *[f"size-{n}" for n in numbers]],
        )
        bridge.collect("barrier")
        with Client(cluster.address, set_as_default=False) as client:
            spilled = client.run(lambda dask_worker: dask_worker.data.spilled_total.memory)
        assert sum(spilled.values()) > 100e6
        bridge.collect(*[f"size-{n}" for n in numbers])
        assert [bridge.values.get(f"size-{n}") for n in numbers] == [[(5_000_000 + n,)] for n in numbers]


def test_data_come_from_a_file(cluster: Cluster, toy: str) -> None:
    cluster.add_worker()
    (cluster.folder / "data").write_bytes(struct.pack("3d", 1, 2, 3))
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(file("x", cluster.folder / "data", 24), piece("sum", "add 0 0", "x"), want=["sum"])
        bridge.collect("sum")
        assert bridge.values["sum"] == [(2, 4, 6)]


@pytest.mark.parametrize("content", [None, b"", bytes(16), bytes(25), bytes(23)])
def test_a_file_that_is_not_as_told_is_told(cluster: Cluster, toy: str, content: Optional[bytes]) -> None:
    cluster.add_worker()
    path = cluster.folder / "data"
    if content is not None:
        path.write_bytes(content)
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(file("x", path, 24), piece("sum", "add 0 0", "x"), piece("y", "ones 1"), want=["sum", "y"])
        bridge.collect("sum", "y")
        assert bridge.failed["sum"]["kind"] == "unreadable" and str(path) in bridge.failed["sum"]["message"]
        assert bridge.values["y"] == [(1,)]
        # The same again, with the data in the graph and under other keys.
        bridge.submit(value("x-again", 1, 2, 3), piece("sum-again", "add 0 0", "x-again"), want=["sum-again"])
        bridge.collect("sum-again")
        assert bridge.values["sum-again"] == [(2, 4, 6)]


def test_a_file_whose_content_the_library_refuses_is_told(cluster: Cluster, toy: str) -> None:
    cluster.add_worker()
    (cluster.folder / "data").write_bytes(bytes(25))
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        # As long as it should be; but doubles it cannot hold.
        bridge.submit(file("x", cluster.folder / "data", 25), want=["x"])
        bridge.collect("x")
        assert bridge.failed["x"]["kind"] == "unreadable" and "a damaged value" in bridge.failed["x"]["message"]

def test_only_what_is_read_travels(cluster: Cluster, toy: str) -> None:
    from distributed import Client

    cluster.add_worker("--name", "a", "--resources", "A=1")
    cluster.add_worker("--name", "b", "--resources", "B=1")
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(
            piece("model", "ones 1000000\nones 10", outputs=2, resources={"A": 1}),
            pick("small", "model", 1),
            piece("score", "add 0 0", "small", resources={"B": 1}),
            want=["score"],
        )
        bridge.collect("score")
        with Client(cluster.address, set_as_default=False) as client:
            logs = client.run(lambda dask_worker: [entry["total"] for entry in dask_worker.transfer_incoming_log])
        # Ten doubles, their description, and no million.
        assert sum(map(sum, logs.values())) < 10_000


def test_data_reach_a_worker_once(cluster: Cluster, toy: str) -> None:
    from distributed import Client

    cluster.add_worker("--resources", "A=1")
    cluster.add_worker("--resources", "B=1")
    readers = [(f"{place}-{n}", {place: 1}) for place in "AB" for n in range(6)]
    with Bridge() as bridge:
        bridge.connect(cluster, toy)
        bridge.submit(
            value("table", *range(10_000)),
            *[piece(key, "size 0", "table", resources=resources) for key, resources in readers],
            want=[key for key, _ in readers],
        )
        bridge.collect(*[key for key, _ in readers])
        assert len({row["worker"] for row in bridge.ran}) == 2
        with Client(cluster.address, set_as_default=False) as client:
            logs = client.run(lambda dask_worker: [list(entry["keys"]) for entry in dask_worker.transfer_incoming_log])
        # One has made them, and the other fetched them.
        assert sorted(map(len, logs.values())) == [0, 1]


def test_nobody_at_the_address(toy: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        start = time.monotonic()
        with Bridge() as bridge:
            error = bridge.connect(None, toy, address=f"tcp://127.0.0.1:{port}")
        assert error["op"] == "error" and error["kind"] == "unreachable"
        assert time.monotonic() - start < 12


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n" * 9])
def test_a_port_that_is_no_scheduler(toy: str, answer: bytes) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(20)
        kept = []

        def serve() -> None:
            try:
                while True:
                    kept.append(listening.accept()[0])
                    kept[-1].sendall(answer)
            except OSError:
                pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        start = time.monotonic()
        with Bridge() as bridge:
            error = bridge.connect(None, toy, address=f"tcp://127.0.0.1:{listening.getsockname()[1]}")
        assert error["op"] == "error" and error["kind"] in ("unreachable", "not-a-scheduler"), error
        assert time.monotonic() - start < 12


def test_dask_is_missing(toy: str, tmp_path: Path) -> None:
    # A package that hides Dask's, for what is on the path comes first.
    (tmp_path / "distributed.py").write_text("raise ModuleNotFoundError('No module named distributed', name='distributed')")
    with Bridge(PYTHONPATH=f"{tmp_path}:{PACKAGE}") as bridge:
        error = bridge.receive()
        assert error is not None and error.header["op"] == "error"
        assert error.header["kind"] == "missing" and error.header["module"] == "distributed"


def test_a_stray_print_is_no_frame(toy: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(PACKAGE)!r}); import builtins, trellis_dask.bridge as b; b.install = lambda f: print('stray') or 'nowhere'; b.main()"
    run = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, timeout=30)
    assert b"stray" in run.stderr and b"stray" not in run.stdout and b'"missing"' in run.stdout


def test_garbage_ends_the_bridge() -> None:
    with Bridge() as bridge:
        bridge.process.stdin.write(b"\xff" * 64)
        bridge.process.stdin.flush()
        frame = bridge.receive()
        assert frame is not None and frame.header["kind"] == "protocol"
        assert bridge.process.wait(15) == 0
