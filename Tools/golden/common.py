"""What the golden generators share: where files go, and the versions they record."""

import csv
import json
import pathlib

import numpy
import sklearn

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATASETS = ROOT / "datasets"


def read_table(name: str, rows: int | None = None):
    """The features of datasets/<name>.csv as an array, and its target column as text, of the first rows."""
    with open(DATASETS / f"{name}.csv", newline="") as file:
        records = list(csv.reader(file))[1:][:rows]
    return numpy.array([record[:-1] for record in records], dtype=float), numpy.array([r[-1] for r in records])


def write(test_target: str, name: str, content: dict) -> None:
    """Writes Tests/<test_target>/Golden/<name>.json, with the reference's versions on top."""
    folder = ROOT / "Tests" / test_target / "Golden"
    folder.mkdir(parents=True, exist_ok=True)
    reference = {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__}
    text = json.dumps({"reference": reference} | content, indent=None, separators=(",", ":"), default=plain)
    (folder / f"{name}.json").write_text(text + "\n")


def plain(value):
    """Turns NumPy's arrays and scalars into what JSON knows."""
    return value.tolist() if hasattr(value, "tolist") else str(value)
