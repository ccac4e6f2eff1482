"""Measures the overhead per task of Dask's local threaded scheduler, like SchedulerBenchmark.swift: python scheduler.py

Prints one line of JSON: the microseconds per task of a fan of empty tasks, which all read the first task and are all read by
the last one. The time is that of the whole call of `get`, the median of five runs.
"""

import json
import statistics
import time

import dask.threaded

TASKS = 20_000
WORKERS = 2


def nothing(*_):
    return 0


def fan() -> dict:
    middle = {("middle", index): (nothing, "source") for index in range(TASKS - 2)}
    return {"source": (nothing,), **middle, "sink": (nothing, list(middle))}


def main() -> None:
    graph = fan()
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        dask.threaded.get(graph, "sink", num_workers=WORKERS)
        seconds.append(time.perf_counter() - start)
    cost = statistics.median(seconds) / TASKS * 1e6
    print(
        json.dumps(
            {
                "benchmark": "scheduler-fan",
                "run": "dask threads",
                "tasks": TASKS,
                "workers": WORKERS,
                "microsecondsPerTask": round(cost, 3),
            }
        )
    )


if __name__ == "__main__":
    main()
