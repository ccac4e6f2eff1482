"""Regenerates every golden file from scikit-learn: python3 Tools/golden/generate.py [NAME ...]

Each module beside this one that has a `generate()` makes the golden files of one concept.
Install the reference first: pip install -r Tools/requirements.txt
"""

import importlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent

if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    helpers = {"common", "generate", "small_tables"}
    names = sys.argv[1:] or sorted(p.stem for p in HERE.glob("*.py") if p.stem not in helpers)
    for name in names:
        print(f"golden: {name}", file=sys.stderr)
        importlib.import_module(name).generate()
