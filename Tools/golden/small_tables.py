"""Small tables of numbers, categories and missing cells, and how they are written to JSON.

A column is an object with its name, its kind (number, category or date) and its cells, of which null is missing.
"""

import math

import numpy

NAN = math.nan

# Each table has training rows, and rows to transform: with other categories, and missing cells in other columns.
TABLES = {
    "mixed": {
        "size": ("number", [1.5, NAN, 2.5, 2.5, -4.0, NAN, 10.0, 1.5, 3.25, 0.1], [NAN, 2.5, 7.0, 1.5]),
        "color": ("category", ["red", "blue", None, "red", "green", "blue", "red", None, "teal", "blue"],
                  ["red", "violet", None, "teal"]),
        "rooms": ("number", [3, 1, 2, 3, 2, 2, 3, 1, 5, 2], [1, 4, NAN, 5]),
        "kind": ("category", ["b", "a", "b", "b", "a", "b", "a", "b", "b", "b"], ["a", "b", "b", None]),
        "nothing": ("number", [NAN] * 10, [1.0, NAN, NAN, 2.0]),
    },
    "numbers": {
        "a": ("number", [0.1, 0.2, 0.3, NAN, 0.7, 1e3], [NAN, 1.0]),
        "b": ("number", [-1.0, NAN, NAN, 4.0, -1.0, 4.0], [NAN, 4.0]),
        "c": ("number", [5, 4, 3, 2, 1, 0], [NAN, 2]),
        "d": ("number", [NAN] * 6, [1.0, NAN]),
        "e": ("number", [0.0, -0.0, 0.0, 1.0, 1.0, NAN], [0.0, NAN]),
    },
    "categories": {
        "city": ("category", ["Rome", "Oslo", "Rome", "Bonn", "Rome", "Oslo", "Bonn", "Lima", "Rome", "Kyiv", "Oslo",
                              "Bonn"], ["Rome", "Paris", "Lima", "Kyiv"]),
        "size": ("category", ["s", "l", "s", "l", "s", "l", "l", "l", "s", "s", "l", "l"], ["s", "l", "m", "s"]),
        "holes": ("category", [None, "x", None, "y", "x", None, None, "z", "x", "x", "y", None],
                  ["x", "y", None, "w"]),
        "one": ("category", ["only"] * 12, ["only", "only", "other", "only"]),
        "accent": ("category", ["e\u0301", "\u00e9", "Z", "a", "e\u0301", "a", "a", "Z", "\u00e9", "e\u0301", "a", "A"],
                   ["\u00e9", "e\u0301", "A", "z"]),
    },
}


def part(table: str, index: int, columns=None):
    """The training rows (0) or the rows to transform (1) of a table, as a list of (name, kind, cells)."""
    return [(name, column[0], column[1 + index]) for name, column in TABLES[table].items()
            if columns is None or name in columns]


def array(columns):
    """The columns as an array of objects, in which a missing cell is NaN."""
    cells = [[NAN if cell is None else float(cell) if kind != "category" else cell for cell in cells]
             for _, kind, cells in columns]
    rows = numpy.empty((len(cells[0]), len(cells)), dtype=object)
    for index, column in enumerate(cells):
        rows[:, index] = column
    return rows


def written(columns):
    """The columns for JSON."""
    return [{"name": name, "kind": kind, "cells": [hole(cell) for cell in cells]} for name, kind, cells in columns]


def hole(cell):
    """None for a missing cell, otherwise the cell."""
    return None if cell is None or isinstance(cell, float) and math.isnan(cell) else cell


def holes(rows):
    """The rows of an array, in which null is a missing cell."""
    return [[hole(cell) for cell in row] for row in numpy.asarray(rows).tolist()]
