"""Prints the polynomials of Sources/CVectorLoops/functions.h: python Tools/polynomials.py

Each is the interpolation of a function at Chebyshev points, which is within a digit of the best polynomial of its
degree. Coefficients are rounded to doubles; the error is what the polynomial leaves of the function itself, relative.
"""

import mpmath as mp

mp.mp.dps = 40


def exponential_tail(r):
    """(exp(r) - 1 - r) / r²."""
    return mp.mpf(1) / 2 + r / 6 if abs(r) < mp.mpf("1e-15") else (mp.exp(r) - 1 - r) / r**2


def logarithm_tail(s):
    """(artanh(z) / z - 1) / z² of s = z²."""
    z = mp.sqrt(s)
    return mp.mpf(1) / 3 + s / 5 if s < mp.mpf("1e-15") else (mp.atanh(z) / z - 1) / s


def show(name, function, interval, count, weight):
    coefficients, error = mp.chebyfit(function, interval, count, error=True)
    print(f"{name} on [{mp.nstr(interval[0], 6)}, {mp.nstr(interval[1], 6)}], error {mp.nstr(error * weight, 2)}:")
    for power, coefficient in enumerate(reversed(coefficients)):
        print(f"    {power:2} {float(coefficient).hex()}")


# |r| <= ln 2 / 2; the tail counts r² times in exp(r).
half = mp.log(2) / 2 * mp.mpf("1.0001")
show("exponential tail", exponential_tail, [-half, half], 10, half**2)

# z = (x - 1) / (x + 1) with x from the root of 1/2 to that of 2; the tail counts z² times in artanh(z) / z.
largest = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * mp.mpf("1.001")
show("logarithm tail", logarithm_tail, [mp.mpf(0), largest], 7, largest)
