"""Runs the search of a workload with scikit-learn or dask-ml: python search.py WORKLOAD RUN

Prints one line of JSON: the seconds of `fit` including the refit, the best candidate, and the mean score of each candidate in
grid order. The time excludes importing libraries and reading the data, and includes starting processes.
"""

import json
import pathlib
import sys
import tempfile
import time
import warnings

import numpy
import pandas
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from workloads import FOLDS, SHAPED, WORKLOADS, Workload  # noqa: E402

STEPS = {
    "standard-scaler": StandardScaler, "pca": PCA, "svc": SVC, "logistic-regression": LogisticRegression,
    "ridge": Ridge,
}
BRANCH_STEPS = {
    "simple-imputer": SimpleImputer, "standard-scaler": StandardScaler,
    "one-hot-encoder(handle_unknown=ignore)": lambda: OneHotEncoder(handle_unknown="ignore"),
}
SELECTORS = {
    "numeric": make_column_selector(dtype_include="number"), "categorical": make_column_selector(dtype_exclude="number"),
}
RUNS = ["scikit-learn", "scikit-learn memory", "dask-ml threads"]


def search(workload: Workload, run: str, folder: str):
    """Returns the search with the best settings of the peer, on all cores."""
    steps = [(name, STEPS[name]()) for name in workload.steps]
    if workload.branches:
        steps.insert(0, ("columns", ColumnTransformer([
            (branch, Pipeline([(name.split("(")[0], BRANCH_STEPS[name]()) for name in names]), SELECTORS[branch])
            for branch, names in workload.branches.items()])))
    grid = {name.replace(".", "__"): values for name, values in workload.grid.items()}
    if run == "dask-ml threads":
        import dask_ml.model_selection

        # `iid=False`: the unweighted mean over the folds, as in the other libraries.
        return dask_ml.model_selection.GridSearchCV(
            Pipeline(steps), grid, cv=FOLDS, scheduler="threads", n_jobs=-1, iid=False)
    memory = folder if run == "scikit-learn memory" else None
    return GridSearchCV(Pipeline(steps, memory=memory), grid, cv=FOLDS, n_jobs=-1)


def main(name: str, run: str) -> None:
    warnings.filterwarnings("ignore")
    workload = (WORKLOADS | SHAPED)[name]
    if workload.branches:
        table = pandas.read_csv(workload.data)
        x, y = table.drop(columns=[workload.target]), table[workload.target]
    else:
        numbers = numpy.loadtxt(workload.data, delimiter=",", skiprows=1)
        x, y = numbers[:, :-1], numbers[:, -1]
        if workload.steps[-1] != "ridge":
            y = y.astype(int)
    with tempfile.TemporaryDirectory() as folder:
        found = search(workload, run, folder)
        start = time.perf_counter()
        found.fit(x, y)
        seconds = time.perf_counter() - start
    print(json.dumps({
        "seconds": seconds, "best": found.best_params_, "score": float(found.best_score_),
        "scores": [float(score) for score in found.cv_results_["mean_test_score"]]}, default=float))


if __name__ == "__main__":
    main(*sys.argv[1:])
