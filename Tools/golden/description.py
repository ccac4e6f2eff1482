"""Statistics of NumPy, SciPy and pandas for descriptions of tables: Tests/TabularTests/Golden/description.json."""

import io
import random

import numpy as np
import pandas
from scipy import stats

from common import DATASETS, write


def drawn(seed: int) -> str:
    """A table of numbers, integers, categories and dates, with missing cells and a target of either kind."""
    draw = random.Random(seed)
    lines = ["number,count,big,color,many,day,class,value"]
    for row in range(400):
        color = draw.choice(["red", "green", "blue"] + ["rare"] * (draw.random() < 0.05))
        number = draw.gauss(0, 3) + (5 if color == "red" else 0)
        cells = [
            repr(number), str(draw.randint(-3, 12)), repr(draw.lognormvariate(0, 40)), color,
            f"m{draw.randint(0, 60)}", f"20{draw.randint(10, 24)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
            draw.choice(["a", "b", color]), repr(number + draw.gauss(0, 2)),
        ]
        lines.append(",".join("" if draw.random() < 0.08 and column < 6 else cell for column, cell in enumerate(cells)))
    lines += draw.sample(lines[1:], 7)
    return "\n".join(lines) + "\n"


def numbers(column: pandas.Series) -> dict:
    cells = column.dropna().to_numpy(dtype=float)
    quartiles = np.quantile(cells, [0, 0.25, 0.5, 0.75, 1])
    return {
        "mean": cells.mean(), "standardDeviation": cells.std(ddof=1), "quantiles": quartiles,
        "histogram": np.histogram(cells, bins=10)[0] if quartiles[0] < quartiles[4] else [],
    }


def commonest(column: pandas.Series) -> list:
    counts = column.dropna().value_counts(sort=False)
    ranked = sorted(enumerate(counts.items()), key=lambda entry: (-entry[1][1], entry[0]))
    return [{"name": name, "count": int(count)} for _, (name, count) in ranked[:10]]


def correlation_ratio(x: pandas.Series, classes: pandas.Series) -> float:
    """Kelley's epsilon, from the F statistic of an analysis of variance."""
    groups = [group.to_numpy() for _, group in x.groupby(classes)]
    f = stats.f_oneway(*groups).statistic
    k, n = len(groups), len(x)
    return max(0, (k - 1) * (f - 1) / ((k - 1) * f + n - k)) ** 0.5


def cramers_v(x: pandas.Series, y: pandas.Series) -> float:
    """Bergsma's corrected V, from the chi-squared statistic."""
    table = pandas.crosstab(x, y)
    n, (r, k) = table.to_numpy().sum(), table.shape
    phi2 = stats.chi2_contingency(table, correction=False).statistic / n
    corrected = max(0, phi2 - (r - 1) * (k - 1) / (n - 1))
    return (corrected / (min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1)) ** 0.5


def association(name: str, x: pandas.Series, y: pandas.Series, classes: bool) -> dict:
    both = x.notna() & y.notna()
    x, y = x[both], y[both]
    is_numeric = pandas.api.types.is_numeric_dtype(x)
    if is_numeric and not classes:
        measure, value = "pearson", stats.pearsonr(x, y).statistic
    elif is_numeric or not classes:
        measure, value = "correlation-ratio", correlation_ratio(*((x, y) if is_numeric else (y, x)))
    else:
        measure, value = "cramers-v", cramers_v(x, y)
    return {"column": name, "measure": measure, "value": value, "rows": int(both.sum())}


def described(text: str, targets: list[str], dates: list[str]) -> dict:
    frame = pandas.read_csv(io.StringIO(text), float_precision="round_trip")
    duplicates = int(frame.duplicated().sum())
    seconds = {name: pandas.to_datetime(frame[name]) for name in dates}
    columns = []
    for name in frame:
        column = frame[name]
        entry = {"name": name, "missing": int(column.isna().sum()), "distinct": int(column.nunique())}
        if name in dates:
            entry |= {"kind": "date", "first": column.dropna().min(), "last": column.dropna().max()}
        elif pandas.api.types.is_numeric_dtype(column):
            entry |= {"kind": "number"} | numbers(column)
        else:
            entry |= {"kind": "category", "categories": commonest(column)}
        columns.append(entry)
    for name in dates:
        epoch = (seconds[name] - pandas.Timestamp(0)) / pandas.Timedelta(seconds=1)
        frame[name] = epoch
    associations = {}
    for target in targets:
        y = frame[target]
        classes = not pandas.api.types.is_float_dtype(y) and y.nunique() <= 20
        associations[target] = [association(name, frame[name], y, classes) for name in frame if name != target]
    return {"text": text, "duplicateRows": duplicates, "columns": columns, "associations": associations}


def generate() -> None:
    tables = [described(drawn(seed), ["class", "value"], ["day"]) for seed in range(3)]
    for name, target in [("iris", "species"), ("diabetes", "bmi"), ("wine", "class")]:
        lines = (DATASETS / f"{name}.csv").read_text().splitlines(keepends=True)[:300]
        tables.append(described("".join(lines), [target], []))
    write("TabularTests", "description", {"tables": tables})
