"""Parts of dates: skrub.DatetimeEncoder, or the same parts by Python's calendar where skrub is not installed.

skrub is not among the requirements. It gives the same file up to the precision of its parts, which are of 32 bits:
pip install skrub, and run this module by itself to compare both.
"""

import datetime
import itertools
import math

import small_tables
from common import write

EPOCH = datetime.datetime(1970, 1, 1)
LEVELS = ["year", "month", "day", "hour", "minute", "second", "microsecond"]
PERIODS = {"month": 12, "day": 30, "hour": 24, "weekday": 7}

TIMES = ["2024-05-13T12:05:36", None, "2024-02-29T23:59:59.999999", "1969-12-31T23:59:58.250000", "2000-03-01T00:00:00",
         "1900-02-28T06:30:15.000001", "2100-12-31T18:45:00", "1970-01-01T00:00:00", "1582-10-04T03:04:05.5",
         "2023-01-01T01:00:00", "2019-12-30T11:11:11.125"]
DAYS = ["2024-04-14", "2024-05-15", None, "1999-12-31", "2000-01-01", "2000-02-29", "1600-12-31", "2024-12-31", "0001-01-01",
        None, "9999-12-31"]


def moments(texts):
    return [None if text is None else datetime.datetime.fromisoformat(text) for text in texts]


def seconds(moment):
    """The seconds since 1970, rounded once."""
    return (moment - EPOCH) / datetime.timedelta(seconds=1)


def part(name, moment):
    """One part of a date, None for a missing one."""
    if moment is None:
        return None
    return {"total_seconds": lambda: seconds(moment), "weekday": moment.isoweekday,
            "day_of_year": lambda: moment.timetuple().tm_yday}.get(name, lambda: getattr(moment, name))()


def encoded(column, texts, resolution, weekday, total, day_of_year, periodic):
    """The names and columns of the parts, in skrub's order."""
    values = moments(texts)
    has_times = any(value is not None and value.time() != datetime.time() for value in values)
    levels = [] if resolution is None else LEVELS[:LEVELS.index(resolution) + 1]
    parts = [level for level in levels if has_times or level in LEVELS[:3]]
    parts += ["total_seconds"] * total + ["weekday"] * weekday + ["day_of_year"] * day_of_year
    plain = [name for name in parts if periodic is None or name not in PERIODS]
    made = [(f"{column}_{name}", [part(name, value) for value in values]) for name in plain]
    for name in parts:
        if name not in plain:
            angles = [None if value is None else part(name, value) / PERIODS[name] * 2 * math.pi for value in values]
            for index, function in enumerate([math.sin, math.cos]):
                made.append((f"{column}_{name}_circular_{index}",
                             [None if angle is None else function(angle) for angle in angles]))
    return made


def cases():
    for resolution, weekday, total, day_of_year, periodic in itertools.product(
            [None, *LEVELS], [False, True], [True, False], [False, True], [None, "circular"]):
        if resolution is not None or weekday or total or day_of_year:
            yield resolution, weekday, total, day_of_year, periodic


def generate():
    records = []
    for resolution, weekday, total, day_of_year, periodic in cases():
        made = (encoded("when", TIMES, resolution, weekday, total, day_of_year, periodic)
                + encoded("day", DAYS, resolution, weekday, total, day_of_year, periodic))
        records.append({
            "parameters": {"resolution": resolution, "add_weekday": weekday, "add_total_seconds": total,
                           "add_day_of_year": day_of_year, "periodic_encoding": periodic},
            "output": [{"name": name, "kind": "number", "cells": cells} for name, cells in made],
        })
    columns = [(name, "date", [None if moment is None else seconds(moment) for moment in moments(texts)])
               for name, texts in [("when", TIMES), ("day", DAYS)]]
    write("LearningTests", "datetime_encoder", {"table": small_tables.written(columns), "cases": records})


def compare():
    """Compares every case with skrub."""
    import numpy
    import pandas
    import skrub

    for resolution, weekday, total, day_of_year, periodic in cases():
        for name, texts in [("when", TIMES), ("day", DAYS)]:
            column = pandas.Series(numpy.array(texts, dtype="datetime64[us]"), name=name)
            frame = skrub.DatetimeEncoder(resolution, weekday, total, day_of_year, periodic).fit_transform(column)
            made = encoded(name, texts, resolution, weekday, total, day_of_year, periodic)
            assert list(frame.columns) == [title for title, _ in made], (list(frame.columns), made)
            for title, cells in made:
                mine = numpy.array([math.nan if cell is None else cell for cell in cells])
                theirs = frame[title].to_numpy(dtype=float)
                exact = mine if "circular" in title else mine.astype("float32").astype(float)
                assert numpy.allclose(exact, theirs, rtol=1e-15, atol=1e-15, equal_nan=True), (title, mine, theirs)
    print(f"skrub {skrub.__version__} agrees")


if __name__ == "__main__":
    compare()
