"""How pandas reads the kinds and the missing cells of columns: Tests/TabularTests/Golden/reading.json."""

import io
import random

import pandas

from common import write

MISSING = [
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
]

# Texts that look like those of missing cells, and are none.
PRESENT = ["na", "none", "Null", "N.A.", "-", "?", "<na>", "#N/A N", "missing", "NAN/A", "#REF!", "0", "NaT"]

FORMS = {
    "standard": {},
    "semicolons": {"sep": ";", "decimal": ","},
    "tabs": {"sep": "\t"},
    "bars": {"sep": "|"},
    "own missing texts": {"na_values": ["?", "-", "-999"]},
    "categories": {"dtype": {"n": str, "r": str}},
    "only own missing texts": {"keep_default_na": False, "na_values": ["", "?", "-", "-999"]},
}


def kind(column: pandas.Series) -> str:
    """The kind of a column in Trellis's words."""
    return "number" if pandas.api.types.is_numeric_dtype(column) else "category"


def cells(column: pandas.Series) -> list:
    return [None if pandas.isna(cell) else float(cell) if kind(column) == "number" else str(cell) for cell in column]


def table(draw: random.Random, form: dict) -> str:
    """A text with columns of integers, reals, texts, mixtures and nothing but missing cells."""
    separator, decimal = form.get("sep", ","), form.get("decimal", ".")
    own = form.get("na_values", [])

    def gap(cell: str) -> str:
        return draw.choice(MISSING + own * 5) if draw.random() < 0.3 else cell

    def real() -> str:
        return draw.choice([f"{draw.gauss(0, 100):.3f}", f"{draw.gauss(0, 1):.2e}", "-999.0"]).replace(".", decimal)

    lines = ["n r t m e".split()]
    for row in range(30):
        lines.append([
            gap(draw.choice([str(draw.randint(-9, 9)), "-999"])), gap(real()),
            gap(draw.choice(PRESENT + ["red", "blue, dark", "green;"])),
            gap(draw.choice([str(draw.randint(0, 9)), "x"]) if row else "x"), draw.choice(MISSING),
        ])
    quoted = [[f'"{cell}"' if any(mark in cell for mark in ',;\t|') else cell for cell in line] for line in lines]
    return "".join(separator.join(line) + "\n" for line in quoted)


def generate() -> None:
    draw = random.Random(11)
    samples = []
    for name, form in FORMS.items():
        for _ in range(4):
            text = table(draw, form)
            frame = pandas.read_csv(io.StringIO(text), float_precision="round_trip", **form)
            # pandas reads columns that are empty as numbers, unless they are given another type.
            samples.append({
                "form": name, "text": text, "separator": form.get("sep", ","), "decimal": form.get("decimal", "."),
                "missing": form.get("na_values", []), "usesStandardMissing": form.get("keep_default_na", True),
                "categories": list(form.get("dtype", {})),
                "kinds": [kind(frame[column]) for column in frame],
                "cells": [cells(frame[column]) for column in frame],
            })
    write("TabularTests", "reading", {"missing": MISSING, "present": PRESENT, "samples": samples})
