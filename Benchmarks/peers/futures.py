"""Measures the overhead of Dask's delayed calls and futures, like FuturesBenchmark.swift: python futures.py"""

import json
import statistics
import time

import dask
from distributed import Client, LocalCluster

CALLS = 10_000


def increment(x):
    return x + 1


def add(x, y):
    return x + y


def tree(leaves: int):
    delayed_add = dask.delayed(add, pure=True)
    level = list(range(leaves))
    while len(level) > 1:
        level = [
            delayed_add(level[place], level[place + 1]) if place + 1 < len(level) else level[place]
            for place in range(0, len(level), 2)
        ]
    return level[0].compute(scheduler="threads", num_workers=2)


def futures(client: Client):
    return sum(client.gather(client.map(increment, range(CALLS))))


def chain(client: Client):
    last = client.submit(increment, 0)
    for _ in range(1, CALLS):
        last = client.submit(increment, last)
    return last.result()


def report(name: str, run: str, calls: int, body, rounds: int = 1) -> None:
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        body()
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    cost = round(median / calls * 1e6, 3)
    print(json.dumps({"benchmark": name, "run": run, "calls": calls, "microsecondsPerCall": cost}), flush=True)


def main() -> None:
    report("delayed-tree", "dask threads", 99_999, lambda: tree(100_000))
    # Threads of this process, without the costs of other processes.
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            report("futures", "distributed in process", CALLS, lambda: futures(client))
            report("futures-chain", "distributed in process", CALLS, lambda: chain(client))


if __name__ == "__main__":
    main()
