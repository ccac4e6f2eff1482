"""Scalers: what sklearn.preprocessing's StandardScaler and MinMaxScaler learn and make of rows."""

import warnings

import numpy
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import small_tables
from common import read_table, write

SHOWN = 3  # rows of each transformed table


def odd():
    """Columns that are constant, all but constant on a large mean, tiny, huge, and ordinary."""
    n = 40
    steps = numpy.arange(n)
    return numpy.column_stack([
        numpy.full(n, 0.1),
        numpy.full(n, -3e15),
        1e12 + 1e-4 * (steps % 2),
        1e8 + numpy.sin(steps),
        1e-150 * steps,
        1e100 * numpy.cos(steps),
        steps % 7 - 3.0,
    ])


def missing():
    """The odd columns and two more, in all of which numbers are missing; the last has none."""
    x = numpy.column_stack([odd(), numpy.full(40, numpy.nan), numpy.full(40, numpy.nan)])
    rows, columns = numpy.indices(x.shape)
    x[(rows * 3 + columns * 5) % 7 == 0] = numpy.nan
    x[11, 7] = 4.5
    return x


def of_missing():
    """What the scalers learn of missing numbers; null where scikit-learn has NaN."""
    warnings.simplefilter("ignore")
    x = missing()
    rows = numpy.vstack([x[:6], numpy.full(x.shape[1], 2.0)])
    standard = [StandardScaler(with_mean=mean, with_std=std).fit(x)
                for mean, std in [(True, True), (True, False), (False, True), (False, False)]]
    ranged = [MinMaxScaler(feature_range=ends).fit(x) for ends in [(0.0, 1.0), (-2.5, 4.0)]]
    return {
        "table": small_tables.holes(x), "rows": small_tables.holes(rows),
        "standard": [{"withMean": bool(scaler.with_mean), "withStd": bool(scaler.with_std),
                      "transformed": small_tables.holes(scaler.transform(rows))} for scaler in standard],
        "minMax": [{"min": scaler.feature_range[0], "max": scaler.feature_range[1],
                    "transformed": small_tables.holes(scaler.transform(rows))} for scaler in ranged],
    }


def generate():
    tables = {"odd": odd(), "one row": odd()[3:4]}
    named = {name: read_table(name, 300)[0] for name in ["iris", "wine", "breast-cancer", "digits"]}
    standard, ranged = [], []
    for name, x in (tables | named).items():
        for with_mean, with_std in [(True, True), (True, False), (False, True), (False, False)]:
            scaler = StandardScaler(with_mean=with_mean, with_std=with_std).fit(x)
            standard.append({
                "data": name, "withMean": with_mean, "withStd": with_std,
                "mean": scaler.mean_ if with_mean else numpy.zeros(x.shape[1]),
                "scale": scaler.scale_ if with_std else numpy.ones(x.shape[1]),
                "transformed": scaler.transform(x[:SHOWN]),
            })
        for low, high in [(0.0, 1.0), (-2.5, 4.0)]:
            scaler = MinMaxScaler(feature_range=(low, high)).fit(x)
            ranged.append({
                "data": name, "min": low, "max": high, "dataMin": scaler.data_min_, "dataMax": scaler.data_max_,
                "scale": scaler.scale_, "offset": scaler.min_, "transformed": scaler.transform(x[:SHOWN]),
            })
    write("LearningTests", "scalers", {
        "tables": tables, "rows": 300, "standard": standard, "minMax": ranged, "missing": of_missing()})
