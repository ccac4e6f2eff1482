"""Target encoding: sklearn.preprocessing.TargetEncoder, for a whole table and cross-fitted."""

import itertools
import warnings

import numpy
from sklearn.preprocessing import TargetEncoder

import small_tables
from common import write

ROWS = 60
NAMES = ["red", "green", "blue", None, "grey"]


def data():
    """A column of text with missing cells, one of numbers with missing cells, and one with a category a row."""
    steps = numpy.arange(ROWS)
    return [
        ("color", "category", [NAMES[step * step % 7 % 5] for step in steps.tolist()]),
        ("size", "number", [small_tables.NAN if step % 11 == 4 else float(step * 3 % 8) for step in steps.tolist()]),
        ("id", "category", [f"row {step // 2}" for step in steps.tolist()]),
    ]


def other():
    """Rows with categories that are not in the training rows."""
    return [
        ("color", "category", ["red", "violet", None, "grey"]), ("size", "number", [3.0, small_tables.NAN, 99.0, 0.0]),
        ("id", "category", [None, "row 3", "row 99", "row 0"]),
    ]


def targets():
    """Targets of two and three classes, and numbers; one class is rare."""
    steps = numpy.arange(ROWS)
    noise = numpy.sin(steps * steps)
    return {
        "binary": ["yes" if value > 0.2 else "no" for value in noise],
        "several": ["a" if value > 0.5 else "b" if value > -0.7 else "c" for value in noise],
        "one": ["same"] * ROWS,
        "numbers": (100 + 7.5 * noise + (steps % 5)).tolist(),
        "constant": [2.5] * ROWS,
    }


def generate():
    warnings.simplefilter("ignore")
    cases = []
    x, new = small_tables.array(data()), small_tables.array(other())
    for (name, y), smooth, cv in itertools.product(targets().items(), ["auto", 0.0, 5.0, 0.5], [5, 3]):
        kind = "continuous" if name in ("numbers", "constant") else "auto"
        model = TargetEncoder(smooth=smooth, cv=cv, shuffle=False, target_type=kind)
        trained = model.fit_transform(x, numpy.array(y))
        cases.append({
            "target": name, "smooth": smooth, "cv": cv, "targetMeans": numpy.atleast_1d(model.target_mean_),
            "encodings": [encoding.tolist() for encoding in model.encodings_],
            "names": model.get_feature_names_out([column for column, _, _ in data()]),
            "crossFitted": trained, "transformed": model.transform(new),
        })
    write("LearningTests", "target_encoder", {
        "train": small_tables.written(data()), "test": small_tables.written(other()),
        "labels": {name: y for name, y in targets().items() if isinstance(y[0], str)},
        "values": {name: y for name, y in targets().items() if not isinstance(y[0], str)},
        "cases": cases,
    })
