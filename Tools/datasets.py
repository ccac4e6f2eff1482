"""Writes the data sets of datasets/ from the copies that scikit-learn carries: python3 Tools/datasets.py

Each file has a header, one row a sample, and the target as its last column. A number is written as
Python's repr, the shortest text that reads back as the same double; a feature whose values are all
whole is written as integers. Nothing is downloaded. Install first: pip install -r Tools/requirements.txt
"""

import csv
import pathlib
import re

from sklearn import datasets

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "datasets"


def main() -> None:
    write("iris", datasets.load_iris(), "species", named)
    write("wine", datasets.load_wine(), "class", named)
    write("breast-cancer", datasets.load_breast_cancer(), "diagnosis", named)
    write("digits", datasets.load_digits(), "digit", numbered)
    # The raw measurements, not the scaled ones: they are short decimals, and have units.
    write("diabetes", datasets.load_diabetes(scaled=False), "progression", measured)


def named(bunch) -> list[str]:
    """The class of each sample by name."""
    return [str(bunch.target_names[code]) for code in bunch.target]


def numbered(bunch) -> list[int]:
    """The class of each sample by number."""
    return [int(code) for code in bunch.target]


def measured(bunch) -> list[float]:
    """The value of each sample. Its decimal point (151.0) says that it is a quantity, not a class."""
    return [float(value) for value in bunch.target]


def write(name: str, bunch, target_name: str, target_of) -> None:
    whole = (bunch.data == bunch.data.round()).all(axis=0)
    header = [snake_case(feature) for feature in bunch.feature_names] + [target_name]
    with (FOLDER / f"{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for sample, target in zip(bunch.data.tolist(), target_of(bunch), strict=True):
            cells = [int(value) if is_whole else value for value, is_whole in zip(sample, whole, strict=True)]
            writer.writerow(cells + [target])


def snake_case(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


if __name__ == "__main__":
    main()
