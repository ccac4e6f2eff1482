"""Measures Trellis and its peers in turns, in one run: python Benchmarks/compare.py [ROUNDS]

The Python must have what Benchmarks/peers/requirements.txt lists. Runs go round and round, so that whatever else the
machine does falls on all of them; figures are medians over the rounds (three unless given), and ratios are to Trellis.
Ends with status 1 if a candidate's mean score differs by more than 0.002 between any two runs.
"""

import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
from datetime import date
from importlib.metadata import version

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
OURS = [str(ROOT / ".build" / "release" / "TrellisBenchmark")]
TOLERANCE = 0.002

# What is compared: its name, what each side runs, and the field to compare. Of the digits each side has several runs.
COMPARISONS = [
    ("digits", "seconds", ["digits"], "digits.py"),
    ("planning", "seconds", ["planning"], "planning.py"),
    ("scheduler-fan", "microsecondsPerTask", ["scheduler"], "scheduler.py"),
]


def main(rounds: int) -> int:
    packages = ", ".join(f"{name} {version(name)}" for name in ["scikit-learn", "dask-ml", "dask"])
    print(f"{date.today()}, {os.cpu_count()} cores, {platform.machine()}; Python {platform.python_version()}, {packages}")
    agree = True
    for name, field, ours, theirs in COMPARISONS:
        figures: dict[str, list[float]] = {}
        scores: dict[str, dict[str, float]] = {}
        for _ in range(rounds):
            for line in lines(OURS + ours) + lines([sys.executable, str(HERE / "peers" / theirs)]):
                if line["benchmark"] != name:
                    continue
                run = line.get("run", "trellis")
                figures.setdefault(run, []).append(line[field])
                if "scores" in line:
                    scores[run] = line["scores"]
        show(name, field, figures)
        agree = check(scores) and agree
    return 0 if agree else 1


def lines(command: list[str]) -> list[dict]:
    """The lines of JSON that a command prints."""
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def show(name: str, field: str, figures: dict[str, list[float]]) -> None:
    """A table of medians, each as a multiple of the best of ours."""
    medians = {run: statistics.median(values) for run, values in figures.items()}
    best = min(value for run, value in medians.items() if run.startswith("trellis"))
    print(f"\n| {name} | {field} | times Trellis's best |\n|---|---:|---:|")
    for run, value in medians.items():
        print(f"| {run} | {value:.3f} | {value / best:.1f} |")


def check(scores: dict[str, dict[str, float]]) -> bool:
    """Whether all runs give every candidate the same mean score; says what the largest difference is."""
    if not scores:
        return True
    candidates = {frozenset(of_run) for of_run in scores.values()}
    if len(candidates) > 1:
        print("the runs do not have the same candidates", file=sys.stderr)
        return False
    worst = max(
        max(of_run[candidate] for of_run in scores.values()) - min(of_run[candidate] for of_run in scores.values())
        for candidate in next(iter(candidates))
    )
    print(f"\nlargest difference of a candidate's mean score between runs: {worst:.2g} (at most {TOLERANCE})")
    return worst <= TOLERANCE


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
