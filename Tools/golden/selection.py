"""Selections of columns: VarianceThreshold and SelectKBest of sklearn.feature_selection."""

import itertools
import math
import warnings

import numpy
from sklearn.feature_selection import SelectKBest, VarianceThreshold, chi2, f_classif, f_regression

import quantiles
import small_tables
from common import read_table, write

SCORES = {"f_classif": f_classif, "chi2": chi2, "f_regression": f_regression}


def data():
    """The tables of the quantiles, without a constant column whose variance is a rounding error in scikit-learn."""
    return {name: x[:, 1:] if name == "missing" else x for name, (x, _) in quantiles.data(True).items()}


def thresholds():
    for (name, x), threshold in itertools.product(data().items(), [0.0, 0.05, 0.5, 3.0, 1e12]):
        try:
            model = VarianceThreshold(threshold).fit(x)
        except ValueError:
            yield {"data": name, "threshold": threshold, "fails": True}
            continue
        yield {"data": name, "threshold": threshold, "variances": [small_tables.hole(float(v)) for v in model.variances_],
               "support": model.get_support(indices=True)}


def best():
    for name, score in itertools.product(quantiles.ROWS, SCORES):
        x, names = read_table(name, quantiles.ROWS[name])
        if name == "digits":
            x = numpy.column_stack([x, x[:, 20], x[:, 36], numpy.zeros(len(x))])  # equal scores
        target = x @ numpy.sin(numpy.arange(x.shape[1])) + x[:, 0] ** 2 if score == "f_regression" else names
        model = SelectKBest(SCORES[score], k="all").fit(x, target)
        known = numpy.where(numpy.isfinite(model.scores_), model.scores_, -math.inf)
        for k in [1, 2, 3, x.shape[1] // 2, 1000, "all"]:
            support = SelectKBest(SCORES[score], k=k).fit(x, target).get_support(indices=True)
            yield {"data": name, "score": score, "k": k, "support": support,
                   "scores": [None if math.isinf(value) else value for value in known.tolist()],
                   "target": target if score == "f_regression" else None}


def generate():
    warnings.simplefilter("ignore")
    write("LearningTests", "selection", {
        "rows": quantiles.ROWS,
        "tables": {name: small_tables.holes(x) for name, x in data().items() if name not in quantiles.ROWS},
        "thresholds": list(thresholds()), "best": list(best()),
    })
