"""The worker library of Trellis, called through its C interface."""

from __future__ import annotations

import ctypes
import json
from ctypes import POINTER, byref, c_char_p, c_int32, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from dataclasses import dataclass
from typing import Any, Dict, List, Sequence, Tuple

#: The version of the C interface that this package supports.
ABI_VERSION = 1


class LibraryError(Exception):
    """The library cannot be loaded, or a call failed."""


class Cancelled(Exception):
    """A subgraph was cancelled through its flag."""


class Flag:
    """The cancellation flag of a running subgraph."""

    def __init__(self) -> None:
        self._value = c_int32(0)

    def set(self) -> None:
        """Set the flag permanently."""
        self._value.value = 1

    @property
    def pointer(self) -> Any:
        """The pointer that the library reads."""
        return byref(self._value)


@dataclass(frozen=True)
class Encoding:
    """An encoded value: a short description and frames, which may be borrowed from the value."""

    meta: bytes
    frames: Sequence[Any]


class Library:
    """A worker library, loaded once per hash in this process."""

    def __init__(self, path: str, digest: str) -> None:
        """Load the library at `path`, whose file has the SHA-256 `digest`.

        Raises LibraryError if the library cannot be loaded or has a different version of the interface.
        """
        self.digest = digest
        try:
            self._c = ctypes.CDLL(path)
            self._declare()
        except (OSError, AttributeError) as error:
            raise LibraryError(f"the worker library cannot be loaded: {error}") from None
        version = int(self._c.tk_abi_version())
        if version != ABI_VERSION:
            raise LibraryError(f"the worker library has version {version} of the interface, expected {ABI_VERSION}")
        #: The description of the library: its version, and a hash of its operations and value types.
        self.description: Dict[str, Any] = json.loads(self._take_text(c_void_p(self._c.tk_describe())))
        self.operations = str(self.description["operations"])
        # A worker runs one task per thread, so more threads per product would only compete for the cores.
        self._c.tk_set_blas_threads(1)

    def _declare(self) -> None:
        def declare(name: str, result: Any, *arguments: Any) -> None:
            function = getattr(self._c, name)
            function.restype, function.argtypes = result, arguments

        declare("tk_abi_version", c_uint32)
        declare("tk_describe", c_void_p)
        declare(
            "tk_run", c_int32, c_char_p, c_size_t, POINTER(c_uint64), c_size_t, c_void_p, POINTER(c_uint64), c_size_t,
            POINTER(c_void_p), POINTER(c_size_t), POINTER(c_void_p),
        )
        declare(
            "tk_encode", c_size_t, c_uint64, POINTER(c_uint8), c_size_t, POINTER(c_void_p), POINTER(c_uint64), c_size_t,
            POINTER(c_size_t), POINTER(c_void_p),
        )
        declare(
            "tk_decode", c_int32, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_uint64), c_size_t, POINTER(c_uint64),
            POINTER(c_void_p),
        )
        declare("tk_nbytes", c_size_t, c_uint64)
        for name, argument in (("retain", c_uint64), ("release", c_uint64), ("free", c_void_p)):
            declare(f"tk_{name}", None, argument)
        declare("tk_set_blas_threads", None, c_int32)

    def run(self, graph: bytes, inputs: Sequence[int], outputs: int, flag: Flag) -> Tuple[List[int], bytes]:
        """Run a subgraph on the values with the handles `inputs`.

        If an operation throws an error, the call succeeds, and the outputs that depend on the operation are failure values.

        Returns the handles of the outputs, which the caller must release, and a report of the tasks.
        Raises Cancelled, or LibraryError if the graph or an input is invalid.
        """
        results = (c_uint64 * max(outputs, 1))()
        report, length, error = c_void_p(), c_size_t(), c_void_p()
        status = self._c.tk_run(
            graph, len(graph), (c_uint64 * max(len(inputs), 1))(*inputs), len(inputs), flag.pointer, results, outputs,
            byref(report), byref(length), byref(error),
        )
        if status == 4:
            self._take_text(error)
            raise Cancelled
        self._check(status, error)
        try:
            rows = ctypes.string_at(report.value, length.value) if report.value else b""
        finally:
            self._c.tk_free(report)
        return list(results)[:outputs], rows

    def encode(self, handle: int) -> Encoding:
        """Encode a value; its frames are valid while the handle is held."""
        meta_room, frame_room = 256, 4
        while True:
            meta, count, error = (c_uint8 * meta_room)(), c_size_t(), c_void_p()
            pointers, lengths = (c_void_p * frame_room)(), (c_uint64 * frame_room)()
            size = self._c.tk_encode(handle, meta, meta_room, pointers, lengths, frame_room, byref(count), byref(error))
            if size == 0:
                raise LibraryError(self._take_text(error) or "the value cannot be encoded")
            if size <= meta_room and count.value <= frame_room:
                break
            meta_room, frame_room = size, max(count.value, 1)
        frames = [
            (ctypes.c_char * lengths[index]).from_address(pointers[index] or 0) if lengths[index] else b""
            for index in range(count.value)
        ]
        return Encoding(bytes(meta[:size]), frames)

    def decode(self, encoding: Encoding) -> int:
        """Decode a value from copies of the frames; return its handle."""
        views = [memoryview(frame).cast("B") for frame in encoding.frames]
        pointers, lengths = (c_void_p * max(len(views), 1))(), (c_uint64 * max(len(views), 1))()
        kept = []
        for index, view in enumerate(views):
            lengths[index] = view.nbytes
            if view.nbytes:
                address, owner = _address(view)
                pointers[index] = address
                kept.append(owner)
        handle, error = c_uint64(), c_void_p()
        status = self._c.tk_decode(
            encoding.meta, len(encoding.meta), pointers, lengths, len(views), byref(handle), byref(error)
        )
        del kept
        self._check(status, error)
        return int(handle.value)

    def nbytes(self, handle: int) -> int:
        """Return the size of a value in bytes."""
        return int(self._c.tk_nbytes(handle))

    def release(self, handle: int) -> None:
        """Release a handle."""
        self._c.tk_release(handle)

    def _take_text(self, text: c_void_p) -> str:
        if not text.value:
            return ""
        try:
            return ctypes.string_at(text.value).decode(errors="replace")
        finally:
            self._c.tk_free(text)

    def _check(self, status: int, error: c_void_p) -> None:
        message = self._take_text(error)
        if status != 0:
            raise LibraryError(message or f"the worker library failed with status {status}")


def _address(view: memoryview) -> Tuple[int, Any]:
    """Return the address of the bytes of a view, and the object that keeps them alive."""
    if view.readonly:
        # ctypes provides addresses of writable buffers only, but can point to a bytes object.
        data = view.obj if isinstance(view.obj, bytes) and len(view.obj) == view.nbytes else bytes(view)
        return ctypes.cast(c_char_p(data), c_void_p).value or 0, data
    array = (ctypes.c_char * view.nbytes).from_buffer(view)
    return ctypes.addressof(array), array


#: The loaded libraries of this process, by digest.
_loaded: Dict[str, Library] = {}


def load(path: str, digest: str) -> Library:
    """Load a library, or return the loaded one."""
    if digest not in _loaded:
        _loaded[digest] = Library(path, digest)
    return _loaded[digest]


def loaded(digest: str) -> Library:
    """Return the loaded library with a digest.

    Raises KeyError if it is not loaded.
    """
    return _loaded[digest]


def forget(digest: str) -> None:
    """Treat a library as not loaded."""
    _loaded.pop(digest, None)


def is_loaded(digest: str) -> bool:
    """Return whether this process has loaded the library; the bridge never does."""
    return digest in _loaded
