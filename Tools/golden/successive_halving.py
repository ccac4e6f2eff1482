"""The rungs of scikit-learn's halving searches: the schedules, and which candidates each rung has.

The resource is a parameter of an estimator whose scores are known beforehand, so that a search needs no data. NumPy's default sort
leaves equal scores in an order that depends on the processor; the searches are run with its stable sort.
"""

import itertools
import warnings

import numpy
from sklearn.base import BaseEstimator
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import HalvingGridSearchCV, HalvingRandomSearchCV
from sklearn.model_selection import _search_successive_halving as halving
from sklearn.model_selection._split import BaseCrossValidator

from common import write


class StableNumPy:
    """NumPy with a stable sort."""

    def __getattr__(self, name):
        return getattr(numpy, name)

    @staticmethod
    def argsort(values):
        return numpy.argsort(values, kind="stable")


class Scored(BaseEstimator):
    """An estimator with a number and a budget."""

    def __init__(self, number=0, budget=0):
        self.number, self.budget = number, budget

    def fit(self, x, y=None):
        return self


class OneSplit(BaseCrossValidator):
    """A single split."""

    def get_n_splits(self, x=None, y=None, groups=None):
        return 1

    def split(self, x, y=None, groups=None):
        yield numpy.array([0]), numpy.array([1])


def run(candidates, scores, **settings):
    """Runs a search of numbered candidates, whose score in a rung depends on the number and the rung."""
    rungs = {}

    def score(estimator, x, y=None):
        rung = rungs.setdefault(estimator.budget, len(rungs))
        return float(scores[min(rung, len(scores) - 1)][estimator.number])

    search = HalvingGridSearchCV(
        Scored(), {"number": list(range(candidates))}, resource="budget", scoring=score, cv=OneSplit(), refit=False,
        **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        search.fit(numpy.zeros((4, 1)))
    results = search.cv_results_
    numbers = [
        [int(p["number"]) for p, i in zip(results["params"], results["iter"]) if i == rung]
        for rung in range(search.n_iterations_)]
    last = numpy.flatnonzero(results["iter"] == search.n_iterations_ - 1)
    seen = results["mean_test_score"][last]
    best = None if numpy.isnan(seen).all() else numbers[-1][int(numpy.nanargmax(seen))]
    return search, numbers, best


def schedule(candidates, minimum, maximum, factor, aggressive):
    """The schedule for settings, or None if scikit-learn refuses them."""
    try:
        search, _, _ = run(
            candidates, [numpy.arange(candidates)], min_resources=minimum, max_resources=maximum, factor=factor,
            aggressive_elimination=aggressive)
    except ValueError:
        return None
    return {
        "candidates": candidates, "minimum": str(minimum), "maximum": maximum, "factor": factor,
        "aggressive": aggressive, "n_candidates": search.n_candidates_, "n_resources": search.n_resources_,
        "n_remaining": search.n_remaining_candidates_, "n_required": search.n_required_iterations_,
        "n_possible": search.n_possible_iterations_}


def random_candidates(minimum, maximum):
    """The number of candidates that HalvingRandomSearchCV draws to exhaust the resource."""
    search = HalvingRandomSearchCV(
        Scored(), {"number": list(range(1000))}, resource="budget", scoring=lambda e, x, y=None: 1.0, cv=OneSplit(),
        refit=False, n_candidates="exhaust", min_resources=minimum, max_resources=maximum, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        search.fit(numpy.zeros((4, 1)))
    return {"minimum": minimum, "maximum": maximum, "candidates": search.n_candidates_[0]}


def selection(number):
    """Which candidates each rung of a random search has, of scores with equals, failures and infinities."""
    random = numpy.random.default_rng(number)
    candidates = int(random.integers(2, 60))
    kinds = [
        lambda: random.normal(size=candidates),
        lambda: random.integers(0, 3, candidates).astype(float),
        lambda: numpy.where(random.random(candidates) < 0.4, numpy.nan, random.integers(0, 5, candidates)),
        lambda: numpy.where(random.random(candidates) < 0.9, numpy.nan, 1.0),
        lambda: numpy.full(candidates, numpy.nan),
        lambda: numpy.zeros(candidates),
        lambda: random.choice([numpy.inf, -numpy.inf, 0.0, numpy.nan], candidates)]
    scores = [kinds[number % len(kinds)]() for _ in range(8)]
    maximum, factor = int(random.integers(5, 500)), float(random.choice([2, 3, 2.5]))
    _, numbers, best = run(
        candidates, scores, min_resources="exhaust", max_resources=maximum, factor=factor)
    text = lambda value: repr(float(value))
    return {
        "candidates": candidates, "maximum": maximum, "factor": factor, "numbers": numbers, "best": best,
        "scores": [[text(v) for v in row] for row in scores[:len(numbers)]]}


def generate() -> None:
    """Writes the table of schedules and the random searches."""
    halving.np = StableNumPy()
    try:
        settings = itertools.product(
            [1, 2, 3, 5, 8, 9, 10, 27, 30, 64, 81, 100, 243], ["exhaust", "smallest", 4, 20],
            [1, 7, 81, 100, 1797], [2, 3, 2.5], [False, True])
        schedules = [found for each in settings if (found := schedule(*each))]
        exhausting = [random_candidates(*each) for each in [(1, 20), (7, 100), (20, 1000), (30, 50), (50, 50), (100, 1797)]]
        write("StrategiesTests", "successive_halving", {
            "schedules": schedules, "exhausting": exhausting, "selections": [selection(n) for n in range(140)]})
    finally:
        halving.np = numpy
