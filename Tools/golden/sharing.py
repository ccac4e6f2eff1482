"""Split scores of scalers, principal components and ridge regression on small tables that are hard on digits and rank.

Offsets from 1e3 to 1e12 in all or some columns and in the target, columns of other scales, constant and doubled columns,
and no more training rows than columns, as scikit-learn's cross_val_score has them.
"""

import numpy
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from common import write

PIPELINES = {
    "ridge": lambda: [],
    "standard-scaler | ridge": lambda: [StandardScaler()],
    "min-max-scaler | ridge": lambda: [MinMaxScaler()],
    "standard-scaler | pca(n_components=3) | ridge": lambda: [StandardScaler(), PCA(3)],
    "min-max-scaler | pca(n_components=2,whiten=true) | ridge": lambda: [MinMaxScaler(), PCA(2, whiten=True)],
    "min-max-scaler | standard-scaler | ridge": lambda: [MinMaxScaler(), StandardScaler()],
    "standard-scaler(with_mean=false) | ridge": lambda: [StandardScaler(with_mean=False)],
}
SCALED = [name for name in PIPELINES if name.startswith(("standard-scaler |", "min-max"))]


def problem(name, x, y, pipelines, alphas, folds=3):
    """One table and what each pipeline scores on it with each alpha."""
    searches = []
    for pipeline in pipelines:
        scores = []
        for alpha in alphas:
            model = make_pipeline(*PIPELINES[pipeline](), Ridge(alpha=alpha))
            scores.append(cross_val_score(model, x, y, cv=KFold(folds)))
        searches.append({"pipeline": pipeline, "scores": scores})
    return {"name": name, "x": x.copy(), "y": y.copy(), "folds": folds, "alphas": alphas, "searches": searches}


def generate() -> None:
    """Writes one file of all problems."""
    random = numpy.random.default_rng(4)

    def table(rows, columns):
        x = random.normal(size=(rows, columns))
        return x, x @ random.normal(size=columns) + random.normal(size=rows)

    problems = []
    alphas = [0.0, 1e-3, 1.0, 100.0]
    few = numpy.array([
        [99.9, 0.6, 0.1, -0.5, 0.75], [100.4, 1.3, 0.9, -0.7, 0.65], [98.7, -0.6, 0.0, -2.3, -1.45],
        [99.8, -1.2, -0.7, -0.5, -1.65], [99.7, 0.4, 1.0, -0.1, 0.65], [101.4, -0.7, 0.4, 0.9, -1.65]])
    problems.append(problem(
        "fewer rows than columns, one with an offset", few[:, :-1], few[:, -1], ["ridge"], [0.0, 1e-3, 1.0], folds=2))
    for offset in [1e3, 1e6, 1e9, 1e12]:
        x, y = table(60, 3)
        problems.append(problem(f"columns about {offset:g}", x + offset, y, SCALED, alphas))
    x, y = table(45, 5)
    mixed = x * [1, 1e3, 1e-3, 1, 1] + [0, 1e6, 5, 1e9, -1e4]
    problems.append(problem("columns of several offsets and scales", mixed, y, SCALED, alphas))
    problems.append(problem("columns of several scales", x * [1, 1e5, 1e-5, 1, 30], y, list(PIPELINES), alphas))
    problems.append(problem("a target about 1e6", x, y + 1e6, list(PIPELINES), alphas))
    x, y = table(24, 4)
    x[:, 2] = 7
    problems.append(problem("a constant column", x, y, list(PIPELINES), [1e-3, 1.0, 100.0]))
    x[:, 2] = x[:, 0]
    problems.append(problem("a doubled column", x, y, list(PIPELINES), [1e-3, 1.0, 100.0]))
    x, y = table(12, 8)
    problems.append(problem("as many columns as training rows", x, y, ["ridge"] + SCALED, [1e-3, 1.0]))
    x, y = table(9, 10)
    problems.append(problem("more columns than rows", x + 100, y, ["ridge"], [1e-3, 1.0, 100.0]))
    write("ModelSelectionTests", "sharing", {"problems": problems})
