"""Whole grid searches over tables with categories and missing cells, as scikit-learn's GridSearchCV finds them."""

import io
import random
from datetime import datetime, timedelta

import numpy
import pandas
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    FunctionTransformer, OneHotEncoder, OrdinalEncoder, PolynomialFeatures, StandardScaler, TargetEncoder)
from sklearn.svm import SVC

from common import DATASETS, write

NUMERIC = make_column_selector(dtype_include="number")
CATEGORICAL = make_column_selector(dtype_exclude="number")


def sales() -> str:
    """A table with times and a column that has values only in the first fifth of the rows, as CSV."""
    draw = random.Random(5)
    shops = [f"shop {letter}" for letter in "abcdefg"]
    lines = ["when,shop,area,rare,amount"]
    for row in range(80):
        when = datetime(2023, 1, 1) + timedelta(minutes=draw.randrange(700_000))
        shop, area = draw.randrange(7), draw.uniform(10, 90)
        amount = when.hour + 3 * shop + 0.2 * area + when.month + draw.gauss(0, 2)
        lines.append(",".join([
            "" if draw.random() < 0.1 else when.strftime("%Y-%m-%d %H:%M"),
            "" if draw.random() < 0.1 else shops[shop],
            "" if draw.random() < 0.1 else f"{area:.2f}",
            f"{draw.random():.3f}" if row < 16 and row % 3 else "", f"{amount:.2f}",
        ]))
    return "\n".join(lines) + "\n"


SALES = sales()


def parts(names: list) -> FunctionTransformer:
    """Replaces columns of dates by parts, and the seconds since 1970, computed by pandas."""
    return FunctionTransformer(date_parts, kw_args={"names": names})


def day_parts(columns: pandas.DataFrame) -> numpy.ndarray:
    """The parts of dates without times, with the seconds before the weekday from 1 and the day of the year."""
    dates = pandas.to_datetime(columns["year"])
    return numpy.column_stack([
        date_parts(columns, ["year", "month", "day"]), dates.dt.dayofweek + 1.0, dates.dt.dayofyear.astype(float)])


def date_parts(columns: pandas.DataFrame, names: list) -> numpy.ndarray:
    dates = [pandas.to_datetime(columns[name]) for name in columns]
    seconds = [(date - pandas.Timestamp("1970-01-01")) / pandas.Timedelta(seconds=1) for date in dates]
    return numpy.column_stack([
        column for date, second in zip(dates, seconds)
        for column in [*[getattr(date.dt, name).astype(float) for name in names], second]])


def table(dataset: str, target: str, ignored=()):
    """The features and the target of a dataset, or of the table of sales, in rows with a target."""
    source = io.StringIO(SALES) if dataset == "sales" else DATASETS / f"{dataset}.csv"
    rows = pandas.read_csv(source).dropna(subset=[target]).drop(columns=list(ignored))
    return rows.drop(columns=[target]), rows[target]


def names(dataset, target, text, branches, steps, ignored=()):
    """The names of the columns that reach the last of some steps after branches."""
    x, y = table(dataset, target, ignored)
    pipeline = Pipeline([("columns", ColumnTransformer(branches)), *steps]).fit(x, y)
    return {
        "dataset": dataset, "csv": SALES if dataset == "sales" else None, "target": target, "ignored": list(ignored),
        "pipeline": text, "names": list(pipeline[:-1].get_feature_names_out()),
    }


def search(dataset, target, text, branches, steps, grid, folds, scoring, ignored=()):
    """Runs one search; `text` and the names of the grid are those of the command line."""
    x, y = table(dataset, target, ignored)
    pipeline = Pipeline([("columns", ColumnTransformer(branches)), *steps])
    axes = {name.replace(".", "__"): values for name, values in grid.items()}
    results = GridSearchCV(pipeline, axes, cv=folds, scoring=scoring, refit=False, n_jobs=-1).fit(x, y).cv_results_
    scores = {
        scorer: numpy.transpose(
            [results[f"split{split}_test_{scorer}"] for split in range(folds.get_n_splits())])
        for scorer in scoring
    }
    return {
        "dataset": dataset, "csv": SALES if dataset == "sales" else None, "target": target, "ignored": list(ignored),
        "pipeline": text, "scoring": scoring,
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
    numeric = Pipeline([("simple-imputer", SimpleImputer()), ("standard-scaler", StandardScaler())])
    # Target encoders are cross-fitted in folds without shuffling, because Trellis shuffles with another generator.
    penguins_target = search(
        "penguins", "species",
        "columns(numeric: simple-imputer | standard-scaler; categorical: target-encoder(shuffle=false, cv=3)) | svc",
        [
            ("numeric", numeric, NUMERIC),
            ("categorical", Pipeline([("target-encoder", TargetEncoder(shuffle=False, cv=3))]), CATEGORICAL),
        ],
        [("svc", SVC())],
        {"columns.categorical.target-encoder.cv": [3, 4], "svc.C": [0.1, 10.0]},
        StratifiedKFold(5), ["accuracy"])
    penguins_sex = search(
        "penguins", "sex",
        "columns(numeric: simple-imputer | standard-scaler; categorical: target-encoder(shuffle=false) | standard-scaler)"
        " | logistic-regression(tol=1e-8, max_iter=1000)",
        [
            ("numeric", numeric, NUMERIC),
            (
                "categorical",
                Pipeline([
                    ("target-encoder", TargetEncoder(shuffle=False)), ("standard-scaler", StandardScaler())]),
                CATEGORICAL,
            ),
        ],
        [("logistic-regression", LogisticRegression(tol=1e-8, max_iter=1000))],
        {"columns.categorical.target-encoder.smooth": ["auto", 20.0], "logistic-regression.C": [0.1, 10.0]},
        StratifiedKFold(5), ["accuracy", "neg_log_loss"])
    cars_dates = search(
        "cars", "mpg",
        "columns(numeric: simple-imputer | standard-scaler; categorical: target-encoder(shuffle=false); "
        "dates: datetime-encoder(add_weekday=true, add_day_of_year=true)) | standard-scaler | ridge",
        [
            ("numeric", numeric, NUMERIC),
            (
                "categorical",
                Pipeline([("target-encoder", TargetEncoder(shuffle=False, target_type="continuous"))]),
                ["name", "origin"],
            ),
            ("dates", Pipeline([("datetime-encoder", FunctionTransformer(day_parts))]), ["year"]),
        ],
        [("standard-scaler", StandardScaler()), ("ridge", Ridge())],
        {"columns.categorical.target-encoder.smooth": ["auto", 2.0], "ridge.alpha": [0.1, 1.0, 10.0]},
        KFold(5), ["r2", "neg_mean_absolute_error"])
    # In the first split, no training row has a value of the rare column, so that its branch has no column.
    rare = ("rare", Pipeline([("simple-imputer", SimpleImputer())]), ["rare"])
    sales_ridge = search(
        "sales", "amount",
        "columns(rare[rare]: simple-imputer; numeric: simple-imputer; "
        "dates: datetime-encoder | simple-imputer(strategy=median); shop[shop]: target-encoder(shuffle=false)) "
        "| standard-scaler | ridge",
        [
            rare,
            ("numeric", Pipeline([("simple-imputer", SimpleImputer())]), ["area"]),
            (
                "dates",
                Pipeline([
                    ("datetime-encoder", parts(["year", "month", "day", "hour"])),
                    ("simple-imputer", SimpleImputer(strategy="median")),
                ]),
                ["when"],
            ),
            ("shop", Pipeline([("target-encoder", TargetEncoder(shuffle=False, target_type="continuous"))]), ["shop"]),
        ],
        [("standard-scaler", StandardScaler()), ("ridge", Ridge())],
        {"columns.rare.simple-imputer.strategy": ["mean", "median"], "ridge.alpha": [0.1, 1.0, 10.0]},
        KFold(5), ["r2"])
    searches = [
        penguins_svc, penguins_logistic, cars_ridge, penguins_target, penguins_sex, cars_dates, sales_ridge]

    one_hot = OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=6, sparse_output=False)
    indicating = SimpleImputer(strategy="median", add_indicator=True)
    columns = [
        names(
            "penguins", "species",
            "columns(numeric: simple-imputer(strategy=median, add_indicator=true) | polynomial-features; "
            "categorical: one-hot-encoder(drop=if_binary)) | standard-scaler | svc",
            [
                ("numeric", Pipeline([("impute", indicating), ("polynomial", PolynomialFeatures())]), NUMERIC),
                ("categorical", OneHotEncoder(drop="if_binary", sparse_output=False), CATEGORICAL),
            ],
            [("standard-scaler", StandardScaler()), ("svc", SVC())]),
        names(
            "penguins", "species",
            "columns(numeric: simple-imputer; categorical: target-encoder(shuffle=false)) | svc",
            [("numeric", SimpleImputer(), NUMERIC), ("categorical", TargetEncoder(shuffle=False), CATEGORICAL)],
            [("svc", SVC())]),
        names(
            "cars", "mpg",
            "columns(numeric: simple-imputer | standard-scaler | pca(n_components=2); origin[origin]: ordinal-encoder; "
            "name[name]: one-hot-encoder(handle_unknown=infrequent_if_exist, max_categories=6); rest: drop) "
            "| select-k-best(k=5, score_func=f_regression) | ridge",
            [
                ("numeric", Pipeline([("n", numeric), ("pca", PCA(2))]), NUMERIC),
                ("origin", OrdinalEncoder(), ["origin"]), ("name", one_hot, ["name"]),
            ],
            [("select-k-best", SelectKBest(f_regression, k=5)), ("ridge", Ridge())], ignored=["year"]),
        names(
            "penguins", "species", "columns(numeric: simple-imputer) | pca(n_components=3) | svc",
            [("numeric", SimpleImputer(), NUMERIC)], [("pca", PCA(3)), ("svc", SVC())]),
    ]
    write("ModelSelectionTests", "tables", {"searches": searches, "names": columns})
