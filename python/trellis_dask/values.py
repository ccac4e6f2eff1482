"""The values of Trellis that Dask stores, moves and spills."""

from __future__ import annotations

import ctypes
from typing import Any, Dict, Iterable, List, Sequence, Tuple, Union

from dask.sizeof import sizeof
from distributed.protocol.serialize import dask_deserialize, dask_serialize

from .library import Encoding, Library, is_loaded, loaded


class Handle:
    """A value in the memory of the library, which is released with this object."""

    __slots__ = ("library", "number", "__weakref__")

    def __init__(self, library: Library, number: int) -> None:
        """Take ownership of a handle that the library returned."""
        self.library = library
        self.number = number

    def __del__(self) -> None:
        self.library.release(self.number)

    @property
    def nbytes(self) -> int:
        """The size of the value in bytes."""
        return self.library.nbytes(self.number)

    def encoding(self) -> Encoding:
        """Encode the value without copying; the frames keep this object alive."""
        encoding = self.library.encode(self.number)
        return Encoding(encoding.meta, [self._borrow(frame) for frame in encoding.frames])

    def _borrow(self, frame: Any) -> memoryview:
        if isinstance(frame, ctypes.Array):
            frame._owner = self  # type: ignore[attr-defined]
        return memoryview(frame).cast("B").toreadonly()


class Encoded:
    """A value from another process that has not been decoded yet."""

    __slots__ = ("_encoding",)

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding

    @property
    def nbytes(self) -> int:
        """The size of the encoded value in bytes."""
        return len(self._encoding.meta) + sum(memoryview(frame).nbytes for frame in self._encoding.frames)

    def encoding(self) -> Encoding:
        """Return the encoded value."""
        return self._encoding


class Values:
    """The results of a task: one or more values of the same library."""

    __slots__ = ("digest", "items")

    def __init__(self, digest: str, items: Iterable[Union[Handle, Encoded]]) -> None:
        self.digest = digest
        self.items: List[Union[Handle, Encoded]] = list(items)

    @property
    def nbytes(self) -> int:
        """The size of the values in bytes."""
        return sum(item.nbytes for item in self.items)

    def __getitem__(self, places: Sequence[int]) -> Values:
        """Return the values at the given indices."""
        return Values(self.digest, [self.items[place] for place in places])

    def handle(self, place: int) -> Handle:
        """Return the value at an index; decode it on first use.

        Raises KeyError if the library is not loaded in this process.
        """
        item = self.items[place]
        if isinstance(item, Encoded):
            library = loaded(self.digest)
            item = Handle(library, library.decode(item.encoding()))
            self.items[place] = item
        return item

    def __reduce__(self) -> Tuple[Any, Tuple[Any, ...]]:
        """Pickle with copies of the frames, for programs that do not use Dask's serialization."""
        header, frames = serialize(self)
        return deserialize, (header, [bytes(frame) for frame in frames])


@sizeof.register(Values)
def _size_of_values(values: Values) -> int:
    return values.nbytes


@dask_serialize.register(Values)
def serialize(values: Values) -> Tuple[Dict[str, Any], List[Any]]:
    """Encode values as a header and frames, which are borrowed from the values."""
    encodings = [item.encoding() for item in values.items]
    header = {
        "digest": values.digest,
        "metas": [encoding.meta for encoding in encodings],
        "counts": [len(encoding.frames) for encoding in encodings],
    }
    return header, [frame for encoding in encodings for frame in encoding.frames]


@dask_deserialize.register(Values)
def deserialize(header: Dict[str, Any], frames: Sequence[Any]) -> Values:
    """Create values from a header and frames; decode them immediately if the library is loaded."""
    encodings: List[Encoding] = []
    start = 0
    for meta, count in zip(header["metas"], header["counts"]):
        encodings.append(Encoding(meta, frames[start : start + count]))
        start += count
    values = Values(header["digest"], map(Encoded, encodings))
    if is_loaded(values.digest):
        # Decoding makes the memory accounting accurate, and the frames can be freed.
        for place in range(len(encodings)):
            values.handle(place)
    return values
