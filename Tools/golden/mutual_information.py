"""Mutual information of columns with a target: mutual_info_classif and mutual_info_regression."""

import functools

import numpy
from sklearn.feature_selection import _mutual_info, mutual_info_classif, mutual_info_regression
from sklearn.neighbors import NearestNeighbors

import quantiles
from common import read_table, write

OPTIONS = [
    {}, {"n_neighbors": 1}, {"n_neighbors": 7, "random_state": 5}, {"random_state": 4294967295},
    {"discrete_features": True}, {"discrete_features": True, "n_neighbors": 5, "random_state": 3},
]


def targets(x, names):
    """Targets by score: classes with and without a class of one row, and numbers with and without ties."""
    alone = names.copy()
    alone[:2] = ["first", "second"]
    smooth = x @ numpy.sin(numpy.arange(x.shape[1])) + x[:, 0] ** 2
    return [(mutual_info_classif, names), (mutual_info_classif, alone), (mutual_info_regression, smooth),
            (mutual_info_regression, numpy.round(smooth) % 7)]


def cases():
    for name, rows in quantiles.ROWS.items():
        table, names = read_table(name, rows)
        for score, target in targets(table, names):
            x = table
            for options in OPTIONS:
                if "discrete_features" in options:
                    x = numpy.floor(x) % 5
                yield {"data": name, "rows": rows, "score": score.__name__, "parameters": options,
                       "classes": target if target.dtype.kind == "U" else None,
                       "values": None if target.dtype.kind == "U" else target,
                       "scores": score(x, target, **({"random_state": 0} | options))}


def generate():
    # For few rows of a class, scikit-learn would compute distances from products of numbers, which cancels the digits of the
    # noise.
    _mutual_info.NearestNeighbors = functools.partial(NearestNeighbors, algorithm="kd_tree")
    write("LearningTests", "mutual-information", {"cases": list(cases())})
