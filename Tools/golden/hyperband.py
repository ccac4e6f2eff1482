"""The brackets of Hyperband by the formulas of Li et al., JMLR 2018, algorithm 1, in exact arithmetic."""

from fractions import Fraction
from math import ceil, floor

from common import write


def brackets(maximum, factor, minimum=1):
    """The candidates and resources of each bracket's rungs, with resources rounded down."""
    largest = 0
    while minimum * factor ** (largest + 1) <= maximum:
        largest += 1
    result = []
    for s in range(largest, -1, -1):
        n = ceil(Fraction(largest + 1, s + 1) * factor**s)
        r = Fraction(maximum, factor**s)
        result.append([[floor(Fraction(n, factor**i)), floor(r * factor**i)] for i in range(s + 1)])
    return result


def generate() -> None:
    """Writes the brackets of several resources and factors."""
    cases = [(81, 3, 1), (1, 3, 1), (2, 3, 1), (9, 3, 1), (100, 3, 1), (16, 2, 1), (1000, 4, 1), (1797, 3, 20), (50, 5, 50)]
    write("StrategiesTests", "hyperband", {
        "cases": [{"maximum": m, "factor": f, "minimum": r, "brackets": brackets(m, f, r)} for m, f, r in cases]})
