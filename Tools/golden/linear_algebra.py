"""Factorisations: eigenvalues, singular values, and solutions of equations and least squares, by numpy."""

import numpy

from common import write


def wave(rows, columns, phase):
    """A matrix of full rank without pattern, the same everywhere."""
    i, j = numpy.mgrid[0:rows, 0:columns]
    return numpy.sin(1.7 * i * (j + 1) + phase) + 0.1 * numpy.cos(3.1 * i + j)


def generate():
    symmetric, tables = [], []
    for side in [1, 2, 5, 24]:
        a = wave(side, side, 0.3)
        a = a @ a.T + 0.5 * numpy.eye(side)
        b = wave(side, 2, 1.0)
        symmetric.append({
            "a": a, "b": b, "eigenvalues": numpy.linalg.eigvalsh(a)[::-1], "solution": numpy.linalg.solve(a, b)})
    for rows, columns, rank in [(1, 1, 1), (6, 3, 3), (3, 6, 3), (20, 9, 4), (9, 20, 4)]:
        a = wave(rows, columns, 0.7) if rank == min(rows, columns) else wave(rows, rank, 0) @ wave(rank, columns, 2)
        b = wave(rows, 2, 0.1)
        tables.append({
            "a": a, "b": b, "rank": rank, "singularValues": numpy.linalg.svd(a, compute_uv=False),
            "leastSquares": numpy.linalg.lstsq(a, b, rcond=1e-12)[0]})
    write("LinearAlgebraTests", "linear_algebra", {"symmetric": symmetric, "tables": tables})
