"""Probabilities of sklearn.svm.SVC(probability=True) for two, three and ten classes, with the sigmoids of its pairs.

Also NumPy's seeds and libsvm's permutations, by the generator of scikit-learn's own module.
"""

import warnings

import numpy
from sklearn.datasets import load_breast_cancer, load_digits, load_iris
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.svm._newrand import bounded_rand_int_wrap, set_seed_wrap
from sklearn.utils import check_random_state

from common import write


def two():
    x, y = load_breast_cancer(return_X_y=True)
    return StandardScaler().fit_transform(x)[:200, :6], y[:200]


def three():
    return load_iris(return_X_y=True)


def ten():
    x, y = load_digits(return_X_y=True)
    return x[:240, ::3] / 16, y[:240]


def few():
    """Classes of one to three rows, so that folds are empty or lack a class."""
    x, y = load_iris(return_X_y=True)
    rows = numpy.array([3, 60, 61, 120, 121, 122, 20])
    return x[rows], numpy.array([0, 1, 1, 2, 2, 2, 3])


DATA = {"two": two, "three": three, "ten": ten, "few": few}

CASES = [
    (name, parameters | {"random_state": state})
    for name in ("two", "three", "ten")
    for parameters in (
        {},
        {"C": 10.0, "gamma": 0.3, "class_weight": {"0": 2.5, "1": 0.5}},
        {"kernel": "linear", "C": 0.05, "class_weight": "balanced"},
    )
    for state in (0, 4_000_000_000)
] + [("few", {"random_state": 7}), ("two", {"kernel": "poly", "random_state": 3})]


def fitted(x, y, parameters, tol, probability=True):
    parameters = dict(parameters)
    weights = parameters.get("class_weight")
    if isinstance(weights, dict):
        parameters["class_weight"] = {int(name): weight for name, weight in weights.items()}
    return SVC(tol=tol, probability=probability, **parameters).fit(x, y)


def split(name):
    x, y = DATA[name]()
    x = numpy.round(x, 6)  # as the file holds it
    if name == "few":
        return x, y, x
    index = numpy.arange(len(y))
    return x[index % 3 != 0], y[index % 3 != 0], x[index % 3 == 0][:40]


def run(name, parameters):
    x, y, test = split(name)
    outcome = {"data": name, "parameters": parameters}
    for key, tol in (("loose", 1e-3), ("tight", 1e-10)):
        model = fitted(x, y, parameters, tol)
        outcome[key] = {
            "probabilities": model.predict_proba(test),
            "slopes": model.probA_,
            "offsets": model.probB_,
            "predictions": model.predict(test),
        }
    return outcome


def draws(state):
    seed = check_random_state(state).randint(numpy.iinfo("i").max)
    set_seed_wrap(seed)
    bounds = list(range(700, 0, -1)) + [3_000_000_000] * 20
    return {"state": state, "seed": int(seed), "bounds": bounds, "numbers": [bounded_rand_int_wrap(b) for b in bounds]}


def generate() -> None:
    warnings.simplefilter("ignore")
    data = {}
    for name in DATA:
        x, y, test = split(name)
        data[name] = {"train": x, "labels": y, "test": test}
    write(
        "LearningTests",
        "svc_probabilities",
        {
            "data": data,
            "cases": [run(*case) for case in CASES],
            "draws": [draws(state) for state in (0, 1, 42, 2**31, 2**32 - 1)],
        },
    )
