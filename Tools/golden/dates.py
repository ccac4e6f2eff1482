"""How Python's datetime reads dates of ISO 8601: Tests/TabularTests/Golden/dates.json."""

import random
import re
from datetime import datetime, timedelta, timezone
from fractions import Fraction

from common import write

# The accepted part of ISO 8601; datetime.fromisoformat decides about the ranges of the numbers.
FORM = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d(?::?[0-5]\d)?)?)?", re.ASCII)

HOSTILE = """
2024-02-29|2023-02-29|1900-02-29|2000-02-29
1600-02-29|2400-02-29|2500-02-29|2100-02-29|0004-02-29|2024-02-30|2024-04-31|2024-00-10|2024-13-01|2024-01-00|2024-01-32|0000-01-01
0001-01-01|9999-12-31T23:59:59.999999999|1969-12-31T23:59:59.5|10000-01-01|24-01-01|2024-1-1|2024/01/01|20240101|2024-001
2024-W01-1|2024-01|2024|01.02.2024|2024-01-01T|2024-01-01 |  2024-01-01|2024-01-01T24:00|2024-01-01T23:60|2024-01-01T23:59:60
2024-01-01T1:00|2024-01-01T01|2024-01-01T0100|2024-01-01T01:00:00.|2024-01-01T01:00:00,5|2024-01-01T01:00.5
2024-01-01T01:00Z|2024-01-01t01:00z|2024-01-01T01:00 Z|2024-01-01T01:00+|2024-01-01T01:00+1|2024-01-01T01:00+01
2024-01-01T01:00-0130|2024-01-01T01:00-01:30|2024-01-01T01:00+24:00|2024-01-01T01:00+23:59|2024-01-01T01:00+01:60
2024-01-01T01:00+01:|2024-01-01T01:00Z0|2024-01-01Z|2024-01-01+01:00|2024-01-01_01:00|-2024-01-01|+2024-01-01|2024--1-01
2024-01-0x|２０２４-01-01|2024-01-01T01:00:00.1234567891|2024-01-01T01:00:00.0000000009|2024-01-01T01:00:00.000000000|NaT|now
2024-03-31 18:30:00.123456+00|2024-03-31T18:30:00.123456789Z|2024-03-31  18:30|2024-03-31TT18:30|1-1-1|
""".replace("\n", "|").split("|")[1:-1]


def seconds(text: str) -> float | None:
    """The seconds since 1970, or None for a text that is not a date."""
    match = FORM.fullmatch(text)
    if not match:
        return None
    day, time, second, fraction, offset = match.groups()
    # The fraction is added exactly, because datetime has only microseconds.
    whole = day + (f"T{time}:{second or '00'}" if time else "T00:00:00")
    if offset:
        whole += "+00:00" if offset == "Z" else offset
    try:
        date = datetime.fromisoformat(whole)
    except ValueError:
        return None
    try:
        date = date.astimezone(timezone.utc) if date.tzinfo else date.replace(tzinfo=timezone.utc)
        exact = Fraction((date - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(seconds=1))
    except OverflowError:  # An offset leads beyond the years of datetime.
        shift = date.utcoffset() // timedelta(seconds=1)
        naive = date.replace(tzinfo=timezone.utc) - datetime(1970, 1, 1, tzinfo=timezone.utc)
        exact = Fraction(naive // timedelta(seconds=1) - shift)
    if fraction:
        exact += Fraction(int(fraction[:9]), 10 ** len(fraction[:9]))
    return float(exact)


def drawn(draw: random.Random) -> str:
    """A text of the accepted form, of which some days do not exist."""
    text = f"{draw.randint(1, 9999):04}-{draw.randint(1, 12):02}-{draw.randint(1, 31):02}"
    if draw.random() < 0.2:
        return text
    text += draw.choice("T ") + f"{draw.randint(0, 23):02}:{draw.randint(0, 59):02}"
    if draw.random() < 0.8:
        text += f":{draw.randint(0, 59):02}"
        if draw.random() < 0.5:
            text += "." + "".join(draw.choices("0123456789", k=draw.randint(1, 12)))
    offset = f"{draw.randint(0, 23):02}" + draw.choice(["", ":"]) + f"{draw.randint(0, 59):02}"
    return text + draw.choice(["", "Z", f"+{offset}", f"-{offset}", f"+{offset[:2]}"])


def damaged(draw: random.Random) -> str:
    """A text of the accepted form with one character changed, inserted or removed."""
    text = drawn(draw)
    place = draw.randrange(len(text))
    return text[:place] + draw.choice(["", draw.choice("0123456789:-+TZ. x")]) + text[place + draw.randint(0, 1):]


def generate() -> None:
    draw = random.Random(7)
    texts = HOSTILE + [drawn(draw) for _ in range(1000)] + [damaged(draw) for _ in range(500)]
    write("TabularTests", "dates", {"texts": texts, "seconds": [seconds(text) for text in texts]})
