"""Fits to 10,000,000 rows in chunks by Dask and dask-ml, like ChunkedFitBenchmark.swift: python chunked_fits.py fit-pca"""

import json
import sys
import time

import dask
import dask.array as da
import numpy
from dask_ml.decomposition import PCA
from dask_ml.linear_model import LogisticRegression

ROWS, COLUMNS, CHUNK = 10_000_000, 50, 100_000


def ridge(x, y) -> None:
    # The normal equations, because dask-ml has iterative solvers only.
    means, mean = dask.compute(x.mean(axis=0), y.mean())
    products, right = dask.compute((x - means).T @ (x - means), (x - means).T @ (y - mean))
    numpy.linalg.solve(products + numpy.eye(COLUMNS), right)


FITS = {
    "fit-ridge": ("dask threads", ridge),
    "fit-pca": ("dask-ml threads", lambda x, y: PCA(n_components=10).fit(x)),
    "fit-logistic-regression": ("dask-ml threads", lambda x, y: LogisticRegression(solver="lbfgs").fit(x, y > 0)),
}


def main(name: str) -> None:
    generator = da.random.default_rng(2)
    x = generator.normal(size=(ROWS, COLUMNS), chunks=(CHUNK, COLUMNS))
    noise = generator.normal(size=ROWS, chunks=CHUNK)
    y = 2 * x[:, 0] - x[:, 1] + 0.5 * x[:, 2] + noise
    run, fit = FITS[name]
    with dask.config.set(scheduler="threads", num_workers=2):
        start = time.perf_counter()
        fit(x, y)
        seconds = time.perf_counter() - start
    print(json.dumps({"benchmark": name, "run": run, "seconds": round(seconds, 3)}))


if __name__ == "__main__":
    main(sys.argv[1])
