"""The frames that Trellis and the bridge exchange.

A frame consists of a header and any number of buffers. The encoding is little-endian:

    u32 size of the header in bytes
    u32 number of buffers
    u64 size of each buffer in bytes
    the header, a JSON object
    the buffers
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Dict, Optional, Sequence, Union

Buffer = Union[bytes, bytearray, memoryview]

#: The maximum size of a header in bytes; a larger size means that the stream is corrupt.
MAX_HEADER_SIZE = 1 << 30
#: The maximum number of buffers; a larger number means that the stream is corrupt.
MAX_BUFFER_COUNT = 1 << 24
#: The maximum number of bytes to read at a time.
CHUNK_SIZE = 1 << 28


class FrameError(Exception):
    """The bytes are not a valid frame."""


@dataclass
class Frame:
    """A message: a JSON header and binary buffers."""

    header: Dict[str, Any]
    buffers: Sequence[Buffer] = field(default_factory=list)


def read_frame(stream: BinaryIO) -> Optional[Frame]:
    """Read the next frame; return None at the end of the stream.

    Raises FrameError if the stream ends within a frame, or is not a sequence of frames.
    """
    start = stream.read(8)
    if not start:
        return None
    if len(start) < 8:
        raise FrameError("the stream ended at the start of a frame")
    header_length, count = struct.unpack("<II", start)
    if header_length > MAX_HEADER_SIZE or count > MAX_BUFFER_COUNT:
        raise FrameError(f"a frame claims a header of {header_length} bytes and {count} buffers")
    lengths = struct.unpack(f"<{count}Q", _read(stream, 8 * count))
    try:
        header = json.loads(bytes(_read(stream, header_length)))
    except (ValueError, RecursionError) as error:
        raise FrameError(f"a header is not JSON: {error}") from None
    if not isinstance(header, dict):
        raise FrameError(f"a header must be an object, not {type(header).__name__}")
    return Frame(header, [_read(stream, length) for length in lengths])


def write_frame(stream: BinaryIO, frame: Frame) -> None:
    """Write a frame and flush the stream."""
    header = json.dumps(frame.header, separators=(",", ":")).encode()
    lengths = [memoryview(buffer).nbytes for buffer in frame.buffers]
    stream.write(struct.pack(f"<II{len(lengths)}Q", len(header), len(lengths), *lengths))
    stream.write(header)
    for buffer in frame.buffers:
        stream.write(buffer)
    stream.flush()


def _read(stream: BinaryIO, count: int) -> Buffer:
    """Read `count` bytes in chunks, so that a false count does not allocate memory in advance."""
    if count <= CHUNK_SIZE:
        data: Buffer = stream.read(count)
    else:
        data = bytearray()
        while len(data) < count and (part := stream.read(min(CHUNK_SIZE, count - len(data)))):
            data += part
    if len(data) < count:
        raise FrameError(f"the stream ended {count - len(data)} bytes before the end of a frame")
    return data
