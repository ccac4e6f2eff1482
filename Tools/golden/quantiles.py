"""Steps that read quantiles: RobustScaler, KBinsDiscretizer and QuantileTransformer of sklearn.preprocessing."""

import itertools
import warnings

import numpy
from scipy import stats
from sklearn.preprocessing import KBinsDiscretizer, QuantileTransformer, RobustScaler

import scalers
import small_tables
from common import read_table, write

ROWS = {"iris": 150, "wine": 178, "breast-cancer": 101, "digits": 90}


def gaps():
    """Columns with wide gaps, in which clusters lose all their numbers."""
    steps = numpy.arange(40)
    return numpy.column_stack([
        numpy.where(steps < 30, steps / 10.0, 100.0 + steps ** 1.3), numpy.exp(steps / 4.0),
        numpy.where(steps == 0, -4.0, steps % 3 + steps / 50.0),
        numpy.where(steps == 39, 1.0, 1e-9 * steps), steps // 20,
    ])


def data(holes: bool):
    """The tables by name, and rows to transform: some of each, and others beyond and between them."""
    named = {name: read_table(name, rows)[0] for name, rows in ROWS.items()} | {"gaps": gaps()}
    if holes:
        named["missing"] = scalers.missing()[:, [0, 3, 6, 7, 8]]
    return {name: (x, numpy.vstack([x[:3], x[:2] * 1.5 + 0.1, (x[4:6] + x[5:7]) / 2])) for name, x in named.items()}


def robust():
    for (name, (x, rows)), (centering, scaling) in itertools.product(
            data(True).items(), [(True, True), (True, False), (False, True), (False, False)]):
        for low, high, unit in [(25.0, 75.0, False), (10.0, 85.0, False), (5.0, 95.0, True)]:
            model = RobustScaler(with_centering=centering, with_scaling=scaling, quantile_range=(low, high),
                                 unit_variance=unit).fit(x)
            yield {
                "data": name, "parameters": {"with_centering": centering, "with_scaling": scaling, "quantile_min": low,
                                             "quantile_max": high, "unit_variance": unit},
                "transformed": small_tables.holes(model.transform(rows)),
            }


def bins():
    for (name, (x, rows)), strategy, count in itertools.product(
            data(False).items(), ["uniform", "quantile", "kmeans"], [2, 3, 5, 9]):
        if strategy == "kmeans" and count == 9:
            # Several clusters lose their numbers at once, and NumPy's partition decides which number each takes.
            continue
        for method in ["averaged_inverted_cdf", "linear"] if strategy == "quantile" else ["averaged_inverted_cdf"]:
            model = KBinsDiscretizer(n_bins=count, encode="onehot-dense", strategy=strategy, quantile_method=method,
                                     subsample=None).fit(x)
            names = model.get_feature_names_out([f"x{column}" for column in range(x.shape[1])])
            ordinal = KBinsDiscretizer(n_bins=count, encode="ordinal", strategy=strategy, quantile_method=method,
                                       subsample=None).fit(x)
            yield {
                "data": name, "parameters": {"n_bins": count, "strategy": strategy, "quantile_method": method},
                "innerEdges": [edges[1:-1].tolist() for edges in model.bin_edges_], "names": names,
                "ordinal": ordinal.transform(x[::3]).astype(int),
                "width": int(model.transform(rows).shape[1]),
            }


def quantile():
    for (name, (x, rows)), count, distribution in itertools.product(
            data(True).items(), [1, 7, 1000], ["uniform", "normal"]):
        model = QuantileTransformer(n_quantiles=count, output_distribution=distribution, subsample=None).fit(x)
        yield {
            "data": name, "parameters": {"n_quantiles": count, "output_distribution": distribution},
            "transformed": small_tables.holes(model.transform(rows)),
        }


def generate():
    warnings.simplefilter("ignore")
    probabilities = numpy.concatenate([
        10.0 ** -numpy.arange(1, 301, 13), 1 - 10.0 ** -numpy.arange(1, 15), numpy.linspace(0.001, 0.999, 61),
        0.5 + 10.0 ** -numpy.arange(1, 16)])
    write("LearningTests", "quantiles", {
        "rows": ROWS, "tables": {name: small_tables.holes(x) for name, (x, _) in data(True).items() if name not in ROWS},
        "shown": {name: small_tables.holes(rows) for name, (_, rows) in data(True).items()},
        "robust": list(robust()), "bins": list(bins()), "quantile": list(quantile()),
        "normal": {"probabilities": probabilities, "quantiles": stats.norm.ppf(probabilities)},
    })
