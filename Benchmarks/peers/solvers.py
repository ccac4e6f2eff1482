"""Solves the problems of SolverBenchmark.swift with scikit-learn and LIBSVM on one thread: python solvers.py

Prints one line of JSON per problem and peer. scikit-learn's SVC uses the solver of LIBSVM with dense rows.
"""

import json
import os
import pathlib
import statistics
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy loads OpenBLAS

import numpy
from libsvm.svmutil import svm_parameter, svm_problem, svm_train
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

DATA = pathlib.Path(__file__).resolve().parents[2] / "datasets" / "digits.csv"


def main():
    table = numpy.loadtxt(DATA, delimiter=",", skiprows=1)
    x, digits = StandardScaler().fit_transform(table[:, :-1]), table[:, -1]
    y = (digits < 5) != (numpy.arange(len(digits)) % 10 == 0)
    for name, c in [("bounded", 0.1), ("middle", 1), ("hard", 100)]:
        problem(f"svc-digits-{name}", SVC(C=c, gamma=0.01), x, y)
        libsvm(f"svc-digits-{name}", c, x, y)
    problem("logistic-digits", LogisticRegression(), x, digits)
    random = numpy.random.default_rng(1)
    x = random.uniform(-1, 1, (32_000, 75))
    y = x[:, :5].sum(axis=1) + 2 * x[:, 5] * x[:, 6] > 0
    problem("logistic-rows", LogisticRegression(), x, y)
    problem("logistic-path", LogisticRegression(), x, y, cs=10.0 ** numpy.arange(-4, 4))


def problem(name, estimator, x, y, cs=(None,)):
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        steps = 0
        for c in cs:
            if c is not None:
                estimator.set_params(C=c)
            steps += int(numpy.sum(estimator.fit(x, y).n_iter_))
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    print(json.dumps({
        "benchmark": name, "run": "scikit-learn", "fits": len(cs), "milliseconds": round(median * 1e3, 3),
        "steps": steps, "microsecondsPerStep": round(median / steps * 1e6, 3)}))


def libsvm(name, c, x, y):
    rows = svm_problem(numpy.where(y, 1.0, -1.0), x)
    parameters = svm_parameter(f"-q -c {c} -g 0.01 -m 200")
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        svm_train(rows, parameters)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({
        "benchmark": name, "run": "LIBSVM", "fits": 1, "milliseconds": round(statistics.median(seconds) * 1e3, 3)}))


if __name__ == "__main__":
    main()
