"""Compares Trellis with its peers in one run: python Benchmarks/compare.py [--rounds N] [NAME ...]

The names are those of the workloads, `shapes` (searches over generated tables with 2 to 26 classes, compared with dask-ml
only), `grid-growth`, `planning`, `scheduler`, `futures`, `solvers`, `chunked`, `many_chunks` and `chunked-fits`; by default,
all of them. Trellis and its peers take turns, so that other load on the machine affects all of them. Results are medians over
the rounds, and ratios are relative to Trellis. A search that takes a peer more than a minute is not repeated. Prints tables
and, if everything was measured, writes them to Benchmarks/RESULTS.md. Exits with status 1 if the mean score of a candidate
differs by more than 0.002 between Trellis and a peer.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from importlib.metadata import version

from measuring import measure
from workloads import FOLDS, ROOT, SHAPED, WORKLOADS, Workload, growth, make_data

HERE = pathlib.Path(__file__).resolve().parent
BINARIES = ROOT / ".build" / "release"
PEERS = ["scikit-learn", "scikit-learn memory", "dask-ml threads"]
OTHERS = ["shapes", "grid-growth", "planning", "scheduler", "futures", "solvers", "chunked", "many_chunks", "chunked-fits"]
FITS = ["fit-ridge", "fit-pca", "fit-logistic-regression"]
TOLERANCE = 0.002
# Longer runs are not repeated, because other load on the machine averages out.
LONG = 60
# One BLAS thread per task for all peers, because tasks already use all cores.
ENVIRONMENT = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    known = list(WORKLOADS) + OTHERS
    if unknown := set(arguments.names) - set(known) - set(SHAPED):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; expected {', '.join(known + list(SHAPED))}")
    names = arguments.names or known
    make_data()

    packages = ", ".join(f"{name} {version(name)}" for name in ["scikit-learn", "dask-ml", "dask"])
    report = Report()
    report.add(
        f"{date.today()}, {os.cpu_count()} cores, {platform.machine()}, {packages}; medians of {arguments.rounds} rounds "
        f"(of one round for runs of more than {LONG} seconds).")
    agree = True
    compared = [(WORKLOADS[name], PEERS) for name in names if name in WORKLOADS]
    if "shapes" in names:
        names = names + list(SHAPED)
    compared += [(SHAPED[name], ["dask-ml threads"]) for name in names if name in SHAPED]
    if compared:
        report.add("\n| workload | run | seconds | relative to Trellis | whole command, seconds | peak memory, MB | best "
                   "| largest score difference |\n|---|---|---:|---:|---:|---:|---|---:|")
    for workload, peers in compared:
        agree = compare_search(workload, peers, arguments.rounds, report) and agree
    if "grid-growth" in names:
        measure_growth(arguments.rounds, report)
    for name in ["planning", "scheduler", "futures", "solvers", "chunked", "many_chunks"]:
        if name in names:
            compare_lines(name, arguments.rounds, report)
    if "chunked-fits" in names:
        compare_fits(arguments.rounds, report)
    if not arguments.names:
        (HERE / "RESULTS.md").write_text("# Benchmark results\n\nMeasured with `make bench`. " + "\n".join(report.lines) + "\n")
    return 0 if agree else 1


class Report:
    """Lines that are printed immediately and collected."""

    def __init__(self):
        self.lines: list[str] = []

    def add(self, text: str) -> None:
        print(text, flush=True)
        self.lines.append(text)


def compare_search(workload: Workload, peers: list[str], rounds: int, report: Report) -> bool:
    """Runs a search with Trellis and its peers; returns whether the scores of all candidates agree."""
    runs: dict[str, list[dict]] = {}
    for _ in range(rounds):
        for run in ["trellis"] + peers:
            if run not in runs or runs[run][-1]["whole"] <= LONG:
                runs.setdefault(run, []).append(trellis(workload) if run == "trellis" else peer(workload, run))
    medians = {
        run: {key: statistics.median(one[key] for one in of_run) for key in ["seconds", "whole", "peak"]}
        for run, of_run in runs.items()
    }
    ours = runs["trellis"][0]["scores"]
    agree = True
    for run, median in medians.items():
        first = runs[run][0]
        difference = max(abs(a - b) for a, b in zip(ours, first["scores"], strict=True))
        agree = agree and difference <= TOLERANCE
        report.add(
            f"| {workload.name} | {run} | {median['seconds']:.3f} | {median['seconds'] / medians['trellis']['seconds']:.1f} "
            f"| {median['whole']:.2f} | {median['peak'] / 1e6:.0f} | {words(first['best'])} | {difference:.1g} |")
    return agree


def trellis(workload: Workload) -> dict:
    """Runs the search with the command line; the seconds do not include reading the data."""
    with tempfile.TemporaryDirectory() as folder:
        results = pathlib.Path(folder) / "results.json"
        command = [
            str(BINARIES / "trellis"), "search", str(workload.data), "--target", workload.target, "--quiet",
            "--pipeline", workload.pipeline, "--cv", str(FOLDS), "--json", str(results)]
        for name, values in workload.grid.items():
            command += ["--grid", f"{name}={','.join(map(str, values))}"]
        measured = measure(command, ENVIRONMENT)
        found = json.loads(results.read_text())
    (scorer,) = found["best"]["scores"]
    return {
        "seconds": found["timing"]["plan"] + found["timing"]["run"] + found["timing"]["refit"],
        "whole": measured.seconds, "peak": measured.peak_bytes, "best": found["best"]["params"],
        "scores": [candidate["scores"][scorer]["mean"] for candidate in found["candidates"]]}


def peer(workload: Workload, run: str) -> dict:
    measured = measure([sys.executable, str(HERE / "peers" / "search.py"), workload.name, run], ENVIRONMENT)
    found = json.loads(measured.output)
    return found | {"whole": measured.seconds, "peak": measured.peak_bytes}


def words(parameters: dict) -> str:
    """Formats parameters like Trellis: `pca.n_components=48 svc.C=10`."""
    def word(value) -> str:
        return value if isinstance(value, str) else f"{value:.4g}"

    return " ".join(f"{name.replace('__', '.')}={word(value)}" for name, value in sorted(parameters.items()))


def measure_growth(rounds: int, report: Report) -> None:
    """Measures the cost of a candidate that is added to a grid, relative to that of a candidate of the original grid."""
    sizes = [1, 2, 4, 8]
    seconds: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size in sizes:
            seconds[size].append(trellis(growth(size))["seconds"])
    medians = {size: statistics.median(values) for size, values in seconds.items()}
    base = growth(1).candidates
    report.add("\n| grid-growth: values of C | candidates | seconds | relative cost of an added candidate |\n"
               "|---:|---:|---:|---:|")
    for size in sizes:
        added = (medians[size] - medians[1]) / (base * (size - 1)) / (medians[1] / base) if size > 1 else 1
        report.add(f"| {4 * size} | {base * size} | {medians[size]:.3f} | {added:.2f} |")


def compare_lines(name: str, rounds: int, report: Report) -> None:
    """Runs a benchmark of the library and the script of the peer; both print lines of JSON with one figure to compare."""
    figures: dict[tuple[str, str], list[float]] = {}
    steps: dict[tuple[str, str], tuple[str, str]] = {}
    unit = ""
    for _ in range(rounds):
        for line in lines([str(BINARIES / "TrellisBenchmark"), name]) + lines(
            [sys.executable, str(HERE / "peers" / f"{name}.py")]):
            unit = next(key for key in ["milliseconds", "microsecondsPerTask", "microsecondsPerCall", "seconds"] if key in line)
            key = (line["benchmark"], line.get("run", "trellis"))
            figures.setdefault(key, []).append(line[unit])
            if "steps" in line:
                steps[key] = (f"{line['steps']}", f"{line['microsecondsPerStep']:.4g}")
    medians = {key: statistics.median(values) for key, values in figures.items()}
    more = " steps | microseconds per step |" if steps else ""
    report.add(f"\n| {name} | run | {unit} | relative to Trellis |{more}\n|---|---|---:|---:|{'---:|---:|' if steps else ''}")
    for (benchmark, run), value in sorted(medians.items(), key=lambda item: (item[0][0], item[0][1] != "trellis")):
        ratio = value / medians.get((benchmark, "trellis"), value)
        # The steps of the last round; empty for peers that do not report them.
        taken = " {} | {} |".format(*steps.get((benchmark, run), ("", ""))) if steps else ""
        report.add(f"| {benchmark} | {run} | {value:.3f} | {ratio:.1f} |{taken}")


def compare_fits(rounds: int, report: Report) -> None:
    """Fits to rows in chunks, and compares the time and the memory of each fit in a process of its own."""
    runs: dict[tuple[str, str], list[tuple[float, int]]] = {}
    for _ in range(rounds):
        for name in FITS:
            commands = [[str(BINARIES / "TrellisBenchmark"), name],
                        [sys.executable, str(HERE / "peers" / "chunked_fits.py"), name]]
            for command in commands:
                measured = measure(command, ENVIRONMENT)
                line = json.loads(measured.output)
                runs.setdefault((name, line.get("run", "trellis")), []).append((line["seconds"], measured.peak_bytes))
    report.add("\n| fits to 10,000,000 × 50 in chunks (4000 MB) | run | seconds | relative to Trellis | peak memory, MB |\n"
               "|---|---|---:|---:|---:|")
    for (name, run), values in runs.items():
        seconds, ours = (statistics.median(value for value, _ in runs[name, other]) for other in [run, "trellis"])
        peak = statistics.median(peak for _, peak in values)
        report.add(f"| {name} | {run} | {seconds:.3f} | {seconds / ours:.1f} | {peak / 1e6:.0f} |")


def lines(command: list[str]) -> list[dict]:
    """Returns the lines of JSON that a command prints."""
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, env=ENVIRONMENT)
    return [json.loads(line) for line in result.stdout.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
