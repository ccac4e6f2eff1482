"""Functions that the strategies compute by themselves: exponentials, logarithms, normal and Student's t probabilities."""

import mpmath
import numpy
import scipy.stats

from common import write

mpmath.mp.dps = 200  # the probability of an interval may differ from 1 in the fiftieth digit


def log_mass(low, high):
    """The logarithm of the normal probability between two points."""
    low, high = mpmath.mpf(low), mpmath.mpf(high)
    if low > 0:
        low, high = -high, -low
    return float(mpmath.log(mpmath.erfc(-high / mpmath.sqrt(2)) - mpmath.erfc(-low / mpmath.sqrt(2))) - mpmath.log(2))


def generate() -> None:
    """Writes arguments and values."""
    random = numpy.random.default_rng(0)
    arguments = numpy.concatenate([
        random.uniform(-1, 1, 100), random.uniform(-700, 700, 100), [-745.0, -740.0, -708.5, 709.7, 0, 1e-300, 0.35, -0.35]])
    positive = numpy.concatenate([
        10.0 ** random.uniform(-300, 300, 100), random.uniform(0.5, 2, 100), [5e-324, 1e-310, 1, 1.7976931348623157e308]])
    points = numpy.concatenate([random.uniform(-8, 8, 100), random.uniform(-100, 8, 60), [0, 2, -2, -2.0000001, 3, 6]])
    intervals = [
        (float(c), float(w)) for c in numpy.concatenate([random.uniform(-5, 5, 20), random.uniform(-120, 120, 20), [0]])
        for w in [1e-12, 1e-6, 0.01, 0.3, 0.49999, 0.5, 2, 30]]
    degrees = [1, 2, 3, 4, 5, 9, 10, 30, 101]
    statistics = [-40.0, -6.5, -2.1, -0.3, 0.0, 0.7, 5.0]
    write("StrategiesTests", "distributions", {
        "exp": [[float(x), float(mpmath.exp(mpmath.mpf(float(x))))] for x in arguments],
        "expm1": [[float(x), float(mpmath.expm1(mpmath.mpf(float(x))))] for x in arguments if abs(x) < 1],
        "log": [[float(x), float(mpmath.log(mpmath.mpf(float(x))))] for x in positive],
        "log1p": [[float(x), float(mpmath.log1p(mpmath.mpf(float(x))))] for x in arguments if -1 < x < 700],
        "log_probability": [[float(x), log_mass(-mpmath.inf, x)] for x in map(float, points)],
        "log_mass": [
            [c, w, log_mass(mpmath.mpf(c) - mpmath.mpf(w) / 2, mpmath.mpf(c) + mpmath.mpf(w) / 2)] for c, w in intervals],
        "student": [[t, k, float(scipy.stats.t.cdf(t, k))] for t in statistics for k in degrees]})
