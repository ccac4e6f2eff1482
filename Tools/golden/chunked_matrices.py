"""Results of NumPy for matrices, which chunked matrices must give for any chunks."""

import numpy

from common import write
from linear_algebra import wave

FUNCTIONS = {
    "negative": numpy.negative, "absolute": numpy.abs, "sign": numpy.sign, "square": numpy.square,
    "square-root": numpy.sqrt, "reciprocal": numpy.reciprocal, "exponential": numpy.exp,
    "exponential-minus-one": numpy.expm1, "logarithm": numpy.log, "logarithm-of-one-plus": numpy.log1p,
    "sine": numpy.sin, "cosine": numpy.cos, "hyperbolic-tangent": numpy.tanh, "floor": numpy.floor,
    "ceiling": numpy.ceil, "rounded": numpy.rint, "is-nan": lambda x: numpy.isnan(x).astype(float),
}
REDUCTIONS = {
    "sum": numpy.sum, "mean": numpy.mean, "variance": numpy.var, "minimum": numpy.min, "maximum": numpy.max,
    "sample-standard-deviation": lambda x, **named: numpy.std(x, ddof=1, **named),
}
AXES = {"by-column": 0, "by-row": 1, "overall": None}


def numbers(array):
    """Rows of numbers as text, because JSON has neither NaN nor infinity."""
    return [[repr(float(x)) for x in row] for row in numpy.atleast_2d(array)]


def generate():
    a, b = 3 * wave(23, 17, 0.3), wave(23, 17, 1.1) + 2
    special = a.copy()
    special[4, 5], special[7, 2], special[9, 9], special[0, 0] = numpy.nan, numpy.inf, -numpy.inf, -0.0
    with numpy.errstate(all="ignore"):
        functions = {name: numbers(function(special)) for name, function in FUNCTIONS.items()}
        operators = {
            "add": a + b, "subtract": a - b, "multiply": a * b, "divide": a / b, "power": b ** 2.5,
            "minimum": numpy.minimum(special, b), "maximum": numpy.maximum(special, b),
            "row": a - a.mean(axis=0), "column": a / b.max(axis=1, keepdims=True), "outer": a[:1] + b[:, :1],
            "transposed": a @ b.T + (b @ a.T).T, "clipped": numpy.clip(special, -1, 1), "less": (a < b) * 1.0,
            "product": a.T @ b, "cumulative-rows": numpy.cumsum(a, axis=0), "cumulative-columns": numpy.cumsum(a, axis=1),
            "largest": -numpy.sort(-a, axis=0)[:5], "part": a[3:11, 2:9], "joined": numpy.hstack([a, b[:, 3:5]]),
            "stacked": numpy.vstack([a, b[2:9]]),
        }
        operators = {name: numbers(value) for name, value in operators.items()}
        reductions = {
            f"{name} {axis}": numbers(
                numpy.expand_dims(numpy.asarray(function(a, axis=number)), 1)
                if axis == "by-row" else function(a, axis=number))
            for name, function in REDUCTIONS.items() for axis, number in AXES.items()
        }
    tall = wave(60, 7, 0.2)
    centred = tall - tall.mean(axis=0)
    _, s, vt = numpy.linalg.svd(centred, full_matrices=False)
    signs = numpy.sign(vt[numpy.arange(len(vt)), numpy.abs(vt).argmax(axis=1)])
    write("ChunkedMatricesTests", "chunked_matrices", {
        "a": numbers(a), "b": numbers(b), "special": numbers(special), "functions": functions, "operators": operators,
        "reductions": reductions, "tall": numbers(tall), "norm": repr(float(numpy.linalg.norm(tall))),
        "singularValues": numbers(numpy.linalg.svd(tall, compute_uv=False)),
        "components": numbers(vt * signs[:, None]), "variances": numbers(s ** 2 / (len(tall) - 1)),
    })
