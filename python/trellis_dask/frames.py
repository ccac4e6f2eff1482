"""The frames in which Trellis and the bridge talk.

A frame is a header and any number of buffers, little endian:

    u32 bytes of the header
    u32 number of buffers
    u64 bytes of each buffer
    the header, a JSON object
    the buffers, one after the other
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Dict, Optional, Sequence, Union

Buffer = Union[bytes, bytearray, memoryview]

#: A header of more bytes than this is no header, but a stream that has come out of step.
MAXIMUM_HEADER = 1 << 30
#: The same for the number of buffers.
MAXIMUM_BUFFERS = 1 << 24
#: No more bytes than these are asked for at a time.
AT_ONCE = 1 << 28


class FrameError(Exception):
    """Bytes that are no frame."""


@dataclass
class Frame:
    """One message: what it says, and the bytes that it carries."""

    header: Dict[str, Any]
    buffers: Sequence[Buffer] = field(default_factory=list)


def read_frame(stream: BinaryIO) -> Optional[Frame]:
    """Read the next frame; None where the stream ends between two frames.

    Raises FrameError if the stream ends within a frame, or holds something else.
    """
    start = stream.read(8)
    if not start:
        return None
    if len(start) < 8:
        raise FrameError("the stream ended within the start of a frame")
    header_length, count = struct.unpack("<II", start)
    if header_length > MAXIMUM_HEADER or count > MAXIMUM_BUFFERS:
        raise FrameError(f"a frame with a header of {header_length} bytes and {count} buffers cannot be")
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
    """Read so many bytes; a length that cannot be true takes no more memory than what there is of them."""
    if count <= AT_ONCE:
        data: Buffer = stream.read(count)
    else:
        data = bytearray()
        while len(data) < count and (part := stream.read(min(AT_ONCE, count - len(data)))):
            data += part
    if len(data) < count:
        raise FrameError(f"the stream ended {count - len(data)} bytes before the end of a frame")
    return data
