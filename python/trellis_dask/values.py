"""Values of Trellis's that Dask holds, moves and spills."""

from __future__ import annotations

import ctypes
from typing import Any, Dict, Iterable, List, Sequence, Tuple, Union

from dask.sizeof import sizeof
from distributed.protocol.serialize import dask_deserialize, dask_serialize

from .library import Encoding, Library, is_loaded, loaded


class Handle:
    """A value in the library's memory; it lives as long as this object does."""

    __slots__ = ("library", "number", "__weakref__")

    def __init__(self, library: Library, number: int) -> None:
        """Take over a handle that the library gave."""
        self.library = library
        self.number = number

    def __del__(self) -> None:
        self.library.release(self.number)

    @property
    def nbytes(self) -> int:
        """How many bytes of memory the value takes."""
        return self.library.nbytes(self.number)

    def encoding(self) -> Encoding:
        """The value as bytes, without a copy: the frames keep this object alive."""
        encoding = self.library.encode(self.number)
        return Encoding(encoding.meta, [self._borrow(frame) for frame in encoding.frames])

    def _borrow(self, frame: Any) -> memoryview:
        if isinstance(frame, ctypes.Array):
            frame._owner = self  # type: ignore[attr-defined]
        return memoryview(frame).cast("B").toreadonly()


class Encoded:
    """A value that came from another process and has not been looked at yet."""

    __slots__ = ("_encoding",)

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding

    @property
    def nbytes(self) -> int:
        """How many bytes of memory the encoded value takes."""
        return len(self._encoding.meta) + sum(memoryview(frame).nbytes for frame in self._encoding.frames)

    def encoding(self) -> Encoding:
        """The value as bytes."""
        return self._encoding


class Values:
    """The results of a task, in order: all of one library, and at least one."""

    __slots__ = ("digest", "items")

    def __init__(self, digest: str, items: Iterable[Union[Handle, Encoded]]) -> None:
        self.digest = digest
        self.items: List[Union[Handle, Encoded]] = list(items)

    @property
    def nbytes(self) -> int:
        """How many bytes of memory the values take."""
        return sum(item.nbytes for item in self.items)

    def __getitem__(self, places: Sequence[int]) -> Values:
        """The values at some places."""
        return Values(self.digest, [self.items[place] for place in places])

    def handle(self, place: int) -> Handle:
        """The value at a place, for the library that it is of: decoded the first time.

        Raises KeyError if the library is not loaded in this process.
        """
        item = self.items[place]
        if isinstance(item, Encoded):
            library = loaded(self.digest)
            item = Handle(library, library.decode(item.encoding()))
            self.items[place] = item
        return item

    def __reduce__(self) -> Tuple[Any, Tuple[Any, ...]]:
        """Pickle with copies, where a program pickles rather than serialises as Dask does."""
        header, frames = serialize(self)
        return deserialize, (header, [bytes(frame) for frame in frames])


@sizeof.register(Values)
def _size_of_values(values: Values) -> int:
    return values.nbytes


@dask_serialize.register(Values)
def serialize(values: Values) -> Tuple[Dict[str, Any], List[Any]]:
    """Describe values as a header and frames, which are borrowed from them."""
    encodings = [item.encoding() for item in values.items]
    header = {
        "digest": values.digest,
        "metas": [encoding.meta for encoding in encodings],
        "counts": [len(encoding.frames) for encoding in encodings],
    }
    return header, [frame for encoding in encodings for frame in encoding.frames]


@dask_deserialize.register(Values)
def deserialize(header: Dict[str, Any], frames: Sequence[Any]) -> Values:
    """Make values of a header and frames; they are decoded at once where the library is there to do so."""
    encodings: List[Encoding] = []
    start = 0
    for meta, count in zip(header["metas"], header["counts"]):
        encodings.append(Encoding(meta, frames[start : start + count]))
        start += count
    values = Values(header["digest"], map(Encoded, encodings))
    if is_loaded(values.digest):
        # So that memory is counted as it is, and the frames can go.
        for place in range(len(encodings)):
            values.handle(place)
    return values
