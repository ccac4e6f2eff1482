"""Whole grid searches over tables whose one-hot columns are stored as codes, as scikit-learn's GridSearchCV finds them."""

from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from common import write
from tables import CATEGORICAL, NUMERIC, search

NUMERIC_TEXT = "numeric: simple-imputer | standard-scaler"


def numeric():
    return ("numeric", Pipeline([("simple-imputer", SimpleImputer()), ("standard-scaler", StandardScaler())]), NUMERIC)


def categorical(**parameters):
    # Dense, because scikit-learn solves ridge regression on sparse rows only to a tolerance of 1e-4.
    encoder = OneHotEncoder(sparse_output=False, **parameters)
    return ("categorical", Pipeline([("one-hot-encoder", encoder)]), CATEGORICAL)


def generate() -> None:
    """Writes one file of all searches."""
    cars_unknown = search(
        "cars", "mpg", f"columns({NUMERIC_TEXT}; categorical: one-hot-encoder(handle_unknown=ignore)) | ridge",
        [numeric(), categorical(handle_unknown="ignore")], [("ridge", Ridge())],
        {"ridge.alpha": [0.01, 1.0, 100.0]},
        KFold(5), ["r2", "neg_mean_absolute_error"], ignored=["year"])
    cars_infrequent = search(
        "cars", "mpg",
        "columns(categorical: one-hot-encoder(handle_unknown=infrequent_if_exist, min_frequency=3, drop=first); "
        f"{NUMERIC_TEXT}) | ridge",
        [categorical(handle_unknown="infrequent_if_exist", min_frequency=3, drop="first"), numeric()],
        [("ridge", Ridge())], {"ridge.alpha": [0.01, 1.0, 100.0]},
        KFold(5), ["r2", "neg_mean_absolute_error"], ignored=["year"])
    cars_classes = search(
        "cars", "origin",
        f"columns({NUMERIC_TEXT}; categorical: one-hot-encoder(handle_unknown=ignore)) "
        "| logistic-regression(tol=1e-8, max_iter=1000)",
        [numeric(), categorical(handle_unknown="ignore")],
        [("logistic-regression", LogisticRegression(tol=1e-8, max_iter=1000))],
        {"logistic-regression.C": [0.1, 1.0, 10.0]},
        StratifiedKFold(5), ["accuracy", "neg_log_loss"], ignored=["year"])
    cars_newton = search(
        "cars", "origin",
        f"columns({NUMERIC_TEXT}; categorical: one-hot-encoder(handle_unknown=ignore, max_categories=20)) "
        "| logistic-regression(solver=newton-cholesky, tol=1e-8, max_iter=1000)",
        [numeric(), categorical(handle_unknown="ignore", max_categories=20)],
        [("logistic-regression", LogisticRegression(solver="newton-cholesky", tol=1e-8, max_iter=1000))],
        {"logistic-regression.C": [0.1, 1.0, 10.0]},
        StratifiedKFold(5), ["accuracy", "neg_log_loss"], ignored=["year"])
    penguins = search(
        "penguins", "sex",
        f"columns({NUMERIC_TEXT}; categorical: one-hot-encoder(drop=if_binary)) "
        "| logistic-regression(tol=1e-8, max_iter=1000)",
        [numeric(), categorical(drop="if_binary")],
        [("logistic-regression", LogisticRegression(tol=1e-8, max_iter=1000))],
        {
            "columns.numeric.simple-imputer.strategy": ["mean", "median"],
            "logistic-regression.C": [0.001, 0.01, 0.1, 1.0, 10.0, 100.0],
        },
        StratifiedKFold(5), ["accuracy", "neg_log_loss"])
    scaled = [
        search(
            "cars", "mpg",
            "columns(numeric: simple-imputer; categorical: one-hot-encoder(handle_unknown=ignore)) "
            f"| standard-scaler{text} | ridge",
            [("numeric", Pipeline([("simple-imputer", SimpleImputer())]), NUMERIC), categorical(handle_unknown="ignore")],
            [("standard-scaler", StandardScaler(**parameters)), ("ridge", Ridge())],
            {"ridge.alpha": [0.01, 1.0, 100.0]},
            KFold(5), ["r2", "neg_mean_absolute_error"], ignored=["year"])
        for text, parameters in [("", {}), ("(with_mean=false)", {"with_mean": False})]]
    scaled_classes = [
        search(
            dataset, target,
            "columns(numeric: simple-imputer; categorical: one-hot-encoder(handle_unknown=ignore)) "
            f"| standard-scaler{text} | logistic-regression(solver={solver}, tol=1e-8, max_iter=5000)",
            [("numeric", Pipeline([("simple-imputer", SimpleImputer())]), NUMERIC), categorical(handle_unknown="ignore")],
            [("standard-scaler", StandardScaler(**parameters)),
             ("logistic-regression", LogisticRegression(solver=solver, tol=1e-8, max_iter=5000))],
            {"logistic-regression.C": [0.01, 0.1, 1.0]},
            StratifiedKFold(5), ["accuracy", "neg_log_loss"], ignored=ignored)
        for dataset, target, text, parameters, solver, ignored in [
            ("cars", "origin", "", {}, "lbfgs", ["year"]),
            ("penguins", "species", "(with_mean=false)", {"with_mean": False}, "newton-cholesky", [])]]
    write(
        "ModelSelectionTests", "encoded_tables",
        {"searches": [cars_unknown, cars_infrequent, cars_classes, cars_newton, penguins, *scaled, *scaled_classes]})
