"""Whole grid searches over tables with categories and missing cells, as scikit-learn's GridSearchCV finds them."""

import numpy
import pandas
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import SVC

from common import DATASETS, write

NUMERIC = make_column_selector(dtype_include="number")
CATEGORICAL = make_column_selector(dtype_exclude="number")


def search(dataset, target, text, branches, steps, grid, folds, scoring, ignored=()):
    """Runs one search; `text` and the names of the grid are those of the command line."""
    table = pandas.read_csv(DATASETS / f"{dataset}.csv").dropna(subset=[target]).drop(columns=list(ignored))
    x, y = table.drop(columns=[target]), table[target]
    pipeline = Pipeline([("columns", ColumnTransformer(branches)), *steps])
    axes = {name.replace(".", "__"): values for name, values in grid.items()}
    results = GridSearchCV(pipeline, axes, cv=folds, scoring=scoring, refit=False, n_jobs=-1).fit(x, y).cv_results_
    scores = {
        scorer: numpy.transpose(
            [results[f"split{split}_test_{scorer}"] for split in range(folds.get_n_splits())])
        for scorer in scoring
    }
    return {
        "dataset": dataset, "target": target, "ignored": list(ignored), "pipeline": text, "scoring": scoring,
        "grid": [f"{name}={','.join(map(str, values))}" for name, values in grid.items()],
        "params": [{key.replace("__", "."): str(value) for key, value in p.items()} for p in results["params"]],
        "scores": scores,
    }


def generate() -> None:
    """Writes one file of all searches."""
    penguins_svc = search(
        "penguins", "species",
        "columns(numeric: simple-imputer | standard-scaler; categorical: one-hot-encoder(handle_unknown=ignore)) | svc",
        [
            ("numeric", Pipeline([("simple-imputer", SimpleImputer()), ("standard-scaler", StandardScaler())]), NUMERIC),
            ("categorical", Pipeline([("one-hot-encoder", OneHotEncoder(handle_unknown="ignore"))]), CATEGORICAL),
        ],
        [("svc", SVC())],
        {
            "columns.numeric.simple-imputer.strategy": ["mean", "median"],
            "svc.C": [0.1, 1.0, 10.0], "svc.gamma": [0.01, 0.1],
        },
        StratifiedKFold(5), ["accuracy"])
    penguins_logistic = search(
        "penguins", "sex",
        "columns(numeric: simple-imputer(strategy=median, add_indicator=true); "
        "categorical: simple-imputer(strategy=most_frequent) | one-hot-encoder(drop=if_binary)) "
        "| standard-scaler | logistic-regression(tol=1e-8, max_iter=1000)",
        [
            ("numeric", Pipeline([("simple-imputer", SimpleImputer(strategy="median", add_indicator=True))]), NUMERIC),
            (
                "categorical",
                Pipeline([
                    ("simple-imputer", SimpleImputer(strategy="most_frequent")),
                    ("one-hot-encoder", OneHotEncoder(drop="if_binary", sparse_output=False)),
                ]),
                CATEGORICAL,
            ),
        ],
        [("standard-scaler", StandardScaler()), ("logistic-regression", LogisticRegression(tol=1e-8, max_iter=1000))],
        {"logistic-regression.C": [0.1, 1.0, 10.0]},
        StratifiedKFold(5), ["accuracy", "neg_log_loss"])
    cars_ridge = search(
        "cars", "mpg",
        "columns(numeric: simple-imputer | standard-scaler; "
        "names[name]: one-hot-encoder(handle_unknown=infrequent_if_exist, max_categories=10); "
        "categorical: ordinal-encoder; rest: drop) | ridge",
        [
            ("numeric", Pipeline([("simple-imputer", SimpleImputer()), ("standard-scaler", StandardScaler())]), NUMERIC),
            (
                "names",
                Pipeline([(
                    "one-hot-encoder",
                    OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=10, sparse_output=False))]),
                ["name"],
            ),
            ("categorical", Pipeline([("ordinal-encoder", OrdinalEncoder())]), ["origin"]),
        ],
        [("ridge", Ridge())],
        {
            "columns.names.one-hot-encoder.max_categories": [5, 20],
            "columns.numeric.simple-imputer.strategy": ["mean", "median"],
            "ridge.alpha": [0.1, 1.0, 10.0],
        },
        KFold(5), ["r2", "neg_mean_absolute_error"], ignored=["year"])
    write("ModelSelectionTests", "tables", {"searches": [penguins_svc, penguins_logistic, cars_ridge]})
