"""Compares searches by a strategy with those of Optuna and scikit-learn: python Benchmarks/compare_adaptive.py [--seeds N] [NAME ...]

Runs the tree-structured Parzen estimator of Trellis and of Optuna, and the successive halvings of Trellis and of scikit-learn,
over the same spaces and folds, with their defaults and on all cores. Trellis and its peers take turns, seed by seed, so that other
load on the machine affects all of them. Results are medians over the seeds; Ctrl-C reports those so far. Prints tables and, if
all workloads were measured, writes them to Benchmarks/ADAPTIVE.md.
"""

import argparse
import json
import math
import os
import pathlib
import platform
import statistics
import subprocess
import sys
from datetime import date
from importlib.metadata import version

from adaptive_workloads import ADAPTIVE_WORKLOADS, ROOT, AdaptiveWorkload

HERE = pathlib.Path(__file__).resolve().parent
BINARIES = ROOT / ".build" / "release"
TRIALS = 40
COUNTS = [10, 20, 30, 40]
TIMES = [0.1, 0.3, 1, 3, 10]
# One BLAS thread per task for all, because tasks already use all cores.
ENVIRONMENT = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
PAIRS = [("tpe", "optuna"), ("halving", "halving-random"), ("halving-lists", "halving-grid")]
NAMES = {
    "tpe": "Trellis, TPE", "optuna": "Optuna, TPE", "halving": "Trellis, random", "halving-random": "scikit-learn, random",
    "halving-lists": "Trellis, grid", "halving-grid": "scikit-learn, grid",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--seeds", type=int, default=10)
    arguments = parser.parse_args()
    workloads = [ADAPTIVE_WORKLOADS[name] for name in arguments.names or ADAPTIVE_WORKLOADS]
    found: dict[tuple[str, str], list[dict]] = {}
    seeds = 0
    try:
        while seeds < arguments.seeds:
            runs = {
                (workload.name, run): result(workload, run, seeds)
                for workload in workloads for pair in PAIRS for run in pair
            }
            for key, one in runs.items():
                found.setdefault(key, []).append(one)
            seeds += 1
            print(f"{seeds} of {arguments.seeds} seeds", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        # Reports the seeds so far.
        if seeds == 0:
            raise
    text = report(workloads, found, seeds)
    print(text)
    if not arguments.names:
        (HERE / "ADAPTIVE.md").write_text(text)


def result(workload: AdaptiveWorkload, run: str, seed: int) -> dict:
    if run in ["tpe", "halving", "halving-lists"]:
        method = f"tpe:{TRIALS}" if run == "tpe" else "halving"
        axes = workload.lists if run == "halving-lists" else workload.distributions
        command = [
            str(BINARIES / "TrellisBenchmark"), "adaptive", str(workload.data), workload.target, workload.pipeline, method,
            str(seed), *axes]
    else:
        command = [sys.executable, str(HERE / "peers" / "adaptive.py"), workload.name, run, str(seed), str(TRIALS)]
    ran = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, env=ENVIRONMENT)
    return json.loads(ran.stdout)


def report(workloads: list[AdaptiveWorkload], found: dict[tuple[str, str], list[dict]], seeds: int) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ["optuna", "scikit-learn"])
    lines = [
        "# Searches that adapt, compared",
        "",
        f"Measured with `make bench-adaptive`. {date.today()}, {os.cpu_count()} cores, {platform.machine()}, {packages}; medians of "
        f"{seeds} seeds. Scores are means over 5 folds, of accuracy or, for ridge regression, of R². Times exclude importing "
        "libraries, reading the data, starting processes, and the refit.",
        "",
        "## Best score against trials",
        "",
        "| workload | run | " + " | ".join(f"best of {count}" for count in COUNTS) + " |",
        "|---|---|" + "---:|" * len(COUNTS)]
    for workload in workloads:
        for run in PAIRS[0]:
            curves = [one["curve"] for one in found[workload.name, run]]
            best = [number(statistics.median(after_trials(curve, count) for curve in curves)) for count in COUNTS]
            lines.append(f"| {workload.name} | {NAMES[run]} | {' | '.join(best)} |")
    lines += [
        "",
        "## Best score against time",
        "",
        "The last columns are the seconds until the score is reached that the median search of each tool reaches in the end "
        f"(in {TRIALS} trials), and their ratio.",
        "",
        "| workload | run | " + " | ".join(f"after {seconds:g} s" for seconds in TIMES)
        + f" | seconds of {TRIALS} trials | equal score | seconds to it | relative to Trellis |",
        "|---|---|" + "---:|" * (len(TIMES) + 4)]
    for workload in workloads:
        # With an even number of seeds, more than half reach the lower of the two scores in the middle.
        finals = [
            statistics.median_low(after_trials(one["curve"], TRIALS) for one in found[workload.name, run])
            for run in PAIRS[0]]
        goal = min(finals)
        reached = {}
        for run in PAIRS[0]:
            curves = [one["curve"] for one in found[workload.name, run]]
            reached[run] = statistics.median(seconds_to(curve, goal) for curve in curves)
            best = [number(statistics.median(after_seconds(curve, seconds) for curve in curves)) for seconds in TIMES]
            seconds = statistics.median(one["seconds"] for one in found[workload.name, run])
            ratio = reached[run] / reached["tpe"]
            lines.append(
                f"| {workload.name} | {NAMES[run]} | {' | '.join(best)} | {seconds:.3f} | {goal:.4f} "
                f"| {reached[run]:.3f} | {ratio:.1f} |")
    lines += [
        "",
        "## Halving",
        "",
        "The score is that of the selected candidate on all rows.",
        "",
        "| workload | run | evaluations | score on all rows | seconds | relative to Trellis |",
        "|---|---|---:|---:|---:|---:|"]
    for workload in workloads:
        for pair in PAIRS[1:]:
            base = statistics.median(one["seconds"] for one in found[workload.name, pair[0]])
            for run in pair:
                runs = found[workload.name, run]
                seconds = statistics.median(one["seconds"] for one in runs)
                lines.append(
                    f"| {workload.name} | {NAMES[run]} | {statistics.median(one['curve'][-1][0] for one in runs):g} "
                    f"| {statistics.median(one['score'] for one in runs):.4f} | {seconds:.3f} | {seconds / base:.1f} |")
    return "\n".join(lines) + "\n"


def after_trials(curve: list, count: int) -> float:
    """The best score of the first trials."""
    return max((best for trials, _, best in curve if trials <= count), default=-math.inf)


def after_seconds(curve: list, seconds: float) -> float:
    """The best score by some time; minus infinity before the first trial has ended."""
    return max((best for _, end, best in curve if end <= seconds), default=-math.inf)


def seconds_to(curve: list, goal: float) -> float:
    """The time at which a score is reached; infinite if it is not. Scores of equal rows differ by rounding."""
    return min((end for _, end, best in curve if best >= goal - 1e-9), default=math.inf)


def number(score: float) -> str:
    return f"{score:.4f}" if math.isfinite(score) else ""


if __name__ == "__main__":
    main()
