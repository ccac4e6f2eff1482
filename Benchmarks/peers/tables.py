"""Summarizes trips with a peer, like `trellis table`: python tables.py polars|dask TRIPS.csv RESULT.csv"""

import sys


def with_polars(trips: str, result: str) -> None:
    import polars as pl

    fraction = pl.col("tip_fraction")
    (
        pl.scan_csv(trips, try_parse_dates=True)
        .filter(pl.col("fare") > 0)
        .with_columns(hour=pl.col("pickup").dt.hour(), tip_fraction=pl.col("tip") / pl.col("fare"))
        .group_by("hour", "payment")
        .agg(
            pl.len().alias("count"), fraction.mean().name.prefix("mean_"), fraction.std().name.prefix("std_"),
            fraction.min().name.prefix("min_"), fraction.max().name.prefix("max_"))
        .sort("hour", "payment")
        .collect(engine="streaming")
        .write_csv(result)
    )


def with_dask(trips: str, result: str) -> None:
    import dask.dataframe as dd

    # Only the columns that are needed, because Dask does not push the selection into the reader of CSV files.
    frame = dd.read_csv(trips, usecols=["pickup", "payment", "fare", "tip"], parse_dates=["pickup"])
    frame = frame[frame.fare > 0]
    frame = frame.assign(hour=frame.pickup.dt.hour, tip_fraction=frame.tip / frame.fare)
    groups = frame.groupby(["hour", "payment"]).tip_fraction.agg(["size", "mean", "std", "min", "max"]).compute()
    groups = groups.rename(columns={"size": "count"} | {n: f"{n}_tip_fraction" for n in ["mean", "std", "min", "max"]})
    groups.sort_index().reset_index().to_csv(result, index=False)


if __name__ == "__main__":
    {"polars": with_polars, "dask": with_dask}[sys.argv[1]](sys.argv[2], sys.argv[3])
