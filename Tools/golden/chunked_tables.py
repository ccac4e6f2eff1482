"""Expressions, groups and statistics of pandas for tables in chunks: Tests/ChunkedTablesTests/Golden/chunked_tables.json."""

import io
import random

import numpy as np
import pandas

from common import write


def trips(rows: int) -> str:
    """Trips with dates, numbers, integers and texts, of which some are missing or quoted over two lines."""
    draw = random.Random(7)
    lines = ["pickup,passengers,fare,tip,payment,note"]
    for row in range(rows):
        day, second = draw.randint(1, 28), draw.randint(0, 86_399)
        fare = round(draw.gauss(12, 9), 2)
        cells = [
            f"2024-{draw.randint(1, 12):02}-{day:02} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}",
            str(draw.randint(0, 6)), f"{fare:.2f}", repr(draw.lognormvariate(0, 2)),
            draw.choice(["card", "cash", "app", "Émile", "no charge"]),
            draw.choice(['"a ""quoted"" note"', '"two\nlines, one cell"', "plain", "x"]),
        ]
        lines.append(",".join("" if draw.random() < 0.07 else cell for cell in cells))
    return "\n".join(lines) + "\n"


def values(column: pandas.Series) -> list:
    """The values as JSON: dates as seconds since 1970, missing values as null."""
    if str(column.dtype).startswith("datetime"):
        seconds = (column - pandas.Timestamp(0)) / pandas.Timedelta(seconds=1)
        return [None if np.isnan(value) else float(value) for value in seconds]
    if column.dtype == bool:
        return [float(value) for value in column]
    return [
        None if pandas.isna(value) else str(value) if isinstance(value, str)
        else repr(float(value)) if np.isinf(float(value)) else float(value) for value in column
    ]


# Orders by columns, descending after a minus sign.
ORDERS = (
    ["fare"], ["-fare"], ["payment"], ["-payment"], ["-note", "passengers"], ["passengers", "-pickup"], ["pickup"],
    ["-passengers", "payment", "-tip"],
)

# A table to join with: keys that occur several times, missing ones, ones without partners, and columns with the same names.
FEES = """fee,payment,passengers,note,since
1.5,card,1,first,2020-01-01
2,card,2,second,2020-02-01
0.25,cash,1,third,
,Émile,3,fourth,2021-01-01
3,,1,no payment,2022-01-01
4,app,,no passengers,2023-01-01
7,barter,1,without a partner,2024-01-01
5,card,1,again,2020-03-01
"""


def sorting(frame: pandas.DataFrame, by: list[str]) -> dict:
    """The places of the rows of a table in an order."""
    names, ascending = [name.lstrip("-") for name in by], [not name.startswith("-") for name in by]
    order = frame.reset_index(drop=True).sort_values(names, ascending=ascending, kind="stable", na_position="last")
    return {"by": by, "rows": [int(row) for row in order.index]}


def joining(frame: pandas.DataFrame, on: list[str], how: str) -> dict:
    """The columns of a table that is merged with the fees."""
    fees = pandas.read_csv(io.StringIO(FEES), parse_dates=["since"])
    merged = frame.drop(columns="hour").merge(fees, on=on, how=how)
    return {"on": on, "how": how, "names": list(merged.columns), "columns": [values(merged[name]) for name in merged]}


def generate() -> None:
    text = trips(700)
    frame = pandas.read_csv(io.StringIO(text), parse_dates=["pickup"])
    pickup, passengers, fare, tip, payment, note = (frame[name] for name in frame.columns)
    expressions = {
        "fare + tip": fare + tip, "fare - 2 * tip": fare - 2 * tip, "fare / passengers": fare / passengers,
        "fare // 3": fare // 3, "fare % 3": fare % 3, "fare % -2.5": fare % -2.5, "-fare ** 2": -(fare**2),
        "2 ** passengers": 2**passengers, "abs(fare)": fare.abs(), "sqrt(tip)": np.sqrt(tip),
        "log(tip)": np.log(tip), "exp(passengers)": np.exp(passengers), "floor(fare)": np.floor(fare),
        "ceil(fare)": np.ceil(fare), "round(fare)": fare.round(),
        "fare > 10": fare > 10, "fare <= tip": fare <= tip, "passengers == 3": passengers == 3,
        "passengers != 3": passengers != 3, "not (fare > 10)": ~(fare > 10),
        "fare > 10 and tip > 1 or passengers == 0": (fare > 10) & (tip > 1) | (passengers == 0),
        "fare is missing": fare.isna(), "payment is not missing": payment.notna(),
        "if_missing(fare, 0)": fare.fillna(0), "payment == 'card'": payment == "card",
        "payment != 'card'": payment != "card", "payment in ('card', 'app')": payment.isin(["card", "app"]),
        "payment < 'card'": (payment < "card").fillna(False).astype(bool),
        "lower(payment)": payment.str.lower(), "upper(payment)": payment.str.upper(),
        "length(note)": note.str.len(),
        "starts_with(payment, 'ca')": payment.str.startswith("ca", na=False).astype(bool),
        "ends_with(payment, 'e')": payment.str.endswith("e", na=False).astype(bool),
        "contains(note, 'quoted')": note.str.contains("quoted", na=False).astype(bool),
        "year(pickup)": pickup.dt.year, "month(pickup)": pickup.dt.month, "day(pickup)": pickup.dt.day,
        "hour(pickup)": pickup.dt.hour, "minute(pickup)": pickup.dt.minute, "second(pickup)": pickup.dt.second,
        "weekday(pickup)": pickup.dt.weekday, "date(pickup)": pickup.dt.normalize(),
        "pickup >= '2024-06-01'": pickup >= "2024-06-01", "pickup + 3600": pickup + pandas.Timedelta(hours=1),
        "pickup - date(pickup)": (pickup - pickup.dt.normalize()).dt.total_seconds(),
    }
    frame["hour"] = pickup.dt.hour
    groups = []
    for keys in (["payment"], ["hour"], ["payment", "passengers"], ["note", "payment", "passengers"]):
        grouped = frame.groupby(keys)
        result = pandas.DataFrame({"count": grouped.size()})
        for column in ("fare", "tip"):
            of = grouped[column]
            result[f"count_{column}"] = of.count()
            result[f"sum_{column}"] = of.sum()
            result[f"mean_{column}"] = of.mean()
            result[f"var_{column}"] = of.var()
            result[f"std_{column}"] = of.std()
            result[f"min_{column}"] = of.min()
            result[f"max_{column}"] = of.max()
            result[f"first_{column}"] = of.first()
            result[f"distinct_{column}"] = of.nunique()
            result[f"median_{column}"] = of.median()
            result[f"q25_{column}"] = of.quantile(0.25)
            result[f"q90_{column}"] = of.quantile(0.9)
        other = "note" if "note" not in keys else "pickup"
        result[f"first_{other}"] = grouped[other].first()
        result[f"distinct_{other}"] = grouped[other].nunique()
        if other == "pickup":
            result["min_pickup"] = grouped[other].min()
            result["mean_pickup"] = grouped[other].mean()
            result["median_pickup"] = grouped[other].median()
        result = result.reset_index()
        groups.append({"keys": keys, "columns": {name: values(result[name]) for name in result.columns}})
    whole = {
        name: {
            "count": float(column.count()), "sum": float(column.sum()), "mean": float(column.mean()),
            "var": float(column.var()), "std": float(column.std()), "min": float(column.min()),
            "max": float(column.max()), "distinct": float(column.nunique()),
        }
        for name, column in (("passengers", passengers), ("fare", fare), ("tip", tip))
    }
    description = frame[["passengers", "fare", "tip"]].describe()
    write("ChunkedTablesTests", "chunked_tables", {
        "pandas": pandas.__version__, "csv": text,
        "expressions": {name: values(result) for name, result in expressions.items()}, "groups": groups,
        "whole": whole, "counts": sorted(([str(k), int(v)] for k, v in payment.value_counts().items()), key=lambda p: (-p[1], p[0])),
        "description": {name: values(description.loc[name]) for name in description.index},
        "sorted": [sorting(frame, by) for by in ORDERS], "fees": FEES,
        "joined": [joining(frame, on, how) for on in (["payment"], ["payment", "passengers"]) for how in ("inner", "left")],
        "filtered": values(frame[(fare > 10) & (payment != "cash")]["tip"]),
    })
