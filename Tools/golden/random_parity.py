"""Three hundred random small searches, and the scores of every split as scikit-learn's GridSearchCV finds them.

Each problem is searched again on data that differ by rounding alone: moved by 1e-10 of each column's deviation, with
the columns in reverse order, and moved by one unit in the last place. A split on which a candidate's scores then differ, or where
a row lies closer to the boundary than its decision moves, or a solver stopped before it converged, is marked: what it
scores is a matter of rounding in scikit-learn, too.
"""

import copy
import warnings

import numpy
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import check_scoring
from sklearn.model_selection import GridSearchCV, KFold, PredefinedSplit, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC

from common import write

COUNT = 300
SENSITIVE, ROUGH = 1e-6, 1e-8  # changes of a score by rounding: beyond the one it is marked x, beyond the other r
MOST_STEPS = 20_000  # of libsvm on one fit, so that the test stays short

STEPS = {
    "standard-scaler": StandardScaler, "min-max-scaler": MinMaxScaler, "pca": PCA, "svc": SVC,
    "logistic-regression": LogisticRegression, "ridge": Ridge}
CHAINS = [
    [], ["standard-scaler"], ["min-max-scaler"], ["standard-scaler", "pca"], ["pca"],
    ["min-max-scaler", "pca"], ["pca", "standard-scaler"], ["standard-scaler", "pca", "min-max-scaler"],
    ["passthrough", "min-max-scaler", "standard-scaler"]]
FLAVOURS = [
    "plain", "constant", "duplicated", "collinear", "offset", "offsets", "scales", "repeated rows", "wide", "few digits"]
TEXTS = ["New York", "a", "B", "ß", "été", "x:1,y", "'quoted'", "10"]
OF_CLASSES = ["accuracy", "balanced_accuracy"] + [
    f"{metric}_{average}" for metric in ["precision", "recall", "f1"] for average in ["macro", "micro", "weighted"]]
OF_VALUES = [
    "r2", "explained_variance", "neg_mean_squared_error", "neg_root_mean_squared_error", "neg_mean_absolute_error",
    "neg_median_absolute_error", "neg_mean_absolute_percentage_error", "neg_max_error"]


def choose(random, options):
    """One of a list, which NumPy would turn into an array."""
    return options[int(random.integers(len(options)))]


def table(random, flavour, rows, columns, codes):
    """Numbers of few digits, that follow the classes (or hidden values) of the rows."""
    centres = random.normal(size=(int(codes.max()) + 1, columns)) * random.choice([0.5, 1.5, 3])
    x = centres[codes] + random.normal(size=(rows, columns)) @ (
        numpy.eye(columns) + random.normal(size=(columns, columns)) * 0.3)
    x = numpy.round(x, 1 if flavour == "few digits" else 3)
    last = columns - 1
    if flavour == "constant":
        x[:, last] = choose(random, [0, 0.1, 3, -7.7, 1e6])
        x[:, 0] = numpy.where(numpy.arange(rows) == int(random.integers(rows)), 1, 0)
    if flavour == "duplicated":
        x[:, last] = x[:, 0]
        x[:, last - 1] = -2 * x[:, 0]
    if flavour == "collinear":
        x[:, last] = x[:, 0] + random.choice([1e-3, 1e-5, 1e-7]) * numpy.round(random.normal(size=rows), 3)
    if flavour == "offset":
        x[:, last] += choose(random, [1e3, -1e5, 1e7, 1e9])
    if flavour == "offsets":
        x += choose(random, [1e3, 1e4, 1e6, 1e9])
    if flavour == "scales":
        x *= 10.0 ** random.integers(-5, 6, size=columns)
    if flavour == "repeated rows":
        x[rows // 2:] = x[:rows - rows // 2]
    return numpy.array([[float(f"{cell:.14g}") for cell in row] for row in x])


def parameters(random, chain, model, k, names, columns):
    """The parameters that are fixed, by step, and the grid."""
    fixed, grid = {name: {} for name in chain}, {}
    if "pca" in chain:
        fixed["pca"]["whiten"] = bool(random.random() < 0.4)
        counts = [1, 2, None, 0.9, columns - 1, columns]
        grid["pca.n_components"] = [counts[i] for i in sorted(random.choice(6, 2, replace=False))]
    if model == "ridge":
        fixed[model] = {"fit_intercept": bool(random.random() < 0.8)}
        grid["ridge.alpha"] = choose(random, [[0.0, 1e-4, 1.0, 100.0], [1e-3, 0.1, 10.0], [0.01, 1.0, 1e4]])
        return fixed, grid
    weight = choose(random, [None, None, "balanced", {str(name): round(float(random.uniform(0.3, 4)), 1) for name in names}])
    fixed[model] = {"class_weight": weight}
    if model == "svc":
        kernel = choose(random, ["linear", "rbf", "poly", "sigmoid"])
        fixed[model] |= {"kernel": kernel}
        if kernel != "linear":
            grid["svc.gamma"] = choose(random, [["scale"], ["scale", 0.1], ["auto"], [0.01, 1.0]])
        if kernel in ["poly", "sigmoid"]:
            fixed[model]["coef0"] = choose(random, [0.0, 1.0, -0.5, 0.3])
        if kernel == "poly":
            fixed[model]["degree"] = int(random.integers(2, 5))
        if random.random() < 0.2:
            fixed[model]["tol"] = choose(random, [1e-5, 1e-8])
    else:
        fixed[model] |= {"fit_intercept": bool(random.random() < 0.8), "max_iter": 1000}
        fixed[model]["solver"] = choose(random, ["lbfgs", "lbfgs", "newton-cholesky"])
        fixed[model]["tol"] = choose(random, [1e-4, 1e-6])
    grid[f"{model}.C"] = choose(random, [[1e-4, 1e-2, 1.0, 100.0, 1e4], [1e-3, 0.1, 10.0], [0.01, 0.1, 1.0, 10.0, 100.0]])
    return fixed, grid


def problem(number, attempt):
    """A random problem in the words of the golden file."""
    random = numpy.random.default_rng([number, attempt])
    model = ["svc", "svc", "svc", "logistic-regression", "ridge"][number % 5]
    flavour = FLAVOURS[number // 5 % len(FLAVOURS)]
    chain = choose(random, CHAINS)
    if model == "svc" and flavour in ["offset", "offsets", "scales", "constant"] and (not chain or chain[0] == "pca"):
        chain = ["standard-scaler"] + chain  # libsvm by itself would take minutes
    rows, columns = int(random.integers(24, 64)), int(random.integers(3, 9))
    if flavour == "wide":
        rows, columns = int(random.integers(16, 28)), int(random.integers(28, 40))
    k = 1 if model == "ridge" else choose(random, [2, 2, 2, 2, 3, 3, 4, 5, 8])
    shares = numpy.array([choose(random, [1, 1, 0.5, 0.4])]) ** numpy.arange(k)
    codes = numpy.concatenate([numpy.arange(k), numpy.arange(k), random.choice(k, rows - 2 * k, p=shares / shares.sum())])
    codes = random.permutation(codes)
    x = table(random, flavour, rows, columns, codes)
    splits = int(random.integers(2, 5))
    folds = choose(random, [{"stratified": splits}, {"kfold": splits}, {"fold": random.integers(0, splits, rows).tolist()}])
    names = []
    if model == "ridge":
        spread = x.std(axis=0)
        centred = (x - x.mean(axis=0)) / numpy.where(spread > 1e-9, spread, 1)
        y = numpy.round(centred @ random.normal(size=columns) + random.normal(size=rows) + choose(random, [0, 5, 1e4]), 3)
        if "stratified" in folds:
            folds = {"kfold": splits}
        options = OF_VALUES
    else:
        text = random.random() < 0.4
        names = sorted(random.choice(TEXTS, k, replace=False).tolist()) if text else list(range(k))
        y = numpy.array([names[code] for code in codes])
        options = list(OF_CLASSES)
        if k == 2:
            options += ["roc_auc"] * 4 + ([] if text else ["precision", "recall", "f1"])
        if model == "logistic-regression":
            options += ["neg_log_loss"] * 6 + ["roc_auc_ovr"] * 2
    scorers = sorted(set(random.choice(options, 3).tolist()))
    fixed, grid = parameters(random, chain, model, k, names, columns)
    return {
        "number": number, "flavour": flavour, "steps": [[name, fixed.get(name, {})] for name in [*chain, model]],
        "grid": grid, "columns": columns, "x": x.ravel().tolist(), "y": y.tolist(), "folds": folds, "scorers": scorers}


class Scoring:
    """Scores by name, each split's decisions beside them."""

    def __init__(self, scorers):
        self.scorers, self.seen = scorers, []

    def __call__(self, estimator, x, y):
        scores = {}
        for name in self.scorers:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    scores[name] = float(check_scoring(estimator, scoring=name)(estimator, x, y))
            except ValueError:
                scores[name] = numpy.nan
        model, steps, decision = estimator[-1], 0, numpy.zeros((0, 1))
        if hasattr(model, "decision_function"):
            if isinstance(model, SVC):
                model.decision_function_shape = "ovo"
            decision = estimator.decision_function(x).reshape(len(x), -1)
            steps = int(numpy.max(model.n_iter_))
            if isinstance(model, LogisticRegression) and steps >= model.max_iter:
                steps = -1
        self.seen.append((estimator.get_params(), x, decision, steps, y))
        return scores | {"steps": steps, "call": len(self.seen) - 1}


def search(problem, x):
    """GridSearchCV's results on the numbers x: candidates × splits by scorer, and what was decided."""
    y = numpy.array(problem["y"])
    integers = y.dtype.kind == "i"
    steps = []
    for name, fixed in problem["steps"]:
        fixed = copy.deepcopy(fixed)
        if integers and isinstance(fixed.get("class_weight"), dict):
            fixed["class_weight"] = {int(key): value for key, value in fixed["class_weight"].items()}
        if name == "svc":
            fixed["max_iter"] = MOST_STEPS
        if name == "pca":
            fixed["svd_solver"] = "full"
        steps.append((name, "passthrough" if name == "passthrough" else STEPS[name](**fixed)))
    kind, value = next(iter(problem["folds"].items()))
    folds = {"kfold": KFold, "stratified": StratifiedKFold, "fold": PredefinedSplit}[kind](value)
    grid = {key.replace(".", "__"): values for key, values in problem["grid"].items()}
    scoring = Scoring(problem["scorers"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = GridSearchCV(Pipeline(steps), grid, cv=folds, scoring=scoring, refit=False).fit(x, y).cv_results_
    count = folds.get_n_splits()
    take = lambda name: numpy.transpose([found[f"split{split}_test_{name}"] for split in range(count)])
    calls = take("call")
    decisions = [[None if numpy.isnan(call) else scoring.seen[int(call)] for call in row] for row in calls]
    return {name: take(name) for name in problem["scorers"]}, take("steps"), decisions


def signs(x, random):
    """1 or -1 for each number, the same for equal numbers of a column: what is constant on some rows stays so."""
    result = numpy.empty_like(x)
    for column in range(x.shape[1]):
        values, places = numpy.unique(x[:, column], return_inverse=True)
        result[:, column] = random.choice([-1, 1], len(values))[places]
    return result


def neighbours(problem, random):
    """The problem's numbers, changed by no more than rounding."""
    x = numpy.array(problem["x"]).reshape(-1, problem["columns"])
    for _ in range(2):
        yield x + 1e-10 * x.std(axis=0) * signs(x, random)
    yield x[:, ::-1]
    yield numpy.nextafter(x, x + signs(x, random))


def is_close(decision, moved, truth, scorers):
    """Whether the decisions of some row are closer to the boundary, or to another row's, than they move."""
    move = 4 * numpy.abs(decision - moved).max() + 1e-9 * numpy.abs(decision).max()
    if numpy.abs(decision).min() <= move:
        return True
    if any(name.startswith("roc_auc") for name in scorers) and decision.shape[1] == 1:
        order = numpy.argsort(decision[:, 0])
        gaps, ends = numpy.diff(decision[order, 0]), truth[order]
        return bool((gaps[ends[1:] != ends[:-1]] <= move).any())
    return False


def solved(problem):
    """The problem with scores and marks, or None if it takes libsvm too long or no candidate has a score."""
    x = numpy.array(problem["x"]).reshape(-1, problem["columns"])
    try:
        scores, steps, decisions = search(problem, x)
    except ValueError:
        return None
    if numpy.nanmax(steps) >= MOST_STEPS or numpy.isnan(scores[problem["scorers"][0]].sum(axis=1)).all():
        return None
    change = numpy.where(steps == -1, numpy.inf, 0.0)
    is_svc = problem["steps"][-1][0] == "svc"
    for moved in neighbours(problem, numpy.random.default_rng(problem["number"])):
        others, _, moved_decisions = search(problem, moved)
        for name, values in scores.items():
            difference = numpy.abs(values - others[name]) / numpy.maximum(1, numpy.abs(values))
            difference[numpy.isnan(values) & numpy.isnan(others[name])] = 0
            change = numpy.maximum(change, numpy.nan_to_num(difference, nan=numpy.inf))
        if is_svc:
            for place in numpy.ndindex(change.shape):
                one, other = decisions[place[0]][place[1]], moved_decisions[place[0]][place[1]]
                if (one is None) != (other is None) or (
                        one and (one[2].shape != other[2].shape or is_close(one[2], other[2], one[4], problem["scorers"]))):
                    change[place] = numpy.inf
    marks = numpy.where(change > SENSITIVE, "x", numpy.where(change > ROUGH, "r", "."))
    plain = {name: [[None if numpy.isnan(v) else float(f"{v:.13g}") for v in row] for row in values.tolist()]
             for name, values in scores.items()}
    return problem | {"scores": plain, "marks": ["".join(row) for row in marks]}


def made(number):
    """The first attempt at a problem of a number that scikit-learn can solve soon."""
    return next(found for attempt in range(100) if (found := solved(problem(number, attempt))))


def generate() -> None:
    """Writes the problems and what scikit-learn scores on them."""
    import concurrent.futures

    with concurrent.futures.ProcessPoolExecutor() as pool:
        problems = list(pool.map(made, range(COUNT), chunksize=5))
    write("ModelSelectionTests", "random_parity", {"problems": problems})
