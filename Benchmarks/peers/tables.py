"""Summarizes trips with a peer, like `trellis table`: python tables.py group-by|describe PEER TRIPS.csv RESULT.csv

The peer is polars, dask-threads or dask-processes.
"""

import sys

NUMBERS = ["distance", "fare", "tip", "tolls"]


def group_with_polars(trips: str, result: str) -> None:
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


def group_with_dask(trips: str, result: str) -> None:
    import dask.dataframe as dd

    # Only the columns that are needed, because Dask does not push the selection into the reader of CSV files.
    frame = dd.read_csv(trips, usecols=["pickup", "payment", "fare", "tip"], parse_dates=["pickup"])
    frame = frame[frame.fare > 0]
    frame = frame.assign(hour=frame.pickup.dt.hour, tip_fraction=frame.tip / frame.fare)
    groups = frame.groupby(["hour", "payment"]).tip_fraction.agg(["size", "mean", "std", "min", "max"]).compute()
    groups = groups.rename(columns={"size": "count"} | {n: f"{n}_tip_fraction" for n in ["mean", "std", "min", "max"]})
    groups.sort_index().reset_index().to_csv(result, index=False)


def describe_with_polars(trips: str, result: str) -> None:
    import polars as pl

    def statistics(name: str) -> list:
        column = pl.col(name)
        quartiles = [column.quantile(share, "linear") for share in (0.25, 0.5, 0.75)]
        return [column.count(), column.mean(), column.std(), column.min(), *quartiles, column.max()]

    wanted = [value.alias(f"{name} {place}") for name in NUMBERS for place, value in enumerate(statistics(name))]
    (row,) = pl.scan_csv(trips).select(wanted).collect(engine="streaming").rows()
    width = len(row) // len(NUMBERS)
    lines = [[name, *row[place * width:(place + 1) * width]] for place, name in enumerate(NUMBERS)]
    names = ["column", "count", "mean", "std", "min", "25%", "50%", "75%", "max"]
    pl.DataFrame(lines, schema=names, orient="row", strict=False).write_csv(result)


def describe_with_dask(trips: str, result: str) -> None:
    import dask.dataframe as dd

    described = dd.read_csv(trips, usecols=NUMBERS).describe().compute()
    described[NUMBERS].T.rename_axis("column").to_csv(result)


def main(work: str, peer: str, trips: str, result: str) -> None:
    package, _, scheduler = peer.partition("-")
    runs = {
        ("group-by", "polars"): group_with_polars, ("group-by", "dask"): group_with_dask,
        ("describe", "polars"): describe_with_polars, ("describe", "dask"): describe_with_dask,
    }
    if scheduler:
        import dask

        dask.config.set(scheduler=scheduler)
    runs[work, package](trips, result)


if __name__ == "__main__":
    main(*sys.argv[1:])
