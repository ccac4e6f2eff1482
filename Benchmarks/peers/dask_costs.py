"""Measures the overhead of Dask, which provides the parameters of the simulation in Sources/Scaling.

Prints one line of JSON. Run with a Python that has `distributed`, such as .venv-cluster/bin/python.
"""

from __future__ import annotations

import json
import time
from statistics import median

import dask
import distributed


def step(number: int, *_: object) -> int:
    """An empty task."""
    return number


def seconds(client: distributed.Client, graph: dict, key: object) -> float:
    """Returns the run time of a graph."""
    start = time.perf_counter()
    client.get(graph, key)
    return time.perf_counter() - start


def wide(name: str, count: int) -> dict:
    """Returns a graph of independent tasks and one task that reads all of them."""
    graph: dict = {f"{name}-{i}": (step, i) for i in range(count)}
    graph[f"{name}-end"] = (len, list(graph))
    return graph


def chain(name: str, count: int) -> dict:
    """Returns a chain of tasks."""
    return {f"{name}-{i}": (step, i, f"{name}-{i - 1}") if i else (step, 0) for i in range(count)}


def transfer(client: distributed.Client, name: str, size: int) -> float:
    """Returns the time for a worker to receive `size` bytes from another worker and report their number."""
    here, there = list(client.scheduler_info()["workers"])[:2]
    data = client.submit(bytes, size, key=f"{name}-data", workers=[here])
    distributed.wait(data)
    start = time.perf_counter()
    client.submit(len, data, key=f"{name}-length", workers=[there]).result()
    return time.perf_counter() - start


def main() -> None:
    dask.config.set(
        {
            "distributed.scheduler.worker-saturation": float("inf"),
            "distributed.worker.profile.enabled": False,
            "distributed.comm.compression": None,
        }
    )
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as cluster, distributed.Client(cluster) as client:
        seconds(client, wide("warm", 1000), "warm-end")
        size = 200_000_000
        small = median(transfer(client, f"small-{i}", 10) for i in range(9))
        large = median(transfer(client, f"large-{i}", size) for i in range(9))
        figures = {
            "dask": dask.__version__,
            "wideMillisecondsPerTask": median(
                seconds(client, wide(f"wide-{i}", 5000), f"wide-{i}-end") / 5 for i in range(3)
            ),
            "chainMillisecondsPerTask": median(
                seconds(client, chain(f"chain-{i}", 500), f"chain-{i}-499") * 2 for i in range(3)
            ),
            "smallTransferMilliseconds": small * 1e3,
            "bytesPerSecond": size / (large - small),
        }
    print(json.dumps({name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}))


if __name__ == "__main__":
    main()
