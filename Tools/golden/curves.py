"""Curves of scores by scikit-learn, and shares of variance by least squares: Tests/LearningTests/Golden/curves.json."""

import itertools

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_curve

from common import write


def curves(title, truth, scores):
    truth, scores = np.asarray(truth), np.asarray(scores, dtype=float)
    false, true, thresholds = roc_curve(truth, scores)
    precisions, recalls, cuts = precision_recall_curve(truth, scores)
    predicted = scores if scores.min() >= 0 and scores.max() <= 1 else 1 / (1 + np.exp(-scores))
    observed, mean = calibration_curve(truth, predicted, n_bins=10)
    return {
        "title": title, "truth": truth.tolist(), "scores": scores.tolist(), "probabilities": predicted.tolist(),
        # The first threshold is infinite, which JSON does not have.
        "falsePositiveRates": false.tolist(), "truePositiveRates": true.tolist(), "thresholds": thresholds[1:].tolist(),
        "precisions": precisions.tolist(), "recalls": recalls.tolist(), "cuts": cuts.tolist(),
        "averagePrecision": float(average_precision_score(truth, scores)),
        "observed": observed.tolist(), "predicted": mean.tolist(),
    }


def explained(columns, scores):
    """The share of the variance that least squares explain with a column for each combination of values."""
    codes = np.unique(columns, axis=0, return_inverse=True)[1].ravel()
    design = np.eye(codes.max() + 1)[codes]
    fitted = design @ np.linalg.lstsq(design, scores, rcond=None)[0]
    return float(np.var(fitted) / np.var(scores))


def anova(title, counts, seed):
    rng = np.random.default_rng(seed)
    levels = np.array(list(itertools.product(*(range(count) for count in counts))))
    levels = levels[rng.permutation(len(levels))]
    effects = [rng.normal(size=count) for count in counts]
    scores = sum(effect[level] for effect, level in zip(effects, levels.T)) + rng.normal(size=len(levels)) / 3
    if len(counts) > 1:
        scores = scores + effects[0][levels[:, 0]] * effects[1][levels[:, 1]]
    main = [explained(levels[:, [place]], scores) for place in range(len(counts))]
    pairs = [
        {"first": a, "second": b, "share": explained(levels[:, [a, b]], scores) - main[a] - main[b]}
        for a, b in itertools.combinations(range(len(counts)), 2)
    ]
    return {
        "title": title, "levels": levels.tolist(), "counts": list(counts), "scores": scores.tolist(),
        "main": main, "pairs": pairs,
    }


def generate():
    rng = np.random.default_rng(16)
    truth = rng.integers(0, 2, 120)
    spread = truth * 1.2 + rng.normal(size=120)
    write("LearningTests", "curves", {
        "curves": [
            curves("probabilities", truth, 1 / (1 + np.exp(-2 * spread))),
            curves("decision values", truth, spread),
            curves("many ties", truth, np.round(1 / (1 + np.exp(-spread)), 1)),
            curves("perfect", [0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]),
            curves("reversed", [1, 1, 0], [0.1, 0.2, 0.8]),
            curves("all equal", [0, 1, 1], [0.5, 0.5, 0.5]),
            curves("limits of bins", [0, 1] * 6 + [1], [0, 0.1, 0.1, 0.2, 0.3, 0.3, 0.6, 0.6, 0.7, 0.7, 0.9, 1, 1]),
        ],
        "anova": [
            anova("one parameter", [5], 1), anova("two parameters", [3, 4], 2),
            anova("three parameters", [4, 2, 5], 3), anova("a single value", [3, 1, 2], 4),
        ],
    })
