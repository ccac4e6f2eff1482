"""Frames: what is written is read again, and nothing else is taken for a frame."""

from __future__ import annotations

import io
import random

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


@pytest.mark.parametrize("damaged", [b"\xff" * 16, b"\x02\0\0\0\0\0\0\0[]", b"\x02\0\0\0\0\0\0\0{x"])
def test_what_is_no_frame(damaged: bytes) -> None:
    with pytest.raises(FrameError):
        read_frame(io.BytesIO(damaged))
