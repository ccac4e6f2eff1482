"""How scikit-learn sorts and weighs classes by their names: Tests/LearningTests/Golden/class_names.json."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from common import read_table, write

COMPOSED, DECOMPOSED, KELVIN = "caf\u00e9", "cafe\u0301", "\u212a"

NAMES = {
    "accents": [DECOMPOSED, COMPOSED, "cafe", "cafz", COMPOSED],
    "letters that Unicode holds equal": [KELVIN, "K", "k", "\u00c5", "\u212b", "A\u030a"],
    "beyond the basic plane": ["\U0001f600", "\ufb01", "z", "\ue000", "\U00010000"],
    "zeros": ["1", "001", "01", "10", "2"],
    "signs": ["+1", "-1", "1", "0", "-0"],
    "points": ["1", "1.0", "10.0", "2.0", "10"],
    "spaces": ["New York", "NewYork", "New  York", "New York ", " New York"],
    "one number and a word": ["10", "9", "x"],
    "integers": [10, 9, -1, 100, 0, 3000000000],
}

# Three classes whose names only their bytes, or their blanks, tell apart.
WEIGHTED = {"setosa": COMPOSED, "versicolor": DECOMPOSED, "virginica": "New York: \"a, b\""}
WEIGHTS = {COMPOSED: 0.5, DECOMPOSED: 2.0, "New York: \"a, b\"": 7.0}


def order(names):
    classes, codes = np.unique(names, return_inverse=True)
    return {"names": [str(n) for n in names], "classes": [str(c) for c in classes], "codes": codes}


def weighted():
    x, y = read_table("iris")
    names = np.array([WEIGHTED[name] for name in y])
    model = LogisticRegression(class_weight=WEIGHTS, solver="newton-cholesky", tol=1e-12).fit(x, names)
    return {
        "nameOf": WEIGHTED, "weights": [{"name": n, "weight": w} for n, w in WEIGHTS.items()],
        "classes": model.classes_, "predicted": model.predict(x), "probabilities": model.predict_proba(x)[::25],
        "accuracy": model.score(x, names),
    }


def generate():
    orders = [{"title": title} | order(names) for title, names in NAMES.items()]
    write("LearningTests", "class_names", {"orders": orders, "weighted": weighted()})
