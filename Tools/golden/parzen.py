"""The densities of Optuna's tree-structured Parzen estimators for fixed histories, and which trials are the best ones.

Integers of a history differ where the weights of trials do, because Optuna leaves the order of equals to NumPy's sort.
"""

import warnings

import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers import TPESampler
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator
from optuna.samplers._tpe.sampler import _split_trials
from optuna.trial import create_trial

from common import write

DIMENSIONS = {
    "uniform": FloatDistribution(-2.0, 5.0),
    "log": FloatDistribution(1e-4, 1e3, log=True),
    "integers": IntDistribution(-3, 400),
    "logIntegers": IntDistribution(1, 5000, log=True),
    "choices": CategoricalDistribution(["a", "b", "c", "d"]),
}


def history(random, count):
    """Trials with a random value of each dimension, and distinct integers."""
    columns = {
        "uniform": random.uniform(-2, 5, count), "log": 10.0 ** random.uniform(-4, 3, count),
        "integers": random.permutation(numpy.arange(-3, 401))[:count],
        "logIntegers": numpy.unique((5000.0 ** random.random(5 * count + 20)).astype(int)),
        "choices": random.choice(["a", "b", "c", "d"], count)}
    columns["logIntegers"] = random.permutation(columns["logIntegers"])[:count]
    # Values at the bounds are likely in a search, too.
    if count > 3:
        columns["uniform"][:2] = [-2, 5]
        columns["log"][:2] = [1e-4, 1e3]
    return [{name: column[i].item() for name, column in columns.items()} for i in range(count)]


def estimator(trials, names, sampler):
    """Optuna's mixture for the values of some dimensions."""
    space = {name: DIMENSIONS[name] for name in names}
    values = {
        name: numpy.array([DIMENSIONS[name].to_internal_repr(t[name]) for t in trials], dtype=float) for name in names}
    return _ParzenEstimator(values, space, sampler._parzen_estimator_parameters)


def case(number, count, names, multivariate):
    """A history, and the densities of the mixture of all of it at other points."""
    random = numpy.random.default_rng([number, count])
    trials, points = history(random, count), history(random, 12)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sampler = TPESampler(multivariate=multivariate, seed=0)
    densities = estimator(trials, names, sampler).log_pdf({
        name: numpy.array([DIMENSIONS[name].to_internal_repr(p[name]) for p in points], dtype=float) for name in names})
    take = lambda values: [{name: value[name] for name in names} for value in values]
    return {
        "names": names, "multivariate": multivariate, "trials": take(trials), "points": take(points),
        "densities": densities}


def split(number):
    """Scores of trials, and which are below."""
    random = numpy.random.default_rng(number)
    count = int(random.integers(1, 400))
    scores = random.normal(size=count) if number % 2 else random.integers(0, 5, count).astype(float)
    study = optuna.create_study(direction="maximize")
    trials = [create_trial(value=float(score)) for score in scores]
    for position, trial in enumerate(trials):
        trial.number = position
    below, _ = _split_trials(study, trials, optuna.samplers._tpe.sampler.default_gamma(count), False)
    return {"scores": scores, "below": [trial.number for trial in below]}


def generate() -> None:
    """Writes mixtures of each dimension by itself, of all together, and the divisions of trials."""
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    cases = []
    for count in [0, 1, 2, 3, 10, 24, 25, 26, 60, 150]:
        for name in DIMENSIONS:
            cases.append(case(len(cases), count, [name], False))
        cases.append(case(len(cases), count, list(DIMENSIONS), True))
        cases.append(case(len(cases), count, ["uniform", "logIntegers"], True))
    write("StrategiesTests", "parzen", {
        "optuna": optuna.__version__, "cases": cases, "splits": [split(n) for n in range(40)]})
