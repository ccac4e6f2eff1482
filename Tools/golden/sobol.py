"""The first points of the Sobol sequence without scrambling, as SciPy makes them."""

from scipy.stats import qmc

from common import write


def generate() -> None:
    """Writes points of few dimensions, and some of as many as Trellis has direction numbers for."""
    small = qmc.Sobol(d=7, scramble=False, bits=32).random(256)
    large = qmc.Sobol(d=128, scramble=False, bits=32)
    first = large.random(64)
    later = large.fast_forward(2**20 + 12345 - 64).random(2)
    write("StrategiesTests", "sobol", {
        "small": small, "large": first, "skipped": 2**20 + 12345, "later": later})
