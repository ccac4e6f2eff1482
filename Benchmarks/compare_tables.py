"""Compares `trellis table` with polars and Dask on a large CSV file: python Benchmarks/compare_tables.py [--megabytes N] [--rounds N]

`group-by` reads trips, keeps those with a fare, computes the hour and the tip as a fraction of the fare, and computes five
statistics of the groups by hour and payment. `describe` computes the number, mean, standard deviation, extremes and quartiles of
four columns. The peers take turns, so that other load on the machine affects all of them; the times are medians of whole
processes, with their start. Prints a table with the peak memory, writes it to Benchmarks/TABLES.md, and fails if a result
differs; quartiles, which are approximate, may differ by two hundredths. The trips are generated.
"""

import argparse
import csv
import math
import os
import pathlib
import platform
import statistics
import sys
import tempfile
from datetime import date
from importlib.metadata import version

import numpy
from measuring import measure

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
STATISTICS = ["mean", "std", "min", "max"]
WORKS = ["group-by", "describe"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trips, result = pathlib.Path(folder) / "trips.csv", pathlib.Path(folder) / "result.csv"
        generate(trips, arguments.megabytes)
        lines = []
        for work in WORKS:
            commands = {"trellis": command(work, trips, result)} | {
                peer: [sys.executable, str(HERE / "peers" / "tables.py"), work, peer, str(trips), str(result)]
                for peer in ["polars", "dask-threads", "dask-processes"]
            }
            lines += compare(work, commands, result, arguments.rounds)
    packages = ", ".join(f"{name} {version(name)}" for name in ["polars", "dask"])
    text = "\n".join([
        "# Tables in CSV files, compared\n",
        f"Measured with `make bench-tables`. {date.today()}, {os.cpu_count()} cores, {platform.machine()}, {packages}: "
        f"{arguments.megabytes} MB of trips. `group-by` filters them, adds two columns, and groups by two columns with five "
        "statistics; `describe` computes the number, mean, standard deviation, extremes and quartiles of four columns. Medians of "
        f"{arguments.rounds} rounds of whole commands; the results are equal.\n",
        "| work | run | seconds | relative to Trellis | peak memory, MB |\n|---|---|---:|---:|---:|", *lines])
    print(text)
    (HERE / "TABLES.md").write_text(text + "\n")


def compare(work: str, commands: dict[str, list[str]], result: pathlib.Path, rounds: int) -> list[str]:
    """Runs the commands in turns, and returns the lines of the table."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    peaks: dict[str, int] = {}
    expected = None
    for _ in range(rounds):
        for name, words in commands.items():
            measured = measure(words, os.environ | {"PYTHONWARNINGS": "ignore"})
            seconds[name].append(measured.seconds)
            peaks[name] = max(peaks.get(name, 0), measured.peak_bytes)
            found = read(result)
            expected = expected or found
            require_equal(name, found, expected)
    own = statistics.median(seconds["trellis"])
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    return [
        f"| {work} | {name} | {median:.2f} | {median / own:.1f} | {peaks[name] / 1e6:.0f} |" for name, median in medians.items()]


def command(work: str, trips: pathlib.Path, result: pathlib.Path) -> list[str]:
    words = [str(ROOT / ".build" / "release" / "trellis"), "table", str(trips), "--output", str(result)]
    if work == "describe":
        return words + ["--select", "distance,fare,tip,tolls", "--describe"]
    words += ["--where", "fare > 0", "--with", "hour = hour(pickup)", "--with", "tip_fraction = tip / fare"]
    words += ["--group-by", "hour,payment", "--count"]
    return words + [w for name in STATISTICS for w in (f"--{name}", "tip_fraction")]


def read(path: pathlib.Path) -> list[list[str]]:
    with open(path, newline="") as file:
        return list(csv.reader(file))


def require_equal(name: str, found: list[list[str]], expected: list[list[str]]) -> None:
    """Exits if two results differ by more than rounding, or quartiles by more than two hundredths."""
    for cells, others in zip(found, expected, strict=True):
        for column, one, other in zip(expected[0], cells, others, strict=True):
            if not is_same(column, one, other):
                sys.exit(f"{name} has {one} as {column}, where trellis has {other}: {cells}, {others}")


def is_same(column: str, one: str, other: str) -> bool:
    try:
        return math.isclose(float(one), float(other), rel_tol=0.02 if "%" in column else 1e-9, abs_tol=1e-12)
    except ValueError:
        return one == other


def generate(path: pathlib.Path, megabytes: int) -> None:
    """Writes trips in the order of their dates."""
    draw = numpy.random.default_rng(0)
    payments = numpy.array(["card", "cash", "app", "dispute", "free charge"])
    with open(path, "w") as file:
        file.write("pickup,passengers,distance,zone,dropoff_zone,payment,fare,tip,tolls,note\n")
        second = 0
        while file.tell() < megabytes * 1_000_000:
            rows = 100_000
            times = numpy.datetime64("2024-01-01T00:00:00") + (second + numpy.arange(rows) // 2).astype("timedelta64[s]")
            second += rows // 2
            distance = draw.gamma(2, 2, rows)
            payment = payments[draw.choice(5, rows, p=[0.6, 0.25, 0.1, 0.03, 0.02])]
            fare = numpy.where(draw.random(rows) < 0.01, -1.5, 3 + 2.5 * distance + draw.random(rows))
            tip = numpy.where(payment == "card", fare * draw.uniform(0, 0.4, rows), 0)
            columns = [
                numpy.char.replace(numpy.datetime_as_string(times, unit="s"), "T", " "), draw.integers(1, 7, rows), distance,
                draw.integers(1, 266, rows), draw.integers(1, 266, rows), payment, fare, tip,
                numpy.where(draw.random(rows) < 0.1, 6.94, 0)]
            row = "%s,%d,%.2f,Zone %d,Zone %d,%s,%.2f,%.2f,%.2f,store and forward no\n"
            file.write("".join(row % cells for cells in zip(*(column.tolist() for column in columns))))


if __name__ == "__main__":
    main()
