"""Products of columns: sklearn.preprocessing.PolynomialFeatures."""

import itertools

import numpy
from sklearn.preprocessing import PolynomialFeatures

from common import write


def generate():
    cases = []
    for columns, degree, interaction, bias in itertools.product([1, 2, 3, 5], range(5), [False, True], [True, False]):
        if degree == 0 and not bias:
            continue
        rows, places = numpy.indices((4, columns))
        x = numpy.sin(3 * rows + 7 * places + 1) * 10.0 ** (places - 1)
        model = PolynomialFeatures(degree, interaction_only=interaction, include_bias=bias).fit(x)
        cases.append({
            "parameters": {"degree": degree, "interaction_only": interaction, "include_bias": bias}, "rows": x,
            "names": model.get_feature_names_out([f"c{column}" for column in range(columns)]),
            "transformed": model.transform(x),
        })
    write("LearningTests", "polynomial_features", {"cases": cases})
