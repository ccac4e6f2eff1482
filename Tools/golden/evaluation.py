"""Out-of-fold predictions, curves, permutation tests and paired tests, as scikit-learn and SciPy compute them."""

import numpy
from scipy import stats
from sklearn.decomposition import PCA
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import (
    GridSearchCV, KFold, StratifiedKFold, cross_val_predict, cross_val_score, cross_validate, learning_curve, validation_curve)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from common import write
from searches import load


def classification():
    """Labels, probabilities and decision values of three classes, and of two."""
    x, y = load("iris", numeric_target=False)
    logistic = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10, max_iter=10_000))
    svc = make_pipeline(StandardScaler(), SVC(C=10, tol=1e-8))
    folds = StratifiedKFold(5)
    two = y != "setosa"
    # Sorted by class, so that the training rows of a fold lack a class.
    return {
        "labels": cross_val_predict(logistic, x, y, cv=folds),
        "probabilities": cross_val_predict(logistic, x, y, cv=folds, method="predict_proba"),
        "decisions": cross_val_predict(svc, x, y, cv=folds, method="decision_function"),
        "missing": cross_val_predict(logistic, x, y, cv=KFold(3), method="predict_proba"),
        "two": cross_val_predict(logistic, x[two], y[two], cv=folds, method="decision_function"),
    }


def regression():
    """Predicted values."""
    x, y = load("diabetes", numeric_target=True)
    return {"values": cross_val_predict(make_pipeline(StandardScaler(), PCA(5), Ridge()), x, y, cv=KFold(5))}


def paired_tests():
    """The corrected resampled t test by SciPy's distribution, on pseudorandom scores."""
    generator = numpy.random.default_rng(0)
    cases = []
    for splits, train, test, level in [(2, 100, 100, 0.95), (5, 120, 30, 0.95), (10, 900, 100, 0.9), (15, 80, 20, 0.99),
                                       (100, 450, 50, 0.95)]:
        first = 0.8 + 0.05 * generator.standard_normal(splits)
        second = first - 0.02 + 0.03 * generator.standard_normal(splits)
        difference = first - second
        error = numpy.sqrt(difference.var(ddof=1) * (1 / splits + test / train))
        distribution = stats.t(splits - 1)
        t = difference.mean() / error
        low, high = stats.t.interval(level, splits - 1, loc=difference.mean(), scale=error)
        cases.append({
            "first": first, "second": second, "train": train, "test": test, "level": level,
            "difference": difference.mean(), "t": t, "p": 2 * distribution.sf(abs(t)), "low": low, "high": high})
    return cases


def curves():
    """Learning curves and a validation curve on unshuffled folds."""
    x, y = load("diabetes", numeric_target=True)
    pipeline = make_pipeline(StandardScaler(), PCA(5), Ridge())
    sizes, train, test = learning_curve(pipeline, x, y, train_sizes=numpy.linspace(0.1, 1, 5), cv=KFold(5))
    counts, count_train, count_test = learning_curve(pipeline, x, y, train_sizes=[20, 50, 300], cv=KFold(4))
    alphas = [0.01, 1.0, 100.0, 10_000.0]
    validation_train, validation_test = validation_curve(
        pipeline, x, y, param_name="ridge__alpha", param_range=alphas, cv=KFold(5))
    return {
        "relative": {"sizes": sizes, "train": train, "test": test},
        "absolute": {"sizes": counts, "train": count_train, "test": count_test},
        "validation": {"values": alphas, "train": validation_train, "test": validation_test},
    }


def permutation_test():
    """The scores of given permutations of the target, and the p value by scikit-learn's formula."""
    x, y = load("diabetes", numeric_target=True)
    x, y = x[:100], y[:100]
    generator = numpy.random.default_rng(1)
    pipeline = make_pipeline(StandardScaler(), Ridge(alpha=100))
    permutations = [generator.permutation(len(y)) for _ in range(20)]
    score = cross_val_score(pipeline, x, y, cv=KFold(5)).mean()
    scores = [cross_val_score(pipeline, x, y[order], cv=KFold(5)).mean() for order in permutations]
    p = (sum(other >= score for other in scores) + 1) / (len(scores) + 1)
    return {"permutations": permutations, "score": score, "scores": scores, "p": p}


def importance():
    """Permutation importance on the test rows of each split, one split after another."""
    iris, diabetes = load("iris", numeric_target=False), load("diabetes", numeric_target=True)
    logistic = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10, max_iter=10_000))
    cases = {
        "accuracy": (logistic, iris, StratifiedKFold(5), "accuracy", 5, 0),
        "logLoss": (logistic, iris, StratifiedKFold(5), "neg_log_loss", 3, 42),
        "r2": (make_pipeline(StandardScaler(), Ridge()), diabetes, KFold(4), "r2", 4, 7),
    }
    return {name: held_out_importance(*case) for name, case in cases.items()}


def held_out_importance(pipeline, data, folds, scoring, repeats, seed):
    x, y = data
    parts = [
        permutation_importance(
            pipeline.fit(x[train], y[train]), x[test], y[test], scoring=scoring, n_repeats=repeats, random_state=seed)
        for train, test in folds.split(x, y)]
    importances = numpy.hstack([part.importances for part in parts])
    return {
        "importances": importances, "means": importances.mean(axis=1), "deviations": importances.std(axis=1),
        "score": cross_val_score(pipeline, x, y, cv=folds, scoring=scoring).mean()}


def nested():
    """Grid searches in the training rows of outer splits: their best candidates, and the scores of these on the test rows."""
    iris, diabetes = load("iris", numeric_target=False), load("diabetes", numeric_target=True)
    logistic = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10, max_iter=10_000))
    cases = {
        "logistic": (logistic, {"logisticregression__C": [0.01, 1.0, 100.0]}, iris, StratifiedKFold(3), StratifiedKFold(5)),
        "svc": (
            make_pipeline(StandardScaler(), SVC()), {"svc__C": [0.1, 1.0, 10.0], "svc__gamma": [0.01, 0.1]}, iris,
            StratifiedKFold(3), StratifiedKFold(5)),
        "ridge": (
            make_pipeline(StandardScaler(), PCA(), Ridge()),
            {"pca__n_components": [2, 5, 8], "ridge__alpha": [0.1, 10.0, 1000.0]}, diabetes, KFold(3), KFold(4)),
    }
    return {name: nested_search(*case) for name, case in cases.items()}


def nested_search(pipeline, grid, data, inner, outer):
    found = cross_validate(GridSearchCV(pipeline, grid, cv=inner), *data, cv=outer, return_estimator=True)
    names = {"logisticregression": "logistic-regression"}

    def text(params):
        return " ".join(
            f"{names.get(name.split('__')[0], name.split('__')[0])}.{name.split('__')[1]}={value}"
            for name, value in sorted(params.items()))

    return {
        "scores": found["test_score"], "inner": [search.best_score_ for search in found["estimator"]],
        "best": [text(search.best_params_) for search in found["estimator"]]}


def generate() -> None:
    """Writes one file of all of these."""
    write("ModelSelectionTests", "evaluation", {
        "classification": classification(), "regression": regression(), "paired": paired_tests(), "curves": curves(),
        "permutation": permutation_test(), "importance": importance(), "nested": nested()})
