"""Steps that sklearn.svm.SVC takes on small problems of two classes: libsvm's, with its order of examples after some were
left out.

Only problems are kept whose steps are the same where every number moves by a millionth: ties that decide them are then
no matter of rounding.
"""

import numpy
from sklearn.svm import SVC

from common import write


def problem(random):
    """Rows of two classes that overlap, and the parameters."""
    rows, columns = int(random.integers(30, 70)), int(random.integers(2, 5))
    labels = (random.random(rows) < 0.4).astype(int)
    x = numpy.round(random.normal(size=(rows, columns)) + 0.3 * labels[:, None], 3)
    c, gamma = float(random.choice([0.1, 1, 10])), float(random.choice([0.01, 0.1, 1]))
    return x, labels, {"C": c, "gamma": gamma}


def steps(x, labels, parameters):
    return int(SVC(**parameters).fit(x, labels).n_iter_[0])


def generate():
    """Writes forty problems and their steps."""
    random, found = numpy.random.default_rng(1), []
    while len(found) < 40:
        x, labels, parameters = problem(random)
        count = steps(x, labels, parameters)
        moved = [steps(x * (1 + 1e-6 * random.normal(size=x.shape)), labels, parameters) for _ in range(30)]
        # Fewer steps than rows are taken before the first shrinking.
        if count > len(x) and all(other == count for other in moved):
            found.append({"x": x, "labels": labels, "parameters": parameters, "steps": count})
    write("LearningTests", "svc_steps", {"problems": found})
