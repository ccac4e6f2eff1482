"""Frames: what is written is read again, and nothing else is taken for a frame."""

from __future__ import annotations

import contextlib
import io
import random
import struct
from typing import Any

import pytest

from trellis_dask.frames import Frame, FrameError, read_frame, write_frame


def bytes_of(frame: Frame) -> bytes:
    stream = io.BytesIO()
    write_frame(stream, frame)
    return stream.getvalue()


@pytest.mark.parametrize("seed", range(50))
def test_frames_come_back(seed: int) -> None:
    generator = random.Random(seed)
    frames = [
        Frame({"op": "é", "number": generator.random()}, [generator.randbytes(generator.randrange(100)) for _ in range(seed % 4)])
        for _ in range(3)
    ]
    stream = io.BytesIO(b"".join(map(bytes_of, frames)))
    for frame in frames:
        read = read_frame(stream)
        assert read is not None and read.header == frame.header and list(read.buffers) == list(frame.buffers)
    assert read_frame(stream) is None


def test_layout() -> None:
    # Trellis reads and writes the same bytes.
    assert bytes_of(Frame({"a": 1}, [b"xyz"])) == bytes.fromhex("0700000001000000" "0300000000000000") + b'{"a":1}xyz'


def test_every_cut_is_an_error() -> None:
    whole = bytes_of(Frame({"op": "x"}, [b"12", b"345"]))
    for length in range(1, len(whole)):
        with pytest.raises(FrameError):
            read_frame(io.BytesIO(whole[:length]))


class Trickle(io.RawIOBase):
    """A stream that gives so many bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self.source, self.size = io.BytesIO(data), size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self.source.read(min(self.size, len(buffer)))
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 64])
def test_frames_may_arrive_in_pieces(size: int) -> None:
    frames = [Frame({"op": "x" * 20}, [b"12", b"", b"345"]), Frame({}, []), Frame({"é": 1}, [b"\0" * 100])]
    stream = io.BufferedReader(Trickle(b"".join(map(bytes_of, frames)), size))
    for frame in frames:
        read = read_frame(stream)
        assert read is not None and read.header == frame.header and list(read.buffers) == list(frame.buffers)
    assert read_frame(stream) is None


@pytest.mark.parametrize("seed", range(20))
def test_damaged_frames_are_read_or_refused(seed: int) -> None:
    generator = random.Random(seed)
    whole = b"".join(bytes_of(Frame({"op": "done", "n": [1, {}]}, [b"12", b"345"])) for _ in range(2))
    for _ in range(500):
        damaged = bytearray(whole)
        for _ in range(generator.randrange(1, 4)):
            damaged[generator.randrange(len(damaged))] = generator.choice([0, 1, 0x7F, 0xFF, generator.randrange(256)])
        stream = io.BufferedReader(Trickle(bytes(damaged), generator.randrange(1, 70)))
        with contextlib.suppress(FrameError):
            while read_frame(stream) is not None:
                pass


@pytest.mark.parametrize("length", [1 << 40, (1 << 63) - 1, (1 << 64) - 1])
def test_absurd_length_takes_no_memory(length: int) -> None:
    with pytest.raises(FrameError, match="before the end of a frame"):
        read_frame(io.BytesIO(struct.pack("<IIQ", 2, 1, length) + b"{}" + b"x" * 100))


@pytest.mark.parametrize("damaged", [b"\xff" * 16, b"\x02\0\0\0\0\0\0\0[]", b"\x02\0\0\0\0\0\0\0{x"])
def test_what_is_no_frame(damaged: bytes) -> None:
    with pytest.raises(FrameError):
        read_frame(io.BytesIO(damaged))


def test_deep_header() -> None:
    header = b"[" * 200_000
    with pytest.raises(FrameError, match="not JSON"):
        read_frame(io.BytesIO(struct.pack("<II", len(header), 0) + header))
