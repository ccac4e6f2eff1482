"""How Python's float() reads numbers: spellings, and the bits of the double that each must give."""

import random
import struct

from common import write

EDGES = """
0 -0 +0 0.0 -0.0 00 007 -007 .5 5. -.5 +5. 1e0 1E+2 1e-2 0e999 -0e-999 1e22 1e23 8.5e22 9007199254740993
9007199254740992.5 9007199254740993e1 9223372036854775807 9223372036854775808 18446744073709551615
18446744073709551616 9999999999999999999 99999999999999999999 2147483647 2147483648 -2147483648 -2147483649
1.7976931348623157e308 1.7976931348623158e308 1.7976931348623159e308 1e309 -1e999 4.9e-324 2.4703282292062327e-324
2.4703282292062328e-324 2.2250738585072011e-308 2.2250738585072014e-308 1e-400 nan NaN -nan inf -Inf INFINITY
0.1000000000000000055511151231257827021181583404541015625 0.30000000000000004 1.00000000000000011102230246251565
9007199254740993.00000000000000000000000000000000000001 0000000000000000000000000000012 0.00000000000000000000000000012
123456789012345678e27 123456789012345678e-27 123456789012345678e28 123456789012345678e-28 1e0000000000000000000001
""".split()


def generate() -> None:
    draw = random.Random(20)
    spellings = list(EDGES)
    for _ in range(1500):
        spellings.append(repr(struct.unpack("<d", draw.randbytes(8))[0]))
    for _ in range(1500):
        spellings.append(repr(draw.gauss(0, 1) * 10 ** draw.randint(-6, 6)))
    for _ in range(1500):
        digits = "".join(draw.choices("0123456789", k=draw.randint(1, 25)))
        point = draw.randint(0, len(digits))
        exponent = draw.choice(["", "", f"e{draw.randint(-45, 45)}", f"E+{draw.randint(0, 9)}"])
        spellings.append(draw.choice(["", "-", "+"]) + digits[:point] + "." + digits[point:] + exponent)
    for _ in range(1000):
        spellings.append(halfway(draw))
    write("TabularTests", "float-spellings", {"spellings": spellings, "bits": [bits(text) for text in spellings]})


def halfway(draw: random.Random) -> str:
    """A decimal of 17 to 19 digits on or right beside the middle between two doubles."""
    significand = draw.randrange(2**52, 2**53)
    doublings = draw.randint(0, 9)
    return str(((2 * significand + 1) << doublings) + draw.choice([-1, 0, 0, 1]))


def bits(text: str) -> str:
    """The bits in hexadecimal; of all NaNs there is one."""
    value = float(text)
    return "nan" if value != value else f"{struct.unpack('<Q', struct.pack('<d', value))[0]:x}"
