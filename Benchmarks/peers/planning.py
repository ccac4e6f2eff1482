"""Measures the planning time of dask-ml for the search of PlanningBenchmark.swift: python planning.py

Prints one line of JSON: the seconds for building the graph of 50,000 candidates on three folds, the median of three runs. The
graph is built by a separate function of `fit` and is not run.
"""

import json
import statistics
import time

import numpy
from dask_ml.model_selection._search import build_cv_graph
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import get_scorer
from sklearn.model_selection import ParameterGrid
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

CANDIDATES = 50_000
FOLDS = 3


def main() -> None:
    pipeline = Pipeline([("scale", StandardScaler()), ("classify", LogisticRegression())])
    grid = {"classify__C": [0.01 * (index + 1) for index in range(CANDIDATES)]}
    features = numpy.random.default_rng(1).normal(size=(150, 4))
    labels = numpy.arange(150) % 3
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        graph, *_ = build_cv_graph(
            pipeline,
            FOLDS,
            get_scorer("accuracy"),
            list(ParameterGrid(grid)),
            features,
            labels,
            iid=False,
            return_train_score=False,
        )
        seconds.append(time.perf_counter() - start)
    print(
        json.dumps(
            {
                "benchmark": "planning",
                "run": "dask-ml",
                "candidates": CANDIDATES,
                "folds": FOLDS,
                "tasks": len(graph),
                "seconds": round(statistics.median(seconds), 3),
            }
        )
    )


if __name__ == "__main__":
    main()
