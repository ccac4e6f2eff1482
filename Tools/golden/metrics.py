"""Scores of canned predictions by scikit-learn's own scorers: Tests/LearningTests/Golden/metrics.json."""

import math
import warnings

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.metrics import f1_score, get_scorer, make_scorer, precision_score, recall_score

from common import write

AVERAGED = {"precision": precision_score, "recall": recall_score, "f1": f1_score}
LABEL_SCORERS = ["accuracy", "balanced_accuracy"] + [
    f"{metric}{average}" for metric in AVERAGED for average in ("", "_macro", "_micro", "_weighted")
]
PROBABILITY_SCORERS = ["roc_auc", "roc_auc_ovr", "neg_log_loss"]
VALUE_SCORERS = [
    "r2", "explained_variance", "neg_mean_squared_error", "neg_root_mean_squared_error",
    "neg_mean_absolute_error", "neg_median_absolute_error", "neg_mean_absolute_percentage_error", "neg_max_error",
]


class Canned(ClassifierMixin, BaseEstimator):
    """A classifier that answers with what it was given, whatever the rows."""

    def __init__(self, classes, predicted, probabilities):
        self.classes_ = np.asarray(classes)
        self.predicted, self.probabilities = predicted, probabilities

    def predict(self, X):
        return self.predicted

    def predict_proba(self, X):
        return self.probabilities

    def __sklearn_is_fitted__(self):
        return True


class CannedDecision(Canned):
    """One that tells decision values too."""

    def __init__(self, classes, predicted, probabilities, decision):
        super().__init__(classes, predicted, probabilities)
        self.decision = decision

    def decision_function(self, X):
        return self.decision


class CannedValues(RegressorMixin, BaseEstimator):
    """A regressor that answers with what it was given, whatever the rows."""

    def __init__(self, predicted):
        self.predicted = predicted

    def predict(self, X):
        return self.predicted

    def __sklearn_is_fitted__(self):
        return True


def score(scorer, estimator, truth):
    """The score; None for NaN, "error" where the scorer raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = float(scorer(estimator, np.zeros((len(truth), 1)), truth))
        except ValueError:
            return "error"
    return None if math.isnan(value) else value


def scorer_named(name, names):
    """scikit-learn's scorer; of two classes the greater is positive, whatever it is called."""
    if name in AVERAGED:
        return make_scorer(AVERAGED[name], pos_label=names[1] if len(names) > 1 else 1)
    return get_scorer(name)


def classification(title, names, truth, predicted, model=None, probabilities=None, decision=None, skip=()):
    """One case: codes of rows, and what the model that knows the codes `model` tells of them."""
    names = np.asarray(names)
    model = list(range(len(names))) if model is None else model
    truth, predicted = np.asarray(truth), np.asarray(predicted)
    estimator = Canned(names[model], names[predicted], probabilities)
    if decision is not None:
        estimator = CannedDecision(names[model], names[predicted], probabilities, decision)
    wanted = LABEL_SCORERS + (PROBABILITY_SCORERS if probabilities is not None else [])
    scores = {
        name: score(scorer_named(name, names), estimator, names[truth]) for name in wanted if name not in skip
    }
    return {
        "title": title, "names": [str(name) for name in names], "model": model, "truth": truth,
        "predicted": predicted, "probabilities": probabilities, "decision": decision, "scores": scores,
    }


def random_case(rng, title, names, rows, ties=False, decision=False, present=None, **more):
    """Predictions that are better than chance; with ties, scores of one decimal."""
    k = len(names)
    present = range(k) if present is None else present
    truth = rng.choice(list(present), rows)
    truth[: len(present)] = list(present)[:rows]
    logits = rng.normal(size=(rows, k)) + 1.5 * np.eye(k)[truth]
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    if ties:
        probabilities = np.round(probabilities, 1)
        probabilities[:, 0] = 1 - probabilities[:, 1:].sum(axis=1)
        probabilities = np.clip(probabilities, 0, 1)
        probabilities /= probabilities.sum(axis=1, keepdims=True)
    values = None
    if decision:
        values = logits[:, 1] - logits[:, 0]
        values = np.round(values) if ties else values
    return classification(
        title, names, truth, probabilities.argmax(axis=1), probabilities=probabilities, decision=values, **more)


def regression(title, truth, predicted):
    truth, predicted = np.asarray(truth, float), np.asarray(predicted, float)
    estimator = CannedValues(predicted)
    scores = {name: score(get_scorer(name), estimator, truth) for name in VALUE_SCORERS}
    return {"title": title, "truth": truth, "predicted": predicted, "scores": scores}


def generate():
    rng = np.random.default_rng(20240607)
    two, three, ten = [0, 1], [0, 1, 2], list(range(10))
    # Of three classes of which two occur, scikit-learn scores precision as of two; Trellis refuses it always.
    of_two = tuple(AVERAGED)
    half = np.full((4, 2), 0.5)
    certain = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1e-12, 1 - 1e-12]])
    cases = [
        random_case(rng, "two classes, decision values", two, 101, decision=True),
        random_case(rng, "two classes, probabilities", two, 60),
        random_case(rng, "two classes, tied decision values", two, 80, ties=True, decision=True),
        random_case(rng, "two classes, tied probabilities", two, 80, ties=True),
        random_case(rng, "two classes by name", ["no", "yes"], 30, decision=True),
        random_case(rng, "three classes", three, 90),
        random_case(rng, "three classes by name", ["Zebra", "ant", "bee"], 45),
        random_case(rng, "three classes, ties", three, 90, ties=True),
        random_case(rng, "ten classes", ten, 120),
        random_case(rng, "three classes, one not in the truth", three, 40, present=[0, 2], skip=of_two),
        random_case(rng, "ten classes, four not in the truth", ten, 50, present=[0, 2, 3, 5, 8, 9]),
        random_case(rng, "three rows of three classes", three, 3),
        classification("one class in the truth", two, [1, 1, 1], [1, 0, 1],
                       probabilities=np.array([[0.2, 0.8], [0.6, 0.4], [0.1, 0.9]]), decision=np.array([1.0, -1, 2])),
        classification("one row", two, [1], [1], probabilities=np.array([[0.3, 0.7]])),
        classification("one wrong row", two, [0], [1], probabilities=np.array([[0.3, 0.7]])),
        classification("no positive row", two, [0, 0, 0], [0, 0, 0]),
        classification("never predicted positive", two, [0, 1, 0, 1], [0, 0, 0, 0], probabilities=half),
        classification("all wrong", two, [0, 1, 0, 1], [1, 0, 1, 0], probabilities=1 - certain),
        classification("certain probabilities, some wrong", two, [0, 1, 1, 1], [0, 1, 0, 1], probabilities=certain),
        classification("almost certainly wrong", two, [0, 1, 0], [1, 0, 0], probabilities=np.array(
            [[1e-12, 1 - 1e-12], [1 - 1e-12, 1e-12], [0.6, 0.4]])),
        classification("a class the model does not know", three, [0, 1, 2, 1], [0, 1, 1, 1], model=[0, 1],
                       probabilities=np.array([[0.7, 0.3], [0.4, 0.6], [0.5, 0.5], [0.1, 0.9]])),
        classification("a class never right", three, [0, 1, 2, 2, 0], [1, 0, 2, 2, 1]),
    ]
    truth = rng.normal(size=75) * 10 + 3
    values = [
        regression("values", truth, truth + rng.normal(size=75)),
        regression("an even number of values", truth[:20], truth[:20] * 0.5),
        regression("perfect", truth[:9], truth[:9]),
        regression("worse than the mean", truth[:9], -truth[:9]),
        regression("off by a constant", [1, 2, 3, 4], [2, 3, 4, 5]),
        regression("constant truth, right", [3, 3, 3], [3, 3, 3]),
        regression("constant truth, wrong", [3, 3, 3], [3, 4, 3]),
        regression("constant truth, off by a constant", [3, 3, 3], [4, 4, 4]),
        regression("zeros in the truth", [0, 1, 0, 2], [0, 1.5, 0.25, 2]),
        regression("two rows", [1, 2], [1.5, 1.75]),
        regression("one row", [2], [3]),
        regression("one row, right", [2], [2]),
    ]
    write("LearningTests", "metrics", {"classification": cases, "regression": values})
