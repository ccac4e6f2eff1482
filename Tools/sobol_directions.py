"""Prints the rows of Sources/Strategies/RandomSearch/SobolDirections.swift: python Tools/sobol_directions.py

The numbers are those of Joe and Kuo, new-joe-kuo-6, as SciPy distributes them.
"""

import pathlib

import numpy
import scipy.stats

DIMENSIONS = 128

if __name__ == "__main__":
    tables = numpy.load(pathlib.Path(scipy.stats.__file__).parent / "_sobol_direction_numbers.npz")
    for polynomial, initial in zip(tables["poly"][:DIMENSIONS], tables["vinit"][:DIMENSIONS]):
        degree = int(polynomial).bit_length() - 1
        print("        [" + ", ".join(str(int(n)) for n in [polynomial, *initial[:degree]]) + "],")
