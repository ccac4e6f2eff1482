"""Ridge regression: sklearn.linear_model.Ridge by singular values, or numpy's least squares without a penalty."""

import numpy
from sklearn.linear_model import Ridge

from common import read_table, write

CASES = [
    (name, rows, alpha, intercept)
    for name, rows in [("diabetes", 442), ("diabetes", 8), ("doubled", 442)]
    for alpha in [0.0, 1e-3, 1.0, 1000.0]
    for intercept in [True, False]
]


def generate():
    cases = []
    for name, rows, alpha, intercept in CASES:
        x, y = read_table("diabetes", rows)
        y = y.astype(float)
        if name == "doubled":
            x = numpy.hstack([x, x])  # columns that depend on each other
        if alpha > 0:
            model = Ridge(alpha=alpha, fit_intercept=intercept, solver="svd").fit(x, y)
            weights, bias = model.coef_, float(model.intercept_)
        else:
            centre, level = (x.mean(axis=0), y.mean()) if intercept else (numpy.zeros(x.shape[1]), 0.0)
            weights = numpy.linalg.lstsq(x - centre, y - level)[0]
            bias = level - centre @ weights
        cases.append({
            "data": name, "rows": rows, "alpha": alpha, "fitIntercept": intercept, "coefficients": weights,
            "intercept": float(bias), "predictions": (x @ weights + bias)[:5],
        })
    write("LearningTests", "ridge", {"cases": cases})
