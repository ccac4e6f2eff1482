"""Generates the data sets in datasets/ from the copies in Python packages: python3 Tools/datasets.py

Each file has a header, one row per sample, and the target as its last column. Numbers are written with Python's repr, the
shortest text that reads back as the same double, and features with only whole numbers as integers. Missing cells are
empty. Nothing is downloaded.
Requires: pip install -r Tools/requirements.txt
"""

import csv
import importlib.util
import json
import pathlib
import re

from sklearn import datasets

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "datasets"


def main() -> None:
    write("iris", datasets.load_iris(), "species", named)
    write("wine", datasets.load_wine(), "class", named)
    write("breast-cancer", datasets.load_breast_cancer(), "diagnosis", named)
    write("digits", datasets.load_digits(), "digit", numbered)
    # The raw measurements rather than the scaled ones, because they are short decimals with units.
    write("diabetes", datasets.load_diabetes(scaled=False), "progression", measured)
    write_penguins()
    write_cars()


def named(bunch) -> list[str]:
    """Returns the class name of each sample."""
    return [str(bunch.target_names[code]) for code in bunch.target]


def numbered(bunch) -> list[int]:
    """Returns the class number of each sample."""
    return [int(code) for code in bunch.target]


def measured(bunch) -> list[float]:
    """Returns the value of each sample, whose decimal point (151.0) marks it as a quantity rather than a class."""
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


def write_penguins() -> None:
    with package_file("palmerpenguins", "data/penguins.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [column for column in rows[0] if column != "species"] + ["species"]
    write_rows("penguins", columns, [["" if row[c] == "NA" else row[c] for c in columns] for row in rows])


def write_cars() -> None:
    rows = json.loads(package_file("vega_datasets", "_data/cars.json").read_text())
    columns = {
        "Name": "name", "Cylinders": "cylinders", "Displacement": "displacement", "Horsepower": "horsepower",
        "Weight_in_lbs": "weight", "Acceleration": "acceleration", "Year": "year", "Origin": "origin",
        "Miles_per_Gallon": "mpg",
    }
    cells = [["" if row[column] is None else row[column] for column in columns] for row in rows]
    for row in cells:  # a decimal point marks the target as a quantity
        row[-1] = "" if row[-1] == "" else float(row[-1])
    write_rows("cars", list(columns.values()), cells)


def package_file(package: str, path: str) -> pathlib.Path:
    """Returns the path of a file in a package, without importing the package."""
    spec = importlib.util.find_spec(package)
    assert spec and spec.submodule_search_locations, f"install {package}"
    return pathlib.Path(spec.submodule_search_locations[0]) / path


def write_rows(name: str, header: list[str], rows: list[list]) -> None:
    with (FOLDER / f"{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def snake_case(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


if __name__ == "__main__":
    main()
