"""Handles: they live as long as anybody needs them, and move without a copy."""

from __future__ import annotations

import ctypes
import gc
import pickle
import struct
from pathlib import Path
from typing import Iterator, Tuple

import pytest
import trellis_dask.values
from dask.sizeof import sizeof
from distributed.protocol import deserialize, serialize

from trellis_dask import library as libraries
from trellis_dask import worker
from trellis_dask.library import Cancelled, Flag, Library, LibraryError
from trellis_dask.values import Encoded, Handle, Values


@pytest.fixture
def library(toy: str) -> Iterator[Library]:
    loaded = libraries.load(toy, "digest")
    yield loaded
    gc.collect()
    assert ctypes.CDLL(toy).toy_living() == 0, "the test leaves values alive"
    libraries._loaded.clear()


def run(library: Library, graph: str, *inputs: Handle, outputs: int = 1) -> Values:
    numbers, report = library.run(graph.encode(), [value.number for value in inputs], outputs, Flag())
    assert report == b"report"
    return Values("digest", [Handle(library, number) for number in numbers])


def doubles(values: Values, place: int = 0) -> Tuple[float, ...]:
    data = bytes(values.items[place].encoding().frames[0])
    return struct.unpack(f"{len(data) // 8}d", data)


def test_a_subgraph_runs(library: Library) -> None:
    ones = run(library, "ones 3")
    results = run(library, "add 0 0\nmul 1 1\nadd 1 2", ones.handle(0), outputs=2)
    assert doubles(results, 0) == (4, 4, 4)
    assert doubles(results, 1) == (6, 6, 6)


def test_errors_have_their_text(library: Library) -> None:
    with pytest.raises(LibraryError, match="an unknown operation"):
        run(library, "nonsense")
    with pytest.raises(LibraryError, match="a damaged value"):
        library.decode(libraries.Encoding(b"short", [b""]))


def test_a_raised_flag_stops_a_subgraph(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_MARK", "/dev/null")
    flag = Flag()
    flag.set()
    with pytest.raises(Cancelled):
        library.run(b"spin", [], 1, flag)


def test_the_size_is_true(library: Library) -> None:
    assert sizeof(run(library, "ones 1000\nones 10", outputs=2)) == 8000 + 80 + 32


def test_frames_are_borrowed_and_keep_the_value(library: Library, toy: str) -> None:
    values = run(library, "ones 4")
    frame = values.items[0].encoding().frames[0]
    again = values.items[0].encoding().frames[0]
    address = ctypes.addressof(ctypes.c_char.from_buffer(frame.obj))
    assert address == ctypes.addressof(ctypes.c_char.from_buffer(again.obj)), "the frame was copied"
    del values, again
    gc.collect()
    assert ctypes.CDLL(toy).toy_living() == 1
    assert struct.unpack("4d", frame) == (1, 1, 1, 1)


@pytest.mark.parametrize("length", [0, 1, 100_000])
def test_values_come_back_from_dask(library: Library, length: int) -> None:
    values = run(library, f"ones {length}\nfail\nones 2", outputs=3)
    header, frames = serialize(values)
    assert header["serializer"] == "dask"
    back = deserialize(header, [bytes(memoryview(frame)) for frame in frames])
    assert all(isinstance(item, Handle) for item in back.items)
    assert doubles(back, 0) == (1,) * length and doubles(back, 2) == (1, 1)
    assert back.items[1].encoding().meta == bytes([1]) * 300


def test_values_come_back_from_writable_frames(library: Library) -> None:
    header, frames = serialize(run(library, "ones 2"))
    back = deserialize(header, [bytearray(memoryview(frame)) for frame in frames])
    assert doubles(back) == (1, 1)


def test_values_come_back_from_pickle(library: Library) -> None:
    assert doubles(pickle.loads(pickle.dumps(run(library, "ones 2")))) == (1, 1)


def test_without_the_library_values_stay_as_they_came(library: Library) -> None:
    header, frames = serialize(run(library, "ones 2\nones 3", outputs=2))
    libraries._loaded.clear()
    values = deserialize(header, frames)
    assert all(isinstance(item, Encoded) for item in values.items)
    assert doubles(values[[1]]) == (1, 1, 1)
    with pytest.raises(KeyError):
        values.handle(0)


def test_values_stay_as_they_came_where_the_library_is_refused(tmp_path: Path, toy: str) -> None:
    data = Path(toy).read_bytes()
    worker.install_library(str(tmp_path), "other", "4567", data)
    assert "4567" in (worker.refusal("other") or "") and not libraries.is_loaded("other")
    values = trellis_dask.values.deserialize({"digest": "other", "metas": [b"of no type that it knows"], "counts": [1]}, [b"x"])
    assert isinstance(values.items[0], Encoded)


def test_libraries_that_cannot_be_used(tmp_path: object, toy: str) -> None:
    with pytest.raises(LibraryError, match="cannot be loaded"):
        Library("/nowhere/lib.so", "x")
    with pytest.raises(LibraryError, match="cannot be loaded"):
        Library("libc.so.6", "x")
