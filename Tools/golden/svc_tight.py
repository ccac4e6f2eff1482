"""Objectives of fifty support vector machines with linearly dependent columns, solved to a tolerance of 1e-10.

The columns are combinations of four, in whole numbers, so that the kernel matrix is of rank four exactly. libsvm, whose
elements are rounded to single precision, converges on some of them only; its objective is known all the same.
"""

import warnings

import numpy
from sklearn.svm import SVC

from common import write


def generate() -> None:
    random = numpy.random.default_rng(11)
    problems = []
    for _ in range(50):
        rows, columns, few = int(random.integers(20, 60)), int(random.integers(4, 16)), int(random.integers(3, 8))
        x = random.integers(-9, 10, (rows, 4)) @ random.integers(-9, 10, (4, columns))
        y = numpy.arange(rows) >= few
        c = float(random.choice([0.01, 1, 100]))
        scaled = x / 100
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = SVC(kernel="linear", C=c, tol=1e-10, max_iter=200_000).fit(scaled, y)
        beta = numpy.zeros(rows)
        beta[model.support_] = model.dual_coef_[0]
        objective = 0.5 * numpy.sum((beta @ scaled) ** 2) - numpy.sum(numpy.abs(beta))
        problems.append({"x": x.tolist(), "few": few, "C": c, "objective": float(objective)})
    write("LearningTests", "svc_tight", {"problems": problems})
