"""Sums a matrix with many chunks of one number by Dask, like ManyChunksBenchmark.swift: python many_chunks.py"""

import json
import time

import dask
import dask.array as da


def main() -> None:
    with dask.config.set(scheduler="threads", num_workers=2):
        # A tenth of the chunks, because a million take minutes.
        start = time.perf_counter()
        total = (da.random.default_rng(1).random((316, 316), chunks=(1, 1)) + 1).sum()
        total.compute()
        seconds = time.perf_counter() - start
        tasks = len(dict(total.__dask_graph__()))
    print(json.dumps({
        "benchmark": "many-chunks", "run": "dask threads, 100,000 chunks", "tasks": tasks,
        "microsecondsPerTask": round(seconds / tasks * 1e6, 3)}))


if __name__ == "__main__":
    main()
