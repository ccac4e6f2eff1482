"""The searches by a strategy that compare Trellis with Optuna and scikit-learn."""

import pathlib
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDS = 5


@dataclass(frozen=True)
class Range:
    """The values of a parameter: integers or, on a logarithmic scale, numbers; and a few of them for a grid."""

    low: float
    high: float
    integers: bool
    few: tuple

    @property
    def text(self) -> str:
        """The distribution in the form of the command line."""
        return f"{self.low}:{self.high}:{'int' if self.integers else 'loguniform'}"


@dataclass(frozen=True)
class AdaptiveWorkload:
    """A search. Steps have the names of Trellis; parameters have the same names in all libraries."""

    name: str
    data: pathlib.Path
    target: str
    steps: list[str] = field(hash=False)
    space: dict[str, Range] = field(hash=False)

    @property
    def is_regression(self) -> bool:
        return self.steps[-1] == "ridge"

    @property
    def pipeline(self) -> str:
        return " | ".join(self.steps)

    @property
    def distributions(self) -> list[str]:
        return [f"{name}={values.text}" for name, values in self.space.items()]

    @property
    def lists(self) -> list[str]:
        return [f"{name}={','.join(map(str, values.few))}" for name, values in self.space.items()]


COMPONENTS = Range(2, 60, True, (8, 16, 32, 48))
C = Range(0.01, 1000, False, (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0))
GAMMA = Range(1e-5, 1, False, (1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0))

ADAPTIVE_WORKLOADS = {
    workload.name: workload
    for workload in [
        AdaptiveWorkload(
            "digits-svc", ROOT / "datasets/digits.csv", "digit", ["standard-scaler", "pca", "svc"],
            {"pca.n_components": COMPONENTS, "svc.C": C, "svc.gamma": GAMMA}),
        AdaptiveWorkload(
            "digits-logistic", ROOT / "datasets/digits.csv", "digit", ["standard-scaler", "pca", "logistic-regression"],
            {"pca.n_components": COMPONENTS, "logistic-regression.C": Range(1e-4, 100, False, (1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0))}),
        AdaptiveWorkload(
            "cancer-svc", ROOT / "datasets/breast-cancer.csv", "diagnosis", ["standard-scaler", "svc"],
            {"svc.C": C, "svc.gamma": GAMMA}),
        AdaptiveWorkload(
            "diabetes-ridge", ROOT / "datasets/diabetes.csv", "progression", ["standard-scaler", "pca", "ridge"],
            {"pca.n_components": Range(1, 10, True, (2, 4, 6, 8, 10)), "ridge.alpha": Range(0.01, 1e5, False, (0.1, 1.0, 10.0, 100.0, 1000.0))}),
    ]
}
