"""Runs a search by a strategy with Optuna or scikit-learn: python adaptive.py WORKLOAD RUN SEED TRIALS

Prints one line of JSON like `TrellisBenchmark adaptive`: for each trial the number of trials so far, the seconds since the start
and the best score so far; the seconds of the whole search without a refit; the best parameters, and their score on all rows.
Times exclude importing libraries, reading the data and starting processes.
"""

import json
import pathlib
import sys
import time
import warnings

import numpy
from joblib import Parallel, delayed
from scipy import stats
from sklearn.decomposition import PCA
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import HalvingGridSearchCV, HalvingRandomSearchCV, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from adaptive_workloads import ADAPTIVE_WORKLOADS, FOLDS, AdaptiveWorkload  # noqa: E402

STEPS = {
    "standard-scaler": StandardScaler, "pca": PCA, "svc": SVC, "logistic-regression": LogisticRegression, "ridge": Ridge,
}


def key(name: str) -> str:
    return name.replace(".", "__")


def optuna_trials(workload: AdaptiveWorkload, pipeline: Pipeline, x, y, seed: int, trials: int):
    """Optuna's TPE with its defaults; the folds of a trial run side by side."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    curve = []

    def objective(trial) -> float:
        params = {
            key(name): trial.suggest_int(key(name), values.low, values.high) if values.integers
            else trial.suggest_float(key(name), values.low, values.high, log=True)
            for name, values in workload.space.items()
        }
        return cross_val_score(pipeline.set_params(**params), x, y, cv=FOLDS, n_jobs=-1).mean()

    def note(study, _) -> None:
        curve.append([len(study.trials), time.perf_counter() - start, study.best_value])

    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))
    start = time.perf_counter()
    study.optimize(objective, n_trials=trials, callbacks=[note])
    return curve, study.best_params


def halving(workload: AdaptiveWorkload, pipeline: Pipeline, x, y, seed: int, is_grid: bool):
    """scikit-learn's halving with its defaults."""
    if is_grid:
        grid = {key(name): list(values.few) for name, values in workload.space.items()}
        search = HalvingGridSearchCV(pipeline, grid, cv=FOLDS, random_state=seed, n_jobs=-1, refit=False)
    else:
        distributions = {
            key(name): stats.randint(values.low, values.high + 1) if values.integers
            else stats.loguniform(values.low, values.high)
            for name, values in workload.space.items()
        }
        search = HalvingRandomSearchCV(pipeline, distributions, cv=FOLDS, random_state=seed, n_jobs=-1, refit=False)
    start = time.perf_counter()
    search.fit(x, y)
    seconds = time.perf_counter() - start
    return [[len(search.cv_results_["params"]), seconds, float(search.best_score_)]], search.best_params_


def main(name: str, run: str, seed: str, trials: str) -> None:
    warnings.filterwarnings("ignore")
    workload = ADAPTIVE_WORKLOADS[name]
    table = numpy.genfromtxt(workload.data, delimiter=",", dtype=str)
    # The target is the last column.
    x, y = table[1:, :-1].astype(float), table[1:, -1]
    if workload.is_regression:
        y = y.astype(float)
    pipeline = Pipeline([(step, STEPS[step]()) for step in workload.steps])
    # The processes are started, and have imported scikit-learn, before the time begins.
    Parallel(n_jobs=-1)(delayed(cross_val_score)(pipeline, x, y, cv=2) for _ in range(4))
    if run == "optuna":
        curve, params = optuna_trials(workload, pipeline, x, y, int(seed), int(trials))
    else:
        curve, params = halving(workload, pipeline, x, y, int(seed), run == "halving-grid")
    whole = cross_val_score(pipeline.set_params(**params), x, y, cv=FOLDS).mean()
    print(json.dumps({"curve": curve, "seconds": curve[-1][1], "params": params, "score": float(whole)}, default=float))


if __name__ == "__main__":
    main(*sys.argv[1:])
