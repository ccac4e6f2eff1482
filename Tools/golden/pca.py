"""Principal components: sklearn.decomposition.PCA by its full singular value decomposition."""

import numpy
from sklearn.decomposition import PCA

from common import read_table, write

SHOWN = 3  # rows of each projected table

CASES = [
    ("iris", 150, None, False),
    ("iris", 150, 2, True),
    ("iris", 150, 0.99, False),
    ("wine", 178, None, False),
    ("wine", 178, None, True),
    ("wine", 178, 0.9999, False),
    ("breast-cancer", 569, None, False),
    ("breast-cancer", 569, 5, True),
    ("breast-cancer", 12, 8, False),
    ("breast-cancer", 31, 0.9, False),
    ("digits", 200, 20, False),
    ("digits", 200, 0.95, True),
    ("digits", 40, 0.8, False),
    ("digits", 40, 39, False),
    ("diabetes", 442, None, False),
]


def generate():
    cases = []
    for name, rows, components, whiten in CASES:
        x = read_table(name, rows)[0]
        model = PCA(components, whiten=whiten, svd_solver="full").fit(x)
        cases.append({
            "data": name, "rows": rows, "nComponents": components, "whiten": whiten, "mean": model.mean_,
            "components": model.components_, "explainedVariance": model.explained_variance_,
            "explainedVarianceRatio": model.explained_variance_ratio_, "singularValues": model.singular_values_,
            "noiseVariance": float(model.noise_variance_), "transformed": model.transform(x[:SHOWN]),
        })
    # Columns whose scales lie ten orders of magnitude apart, which only singular values of the rows resolve.
    steps = numpy.arange(30)
    x = numpy.column_stack([1e5 * numpy.sin(steps), numpy.cos(2 * steps), 1e-5 * numpy.sin(3 * steps + 1)])
    x = x @ numpy.array([[2, 1, -2], [1, 2, 2], [2, -2, 1]]) / 3
    model = PCA(svd_solver="full").fit(x)
    graded = {
        "x": x, "singularValues": model.singular_values_, "components": model.components_,
    }
    write("LearningTests", "pca", {"cases": cases, "graded": graded})
