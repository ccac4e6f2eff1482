"""scikit-learn's folds, and random numbers by an independent implementation: Tests/ModelSelectionTests/Golden/."""

import warnings

import numpy as np
from sklearn import datasets
from sklearn.model_selection import (
    GroupKFold, KFold, LeaveOneGroupOut, LeaveOneOut, PredefinedSplit, ShuffleSplit, StratifiedKFold, StratifiedShuffleSplit,
    TimeSeriesSplit,
)

from common import write

MASK = (1 << 64) - 1


def fold_of_row(splitter, rows, y=None, groups=None):
    """For each row the split in whose test set it is, and whether there was a warning; None if refused."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            folds = np.full(rows, -1)
            for fold, (train, test) in enumerate(splitter.split(np.zeros((rows, 1)), y, groups)):
                folds[test] = fold
                assert np.array_equal(train, np.setdiff1d(np.arange(rows), test))
        except ValueError:
            return None, False
    return folds, bool(caught)


def stratified():
    rng = np.random.default_rng(7)
    targets = {
        "iris": datasets.load_iris().target, "wine": datasets.load_wine().target,
        "breast cancer": datasets.load_breast_cancer().target, "digits": datasets.load_digits().target,
        "last class first": [2, 2, 0, 1, 0, 1, 2, 1, 0, 2, 2], "text": ["b", "a", "c", "a", "b", "b", "a", "c", "c"],
        "rare classes": rng.choice(6, 60, p=[0.5, 0.3, 0.1, 0.05, 0.03, 0.02]),
        "one row of a class": [0] * 9 + [1], "all classes small": [0, 1, 2, 3, 0, 1, 2, 3],
        "one class": [1] * 7, "numbers by name": ["10", "9", "10", "9", "100", "100", "10", "9"],
        "random": rng.integers(0, 10, 137),
    }
    cases = []
    for title, y in targets.items():
        y = np.asarray(y)
        results = []
        for n in (2, 3, 5, 10):
            folds, warned = fold_of_row(StratifiedKFold(n), len(y), y)
            results.append({"splits": n, "folds": folds, "warned": warned})
        cases.append({"title": title, "names": [str(v) for v in y], "results": results})
    return cases


def grouped():
    rng = np.random.default_rng(8)
    groups = {
        "by size": [1, 1, 1, 1, 2, 2, 2, 3, 3, 4], "ties": [3, 1, 2, 3, 1, 2, 5, 4, 4, 5],
        "text": ["b", "a", "b", "c", "aa", "a", "d", "B"], "integers beyond 9": [10, 9, 10, 9, 8, 11, 100, 8, 2],
        "two groups": [0, 1, 1, 1, 1, 0], "each row its own": list(range(13)),
        "random": rng.integers(0, 23, 211), "skewed": np.floor(rng.exponential(5, 150)).astype(int),
        "letters": [chr(97 + v) for v in rng.integers(0, 26, 90)], "one group": [4, 4, 4],
    }
    cases = []
    for title, values in groups.items():
        values = np.asarray(values)
        results = []
        for n in (2, 3, 5):
            folds, warned = fold_of_row(GroupKFold(n), len(values), groups=values)
            results.append({"splits": n, "folds": folds, "warned": warned})
        left_out, _ = fold_of_row(LeaveOneGroupOut(), len(values), groups=values)
        cases.append({"title": title, "names": [str(v) for v in values], "results": results, "leftOut": left_out})
    return cases


def plain():
    cases = [{"kind": "kfold", "rows": rows, "splits": n, "folds": fold_of_row(KFold(n), rows)[0]}
             for rows in (1, 2, 3, 7, 10, 11, 150, 442) for n in (2, 3, 5, 10)]
    cases += [{"kind": "loo", "rows": rows, "splits": 0, "folds": fold_of_row(LeaveOneOut(), rows)[0]}
              for rows in (1, 2, 5)]
    return cases


def predefined():
    rows = [[0, 1, -1, 1], [5, 5, 2, 2, -1, 9], [0, 0, -1], [1, 0, 1, 0]]
    return [{"testFold": folds, "folds": fold_of_row(PredefinedSplit(folds), len(folds))[0]} for folds in rows]


def ordered():
    """Time series: the first and the last row of each part."""
    cases = []
    options = [{}, {"gap": 2}, {"test_size": 2}, {"max_train_size": 3}, {"test_size": 3, "gap": 1, "max_train_size": 5}]
    for rows in (5, 6, 12, 23, 442):
        for n in (2, 3, 5):
            for more in options:
                try:
                    ends = [[int(part[0]), int(part[-1])] for split in TimeSeriesSplit(n, **more).split(np.zeros(rows))
                            for part in split]
                except ValueError:
                    ends = None
                cases.append({"rows": rows, "splits": n, "gap": more.get("gap", 0), "testSize": more.get("test_size"),
                              "maxTrainSize": more.get("max_train_size"), "ends": ends})
    return cases


def shuffled():
    """The sizes that shares and counts of rows come to; None if refused."""
    cases = []
    for rows in (1, 2, 5, 10, 11, 150):
        for test in (None, 0.1, 0.2, 0.25, 1 / 3, 0.99, 1.0, 0.0, 1, 3, 10, 150):
            for train in (None, 0.1, 0.5, 2 / 3, 0.75, 0.9, 1.5, 1, 8):
                try:
                    train_rows, test_rows = next(ShuffleSplit(1, test_size=test, train_size=train, random_state=0)
                                                 .split(np.zeros((rows, 1))))
                    sizes = [len(train_rows), len(test_rows)]
                except ValueError:
                    sizes = None
                def size(value):
                    return None if value is None else {"share" if isinstance(value, float) else "rows": value}
                cases.append({"rows": rows, "test": size(test), "train": size(train), "sizes": sizes})
    return cases


def stratified_shuffled():
    """For each class the fewest and the most rows of each part over many splits, which ties make differ."""
    rng = np.random.default_rng(9)
    cases = []
    for counts in ([50, 50, 50], [59, 71, 48], [8, 2], [7, 3, 5], [3, 3, 3], [90, 6, 4], [5, 1], [2, 2, 2, 2]):
        y = np.repeat(np.arange(len(counts)), counts)
        rng.shuffle(y)
        for test, train in ((0.2, None), (0.25, None), (0.5, None), (0.3, 0.4), (None, 0.75), (0.1, None)):
            splitter = StratifiedShuffleSplit(300, test_size=test, train_size=train, random_state=0)
            try:
                parts = [[np.bincount(y[part], minlength=len(counts)) for part in split]
                         for split in splitter.split(np.zeros(len(y)), y)]
                bounds = {"least": np.min(parts, axis=0), "most": np.max(parts, axis=0)}
            except ValueError:
                bounds = None
            cases.append({"codes": y, "test": test, "train": train, "bounds": bounds})
    return cases


# Random numbers, written from the papers' pseudo-code.

def split_mix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotate(value, count):
    return ((value << count) | (value >> (64 - count))) & MASK


def xoshiro(s):
    s = list(s)
    while True:
        yield (rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)


def seeded(seed):
    words = split_mix(seed)
    return xoshiro([next(words) for _ in range(4)])


def below(generator, bound):
    """An unbiased draw: the first product of the bits and the bound whose low word is not among the surplus."""
    while True:
        product = next(generator) * bound
        if product & MASK >= (1 << 64) % bound:
            return product >> 64


def permutation(generator, count):
    values = list(range(count))
    for last in range(count - 1, 0, -1):
        other = below(generator, last + 1)
        values[last], values[other] = values[other], values[last]
    return values


def take(generator, count):
    return [next(generator) for _ in range(count)]


def generators():
    # The authors' own outputs for these states, as they are published with other implementations.
    assert take(split_mix(1234567), 3) == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert take(xoshiro([1, 2, 3, 4]), 4) == [11520, 0, 1509978240, 1215971899390074240]
    seeds = [0, 1, 42, 1234567, MASK]
    bounds = [1, 2, 3, 7, 10, 1000, (1 << 62) + 1, (1 << 63) - 1]
    return {
        "splitMix": {"seed": 1234567, "words": [str(w) for w in take(split_mix(1234567), 16)]},
        "xoshiro": {"state": [1, 2, 3, 4], "words": [str(w) for w in take(xoshiro([1, 2, 3, 4]), 32)]},
        "seeded": [{"seed": str(s), "words": [str(w) for w in take(seeded(s), 16)],
                    "draws": [[str(b), [str(below(g, b)) for _ in range(12)]] for g in [seeded(s)] for b in bounds],
                    "permutations": [permutation(g, n) for g in [seeded(s)] for n in (1, 2, 10, 31)]} for s in seeds],
    }


def generate():
    write("ModelSelectionTests", "folds", {
        "stratified": stratified(), "grouped": grouped(), "plain": plain(), "predefined": predefined(),
        "ordered": ordered(), "shuffled": shuffled(), "stratifiedShuffled": stratified_shuffled(),
    })
    write("ModelSelectionTests", "generators", generators())
