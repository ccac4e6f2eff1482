"""Power transforms: sklearn.preprocessing.PowerTransformer, whose exponents SciPy finds."""

import itertools
import warnings

import numpy
from sklearn.preprocessing import PowerTransformer

import quantiles
import small_tables
from common import write


def data():
    """The tables of the quantiles, and skewed columns: of one sign, of both, almost constant and with outliers."""
    steps = numpy.arange(60)
    skewed = numpy.column_stack([
        numpy.exp(numpy.sin(steps) * 2), numpy.exp(-numpy.cos(steps) * 3) + 5, 20 + numpy.sin(steps),
        (steps + 1.0) ** 3, 1e-3 * (1 + steps % 7), 1e6 / (1 + steps), 1 + (steps == 7) * 1000.0 + steps / 100,
    ])
    both = numpy.column_stack([skewed[:, 0] - 1, -skewed[:, 1], 3 * numpy.sin(steps) ** 3, -1e3 * skewed[:, 4], steps % 2])
    holes = numpy.column_stack([skewed[:, :3], both[:, :3]])
    rows, columns = numpy.indices(holes.shape)
    holes[(rows * 3 + columns * 5) % 7 == 0] = numpy.nan
    # Exponents that scikit-learn bounds, so that the powers do not overflow.
    steep = numpy.column_stack([1e4 + numpy.sin(steps), 1e-4 * (1 + 1e-3 * numpy.exp(2 * numpy.sin(steps)))])
    return {name: x for name, (x, _) in quantiles.data(False).items()} | {
        "skewed": skewed, "both": both, "holes": holes, "steep": steep}


def generate():
    warnings.simplefilter("ignore")
    cases = []
    for (name, x), method, standardize in itertools.product(
            data().items(), ["yeo-johnson", "box-cox"], [True, False]):
        if name == "steep" and (method != "box-cox" or standardize):
            continue
        columns = list(range(x.shape[1]))
        if method == "box-cox":
            columns = [column for column in columns
                       if numpy.nanmin(x[:, column]) > 0 and numpy.nanmax(x[:, column]) > numpy.nanmin(x[:, column])]
        if not columns:
            continue
        chosen = x[:, columns]
        rows = numpy.vstack([chosen[:4], chosen[:2] * 1.01 + 1e-4, numpy.abs(chosen[4:6] + chosen[5:7]) / 2])
        if method == "box-cox":
            rows = numpy.where(rows <= 0, 0.25, rows)
        model = PowerTransformer(method=method, standardize=standardize).fit(chosen)
        cases.append({
            "data": name, "columns": columns, "parameters": {"method": method, "standardize": standardize},
            "lambdas": model.lambdas_, "rows": small_tables.holes(rows),
            "transformed": small_tables.holes(model.transform(rows)),
        })
    write("LearningTests", "power_transformer", {
        "rows": quantiles.ROWS, "cases": cases,
        "tables": {name: small_tables.holes(x) for name, x in data().items() if name not in quantiles.ROWS},
    })
