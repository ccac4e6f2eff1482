"""Fits, scores and searches of rows with weights: weights.json of LearningTests and ModelSelectionTests."""

import warnings

import numpy
import sklearn
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import get_scorer
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import KBinsDiscretizer, StandardScaler
from sklearn.svm import SVC

from common import read_table, write
from metrics import (
    LABEL_SCORERS, PROBABILITY_SCORERS, VALUE_SCORERS, Canned, CannedDecision, CannedValues, scorer_named)

CHOICES = [0, 0.25, 1, 1.5, 2, 3.7]


def scalers(x, missing, weights):
    """Means and scales of tables, of which one has missing cells."""
    cases = []
    for table in [x, missing]:
        fitted = StandardScaler().fit(table, sample_weight=weights)
        cases.append({"x": cells(table), "mean": fitted.mean_, "scale": fitted.scale_})
    return cases


def cells(table):
    """The rows of a table, with None for missing cells."""
    return [[None if numpy.isnan(cell) else cell for cell in row] for row in table.tolist()]


def discretizers(x, weights):
    """The edges between bins."""
    cases = []
    for strategy in ["uniform", "quantile", "kmeans"]:
        for bins in [2, 3, 5]:
            model = KBinsDiscretizer(
                n_bins=bins, strategy=strategy, encode="ordinal", quantile_method="averaged_inverted_cdf")
            edges = model.fit(x, sample_weight=weights).bin_edges_
            cases.append({"strategy": strategy, "bins": bins, "inner": [list(edge[1:-1]) for edge in edges]})
    return cases


def ridges(rng, rows, weights):
    """Coefficients and intercepts: of tall and wide tables, and of dependent columns."""
    tall = rng.normal(size=(rows, 6)) * [1, 10, 0.1, 1, 1, 1] + [0, 5, 100, 0, 0, -3]
    codes = rng.integers(0, 4, rows)
    dependent = numpy.hstack([tall[:, :2], numpy.eye(4)[codes]])
    wide = rng.normal(size=(12, 20))
    tables = []
    for title, x, w in [("tall", tall, weights), ("dependent", dependent, weights), ("wide", wide, weights[:12])]:
        y = x[:, 0] - 2 * x[:, 1] + rng.normal(size=len(x)) + 30
        cases = []
        for alpha in [0.01, 1.0, 100.0]:
            for intercept in [True, False]:
                fitted = Ridge(alpha=alpha, fit_intercept=intercept).fit(x, y, sample_weight=w)
                cases.append({
                    "alpha": alpha, "fit_intercept": intercept, "coef": fitted.coef_,
                    "intercept": float(fitted.intercept_)})
        tables.append({"title": title, "x": x, "y": y, "weights": w, "cases": cases})
    return tables


def classifiers(rng, rows, weights):
    """Decisions of logistic regressions and support vector machines, with probabilities where there are some."""
    tables = []
    for classes in [2, 3]:
        cases = []
        labels = rng.integers(0, classes, rows)
        x = rng.normal(size=(rows, 4)) + 0.8 * numpy.eye(4)[labels]
        test = rng.normal(size=(10, 4))
        logistic = [
            dict(C=c, solver=solver, class_weight=balance)
            for c in [0.1, 10.0] for solver in ["lbfgs", "newton-cholesky"] for balance in [None, "balanced"]]
        machines = [
            dict(C=c, kernel=kernel, gamma=gamma, class_weight=balance, probability=probability)
            for c in [0.5, 20.0]
            for kernel, gamma in [("linear", "scale"), ("rbf", "scale"), ("rbf", 0.3)]
            for balance in [None, "balanced"]
            for probability in [False, True] if not (probability and kernel == "linear")]
        for kind, type, settings, fixed in [
            ("logistic-regression", LogisticRegression, logistic, dict(tol=1e-10, max_iter=10000)),
            ("svc", SVC, machines, dict(tol=1e-8, random_state=0)),
        ]:
            for parameters in settings:
                model = type(**parameters, **fixed).fit(x, labels, sample_weight=weights)
                has_probabilities = kind != "svc" or parameters["probability"]
                cases.append({
                    "kind": kind, "parameters": parameters,
                    "decision": numpy.reshape(model.decision_function(test), (len(test), -1)),
                    "probabilities": model.predict_proba(test) if has_probabilities else None})
        tables.append({"classes": classes, "x": x, "labels": labels, "test": test, "cases": cases})
    return tables


def scores(rng):
    """Scores of canned predictions for rows with weights."""
    cases = []
    for title, classes, rows, ties in [
        ("two classes", 2, 90, False), ("two classes, ties", 2, 80, True), ("three classes", 3, 70, False),
        ("four classes, ties", 4, 60, True),
    ]:
        names = numpy.arange(classes)
        truth = rng.integers(0, classes, rows)
        truth[:classes] = names
        weights = rng.choice(CHOICES, rows)
        logits = rng.normal(size=(rows, classes)) + 1.2 * numpy.eye(classes)[truth]
        logits = numpy.round(logits) if ties else logits
        probabilities = numpy.exp(logits) / numpy.exp(logits).sum(axis=1, keepdims=True)
        predicted = probabilities.argmax(axis=1)
        decision = logits[:, 1] - logits[:, 0] if classes == 2 else None
        model = Canned(names, predicted, probabilities)
        if decision is not None:
            model = CannedDecision(names, predicted, probabilities, decision)
        wanted = [
            name for name in LABEL_SCORERS + PROBABILITY_SCORERS
            if classes == 2 or name not in ["precision", "recall", "f1", "roc_auc"]]
        cases.append({
            "title": title, "names": [str(name) for name in names], "truth": truth, "predicted": predicted,
            "probabilities": probabilities, "decision": decision, "weights": weights,
            "scores": {name: scored(scorer_named(name, names), model, truth, weights) for name in wanted}})
    values = []
    for title, rows in [("an even number of rows", 60), ("an odd number of rows", 31)]:
        truth = rng.normal(size=rows) * 4 + 2
        predicted = truth + rng.normal(size=rows)
        weights = rng.choice(CHOICES, rows)
        values.append(valued(title, truth, predicted, weights))
    # Half of the weight is reached exactly, with a row of weight 0 in the middle.
    values.append(valued("an exact half", [1, 2, 3, 4, 5], [2, 4, 6, 8, 10], [1, 1, 0, 1, 1]))
    values.append(valued("a constant truth where it counts", [3, 3, 3, 9], [3, 4, 3, 9], [1, 2, 1, 0]))
    return {"classification": cases, "regression": values}


def valued(title, truth, predicted, weights):
    truth, predicted = numpy.asarray(truth, float), numpy.asarray(predicted, float)
    model = CannedValues(predicted)
    return {
        "title": title, "truth": truth, "predicted": predicted, "weights": weights,
        "scores": {
            name: scored(get_scorer(name), model, truth, weights) for name in VALUE_SCORERS
            if name != "neg_max_error"}}


def scored(scorer, model, truth, weights):
    """The score with the weights as its scorer requests them."""
    scorer = scorer.set_score_request(sample_weight=True)
    return float(scorer(model, numpy.zeros((len(truth), 1)), truth, sample_weight=numpy.asarray(weights, float)))


def search(title, x, y, weights, steps, grid, folds, scoring):
    """A search whose steps and scorers request the weights, where they accept them."""
    scorers = {
        name: get_scorer(name).set_score_request(sample_weight=name != "neg_max_error") for name in scoring}
    found = GridSearchCV(Pipeline(steps), grid, cv=folds, scoring=scorers, refit=False).fit(
        x, y, sample_weight=weights).cv_results_
    return {
        "title": title, "weights": weights,
        "params": [{key.replace("__", "."): value for key, value in params.items()} for params in found["params"]],
        "scores": {
            name: numpy.transpose([found[f"split{split}_test_{name}"] for split in range(folds.get_n_splits())])
            for name in scoring},
        "means": {name: found[f"mean_test_{name}"] for name in scoring},
    }


def searches(rng):
    def weighted(estimator):
        return estimator.set_fit_request(sample_weight=True)

    cancer, diagnosis = read_table("breast-cancer")
    diabetes, progression = read_table("diabetes")
    of_cancer, of_diabetes = (rng.choice(CHOICES, len(x)) for x in [cancer, diabetes])
    return [
        search(
            "svc", cancer, diagnosis, of_cancer,
            [("standard-scaler", weighted(StandardScaler())), ("pca", PCA()), ("svc", weighted(SVC()))],
            {"pca__n_components": [3, 8], "svc__C": [0.1, 1.0, 10.0], "svc__gamma": [0.01, "scale"]},
            StratifiedKFold(5), ["accuracy", "f1_macro", "roc_auc"]),
        search(
            "logistic-regression", cancer, diagnosis, of_cancer,
            [
                ("standard-scaler", weighted(StandardScaler())), ("pca", PCA()),
                ("logistic-regression", weighted(LogisticRegression(max_iter=10000, tol=1e-9))),
            ],
            {
                "pca__n_components": [3, 8], "logistic-regression__C": [0.1, 1.0, 10.0],
                "logistic-regression__class_weight": [None, "balanced"],
            },
            StratifiedKFold(5), ["balanced_accuracy", "neg_log_loss", "roc_auc"]),
        search(
            "ridge", diabetes, progression.astype(float), of_diabetes,
            [("standard-scaler", weighted(StandardScaler())), ("pca", PCA()), ("ridge", weighted(Ridge()))],
            {"pca__n_components": [2, 5, 10], "ridge__alpha": [0.01, 1.0, 100.0]},
            KFold(5), VALUE_SCORERS),
    ]


def generate() -> None:
    rng = numpy.random.default_rng(20261128)
    rows = 60
    weights = rng.choice(CHOICES, rows)
    x = numpy.round(rng.normal(size=(rows, 3)) * [1, 10, 1000] + [0, 50, 1e4], 2)
    missing = numpy.where(rng.random(x.shape) < 0.2, numpy.nan, x)
    with sklearn.config_context(enable_metadata_routing=True), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        write("LearningTests", "weights", {
            "weights": weights, "scalers": scalers(x, missing, weights), "discretized": x,
            "discretizers": discretizers(x, weights), "ridges": ridges(rng, rows, weights),
            "classifiers": classifiers(rng, rows, weights), "scores": scores(rng)})
        write("ModelSelectionTests", "weights", {"searches": searches(rng)})
