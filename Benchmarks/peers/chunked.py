"""Computes with chunked matrices by Dask and by NumPy, like ChunkedBenchmark.swift: python chunked.py"""

import json
import time

import dask
import dask.array as da
import numpy

# Dask's default size of chunks.
ROWS = 100_000


def report(name: str, run: str, body) -> None:
    start = time.perf_counter()
    body()
    print(json.dumps({"benchmark": name, "run": run, "seconds": round(time.perf_counter() - start, 3)}), flush=True)


def arrays(run: str) -> None:
    generator = da.random.default_rng(1)
    square = generator.random((20_000, 20_000), chunks="auto")
    report("sum-of-transposes", run, lambda: (square + square.T).sum().compute())
    table = generator.random((5_000_000, 100), chunks=(ROWS, 100))
    report("column-moments", run, lambda: dask.compute(table.mean(axis=0), table.var(axis=0)))
    tall = generator.normal(size=(1_000_000, 100), chunks=(ROWS, 100))
    report("singular-values", run, lambda: da.linalg.svd(tall)[1].compute())


def whole() -> None:
    generator = numpy.random.default_rng(1)

    def square():
        x = generator.random((20_000, 20_000))
        return (x + x.T).sum()

    def moments():
        x = generator.random((5_000_000, 100))
        return x.mean(axis=0), x.var(axis=0)

    report("sum-of-transposes", "numpy", square)
    report("column-moments", "numpy", moments)
    report("singular-values", "numpy",
           lambda: numpy.linalg.svd(generator.normal(size=(1_000_000, 100)), full_matrices=False)[1])


if __name__ == "__main__":
    for scheduler in ["threads", "processes"]:
        with dask.config.set(scheduler=scheduler, num_workers=2):
            arrays(f"dask {scheduler}")
    whole()
