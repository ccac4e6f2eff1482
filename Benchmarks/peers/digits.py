"""The digits search of DigitsBenchmark.swift by scikit-learn and by dask-ml: python digits.py [RUN ...]

Prints one line of JSON for each run: the seconds that `fit` took, the best candidate, and the mean score of each.
Libraries are imported and the data read beforehand; what a run starts of its own, such as processes, counts.
"""

import json
import pathlib
import sys
import time

import numpy
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

DATA = pathlib.Path(__file__).resolve().parents[2] / "datasets" / "digits.csv"
PIPELINE = Pipeline([("scale", StandardScaler()), ("pca", PCA()), ("svc", SVC())])
GRID = {
    "pca__n_components": [16, 32, 48],
    "svc__C": [0.1, 1.0, 10.0, 100.0],
    "svc__gamma": [0.001, 0.01, 0.1],
}


def scikit_learn(n_jobs: int):
    return GridSearchCV(PIPELINE, GRID, cv=5, n_jobs=n_jobs)


def dask_ml(scheduler: str):
    import dask_ml.model_selection

    # Not `iid`: the mean of the folds' scores, as the others have it.
    return dask_ml.model_selection.GridSearchCV(PIPELINE, GRID, cv=5, scheduler=scheduler, n_jobs=-1, iid=False)


RUNS = {
    "scikit-learn n_jobs=1": lambda: scikit_learn(1),
    "scikit-learn n_jobs=-1": lambda: scikit_learn(-1),
    "dask-ml threads": lambda: dask_ml("threads"),
    "dask-ml processes": lambda: dask_ml("processes"),
}


def main(names: list[str]) -> None:
    table = numpy.loadtxt(DATA, delimiter=",", skiprows=1)
    features, labels = table[:, :-1], table[:, -1].astype(int)
    for name in names:
        search = RUNS[name]()
        start = time.perf_counter()
        search.fit(features, labels)
        seconds = time.perf_counter() - start
        scores = dict(zip(map(words, search.cv_results_["params"]), search.cv_results_["mean_test_score"]))
        print(
            json.dumps(
                {
                    "benchmark": "digits",
                    "run": name,
                    "seconds": round(seconds, 3),
                    "best": words(search.best_params_),
                    "score": search.best_score_,
                    "scores": scores,
                }
            ),
            flush=True,
        )


def words(parameters: dict) -> str:
    """Parameters as Trellis writes them: `pca.n_components=48 svc.C=10.0 svc.gamma=0.01`."""
    return " ".join(f"{name.replace('__', '.')}={value}" for name, value in sorted(parameters.items()))


if __name__ == "__main__":
    main(sys.argv[1:] or list(RUNS))
