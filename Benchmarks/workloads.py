"""The searches that Trellis and its peers are measured on: data, pipeline and grid of each."""

import csv
import pathlib
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
MADE = ROOT / ".build" / "benchmarks"
FOLDS = 5


def powers(first: float, last: float, count: int) -> list[float]:
    """Numbers evenly spaced on a logarithmic scale, the same as numpy's logspace and Trellis's START:STOP:log:COUNT."""
    return [10 ** (first + (last - first) * index / (count - 1)) for index in range(count)]


@dataclass(frozen=True)
class Workload:
    """One search. Steps are Trellis's words, parameters those of both."""

    name: str
    data: pathlib.Path
    target: str
    steps: list[str]
    grid: dict[str, list[float]] = field(hash=False)

    @property
    def candidates(self) -> int:
        count = 1
        for values in self.grid.values():
            count *= len(values)
        return count


SCALED = ["standard-scaler", "pca"]
SVC_GRID = {"pca.n_components": [16, 32, 48], "svc.C": [0.1, 1, 10, 100], "svc.gamma": [0.001, 0.01, 0.1]}


def growth(times: int) -> Workload:
    """The search over the digits with so many times as many values of C, within the same range."""
    grid = SVC_GRID | {"svc.C": powers(-1, 2, 4 * times)}
    return Workload(f"grid-growth-{times}", ROOT / "datasets/digits.csv", "digit", SCALED + ["svc"], grid)


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
    ]
}


def make_data() -> None:
    """Writes the generated tables, unless they are there."""
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


def write(path: pathlib.Path, x, y: list, target: str) -> None:
    """Writes a table with a header, every number with as many digits as it takes to read it back."""
    part = path.with_suffix(".part")
    with part.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([f"x{column}" for column in range(x.shape[1])] + [target])
        for row, value in zip(x.tolist(), y):
            writer.writerow(row + [value])
    part.rename(path)
