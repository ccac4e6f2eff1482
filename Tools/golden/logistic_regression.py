"""Logistic regression: minima that sklearn.linear_model.LogisticRegression finds by Newton's method, where its two
solvers stop at the tolerance that they have by default, and where Newton's method falls back to L-BFGS."""

import warnings

import numpy
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from common import read_table, write

SHOWN = 5  # rows of decisions and probabilities

# The data, the rows taken (start, end), the columns (end), whether they are scaled, and the parameters.
CASES = [
    *[("iris", (0, 150), 4, scaled, {"C": c}) for scaled in [False, True] for c in [0.01, 1.0, 100.0]],
    ("iris", (0, 150), 4, True, {"class_weight": {"setosa": 0.5, "versicolor": 2.0, "virginica": 7.0}}),
    ("iris", (0, 150), 4, False, {"fit_intercept": False}),
    ("iris", (50, 150), 2, False, {"penalty": None}),
    ("wine", (0, 178), 13, True, {"C": 1.0}),
    ("wine", (0, 178), 13, True, {"C": 30.0, "class_weight": "balanced"}),
    ("wine", (0, 178), 13, False, {"C": 1.0}),
    *[("breast-cancer", (0, 569), 30, True, {"C": c}) for c in [0.01, 1.0, 100.0]],
    ("breast-cancer", (0, 569), 30, True, {"class_weight": "balanced"}),
    ("breast-cancer", (0, 569), 30, True, {"fit_intercept": False}),
    ("breast-cancer", (0, 569), 5, True, {"penalty": None}),
    ("breast-cancer", (0, 20), 30, True, {"C": 1.0}),
    ("digits", (0, 300), 64, True, {"C": 0.1}),
    ("digits", (0, 300), 64, True, {"C": 0.1, "fit_intercept": False, "class_weight": "balanced"}),
]


def stopped(x, y, **options):
    """Where a solver stops."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it stopped after 100 steps, or went on by L-BFGS
        model = LogisticRegression(**options).fit(x, y)
    return {
        "iterations": int(model.n_iter_[0]), "coefficients": model.coef_,
        "intercepts": numpy.broadcast_to(model.intercept_, model.coef_.shape[0])}


def fallbacks():
    """Problems whose second derivatives are singular, so that Newton's method goes on by L-BFGS."""
    random = numpy.random.default_rng(3)
    for k in [2, 3]:
        y = numpy.arange(40) % k
        x = numpy.round(random.normal(size=(40, 3)) + y[:, None], 2)
        repeated = numpy.hstack([x, x[:, :1]])
        constant = numpy.hstack([x, numpy.full((40, 1), 7.0)])
        problems = [
            (repeated, {"C": numpy.inf}), (constant, {"C": numpy.inf}), (constant, {"C": numpy.inf, "max_iter": 3}),
            (repeated, {"C": 1.0})]
        if k == 2:
            # Of more classes L-BFGS takes many steps on such columns, which magnify rounding.
            problems += [(x + [0, 1e8, 0], {"C": 1.0}), (x * 1e4, {"C": 1e4, "tol": 1e-10})]
        for rows, options in problems:
            found = stopped(rows, y, solver="newton-cholesky", **options)
            plain = {name: value for name, value in options.items() if value != numpy.inf}
            yield {"x": rows, "classes": y, "parameters": plain | ({} if "C" in plain else {"penalty": None}), "stopped": found}


def generate():
    cases = []
    for name, (start, end), columns, scaled, parameters in CASES:
        x, y = read_table(name)
        x, y = x[start:end, :columns], y[start:end]
        if scaled:
            x = StandardScaler().fit_transform(x)
        options = dict(parameters)
        if "penalty" in options:
            options = {k: v for k, v in options.items() if k != "penalty"} | {"C": numpy.inf}
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            model = LogisticRegression(solver="newton-cholesky", tol=1e-12, max_iter=1000, **options)
            model.fit(x, y)
        decision = model.decision_function(x[:SHOWN])
        cases.append({
            "data": name, "start": start, "end": end, "columns": columns, "scaled": scaled,
            "parameters": parameters, "classes": model.classes_, "coefficients": model.coef_,
            "intercepts": numpy.broadcast_to(model.intercept_, model.coef_.shape[0]),
            "decision": decision.reshape(len(decision), -1), "probabilities": model.predict_proba(x[:SHOWN]),
            "accuracy": float(model.score(x, y)),
            "lbfgs": stopped(x, y, **options),
            "newton": stopped(x, y, solver="newton-cholesky", **options),
        })
    write("LearningTests", "logistic_regression", {"cases": cases, "fallbacks": list(fallbacks())})
