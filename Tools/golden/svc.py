"""Support vector classification: decisions and predictions of sklearn.svm.SVC on small slices of its data sets."""

import warnings

import numpy
from sklearn.datasets import load_breast_cancer, load_digits, load_iris
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from common import write


def iris():
    x, y = load_iris(return_X_y=True)
    return x, y


def cancer():
    x, y = load_breast_cancer(return_X_y=True)
    return StandardScaler().fit_transform(x)[:240, :12], y[:240]


def digits():
    x, y = load_digits(return_X_y=True)
    # Every other pixel's column, and column 0, which is constant.
    return x[:300, ::2], y[:300]


def unbalanced():
    x, y = load_breast_cancer(return_X_y=True)
    x = StandardScaler().fit_transform(x)[:, 10:18]
    rows = numpy.concatenate([numpy.flatnonzero(y == 0)[:9], numpy.flatnonzero(y == 1)[:150]])
    return x[rows], y[rows]


def duplicated():
    """Every row three times, and some under two classes."""
    x, y = load_iris(return_X_y=True)
    rows = numpy.repeat(numpy.arange(40, 110, 2), 3)
    labels = y[rows].copy()
    labels[::17] = 1
    return x[rows], labels


DATA = {"iris": iris, "cancer": cancer, "digits": digits, "unbalanced": unbalanced, "duplicated": duplicated}

CASES = [
    ("iris", {}),
    ("iris", {"C": 10.0, "gamma": 0.5}),
    ("iris", {"kernel": "linear", "C": 0.1}),
    ("iris", {"kernel": "linear", "C": 100.0}),
    ("iris", {"kernel": "poly", "degree": 2, "coef0": 1.0}),
    ("iris", {"kernel": "poly", "C": 5.0, "gamma": "auto"}),
    ("iris", {"kernel": "sigmoid", "gamma": 0.05, "coef0": -0.5}),
    ("iris", {"class_weight": {"0": 3.0, "2": 0.25}}),
    ("iris", {"C": 1000.0, "gamma": 10.0}),
    ("cancer", {}),
    ("cancer", {"C": 100.0, "gamma": 0.01}),
    ("cancer", {"kernel": "linear"}),
    ("cancer", {"kernel": "poly", "coef0": 0.5, "gamma": 0.1}),
    ("cancer", {"kernel": "sigmoid", "gamma": 0.02, "coef0": 0.1}),
    ("cancer", {"kernel": "sigmoid", "gamma": 1.0, "coef0": 1.0}),
    ("cancer", {"class_weight": "balanced", "C": 0.2}),
    ("digits", {}),
    ("digits", {"C": 10.0, "gamma": 0.0005}),
    ("digits", {"kernel": "linear", "C": 0.01}),
    ("digits", {"kernel": "poly"}),
    ("digits", {"gamma": 0.1}),
    ("unbalanced", {}),
    ("unbalanced", {"class_weight": "balanced"}),
    ("unbalanced", {"class_weight": {"0": 10.0}, "kernel": "poly"}),
    ("duplicated", {}),
    ("duplicated", {"C": 50.0, "gamma": 2.0}),
    ("duplicated", {"kernel": "linear", "class_weight": "balanced"}),
    ("iris", {"max_iter": 3}),
    ("digits", {"max_iter": 7}),
]


def model(parameters, tol):
    parameters = dict(parameters)
    weights = parameters.get("class_weight")
    if isinstance(weights, dict):
        parameters["class_weight"] = {int(name): weight for name, weight in weights.items()}
    return SVC(tol=tol, **parameters)


def split(name):
    """Two rows of three to train, the third and some of the others to test."""
    x, y = DATA[name]()
    x = numpy.round(x, 6)  # as the file holds it
    index = numpy.arange(len(y))
    train = index % 3 != 0
    test = (index % 3 == 0) | (index % 7 == 0)
    return x[train], y[train], x[test][:40]


def run(name, parameters):
    x, y, test = split(name)
    outcome = {"data": name, "parameters": parameters}
    for key, tol in (("loose", 1e-3), ("tight", 1e-8)):
        fitted = model(parameters, tol).fit(x, y)
        decision = fitted.decision_function(test)
        outcome[key] = {
            "predictions": fitted.predict(test),
            "decision": numpy.round(decision.reshape(len(test), -1), 9),
            "support": fitted.support_,
            "steps": int(fitted.n_iter_.sum()),
        }
    return outcome


def generate():
    warnings.simplefilter("ignore", ConvergenceWarning)
    data = {}
    for name in DATA:
        x, y, test = split(name)
        data[name] = {"train": x, "labels": y, "test": test}
    write("LearningTests", "svc", {"data": data, "cases": [run(*case) for case in CASES]})
