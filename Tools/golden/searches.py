"""Whole grid searches on the committed data sets, as scikit-learn's GridSearchCV finds them."""

import csv

import numpy
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from common import DATASETS, write


def load(name: str, numeric_target: bool):
    """Reads a data set, whose last column is the target."""
    with open(DATASETS / f"{name}.csv", newline="") as file:
        rows = list(csv.reader(file))[1:]
    x = numpy.array([[float(cell) for cell in row[:-1]] for row in rows])
    y = [float(row[-1]) if numeric_target else row[-1] for row in rows]
    return x, numpy.array(y)


def search(name, steps, grid, folds, scoring, numeric_target=False, train_scores=False):
    """Runs one search and keeps what it found; parameters carry our names, step.parameter."""
    x, y = load(name, numeric_target)
    grid_search = GridSearchCV(
        Pipeline(steps), grid, cv=folds, scoring=scoring, n_jobs=-1, refit=False, return_train_score=train_scores)
    results = grid_search.fit(x, y).cv_results_
    scores = {}
    for scorer in scoring:
        splits = [results[f"split{split}_test_{scorer}"] for split in range(folds.get_n_splits())]
        scores[scorer] = {
            "mean": results[f"mean_test_{scorer}"], "std": results[f"std_test_{scorer}"],
            "rank": results[f"rank_test_{scorer}"], "splits": numpy.transpose(splits)}
    return {
        "dataset": name,
        "params": [{key.replace("__", "."): value for key, value in params.items()} for params in results["params"]],
        "scores": scores,
    }


def generate() -> None:
    """Writes one file of all searches."""
    digits = search(
        "digits", [("standard-scaler", StandardScaler()), ("pca", PCA()), ("svc", SVC())],
        {"pca__n_components": [16, 32, 48], "svc__C": [0.1, 1.0, 10.0, 100.0], "svc__gamma": [0.001, 0.01, 0.1]},
        StratifiedKFold(5), ["accuracy"])
    cancer = search(
        "breast-cancer",
        [("standard-scaler", StandardScaler()), ("logistic-regression", LogisticRegression(max_iter=1000, tol=1e-8))],
        {
            "logistic-regression__C": [0.01, 0.1, 1.0, 10.0],
            "logistic-regression__class_weight": [None, "balanced"],
        },
        StratifiedKFold(5), ["accuracy", "roc_auc", "neg_log_loss"])
    diabetes = search(
        "diabetes", [("standard-scaler", StandardScaler()), ("pca", PCA()), ("ridge", Ridge())],
        {"pca__n_components": [2, 5, 8, 10], "ridge__alpha": [0.01, 1.0, 100.0]},
        KFold(5), ["r2", "neg_mean_absolute_error"], numeric_target=True)
    write("ModelSelectionTests", "searches", {"searches": [digits, cancer, diabetes]})
