"""What a session makes of futures, which are not real here: what Dask rarely does, on demand."""

from __future__ import annotations

import io
from typing import Any, Callable, List

import pytest

from trellis_dask.bridge import Sink
from trellis_dask.connection import Connection
from trellis_dask.frames import read_frame
from trellis_dask.library import Encoding
from trellis_dask.session import Run, Session, Settled
from trellis_dask.values import Encoded, Values


class Future:
    """A future of which another thread of Dask's may make something else at any time."""

    def __init__(self, *statuses: str) -> None:
        self.statuses = list(statuses)
        self.callbacks: List[Callable[[Any], None]] = []

    @property
    def status(self) -> str:
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]

    def add_done_callback(self, callback: Callable[[Any], None]) -> None:
        self.callbacks.append(callback)


class Client:
    """A client that does at once what its loop would do."""

    def __init__(self) -> None:
        self.loop = self

    def add_callback(self, function: Callable[..., None], *arguments: Any) -> None:
        function(*arguments)

    def call_later(self, _: float, function: Callable[..., None], *arguments: Any) -> None:
        function(*arguments)

    def gather(self, futures: List[Future]) -> List[Values]:
        return [Values("digest", [Encoded(Encoding(b"meta", [b"frame"]))]) for _ in futures]


@pytest.fixture
def session() -> Session:
    made = Session(Sink(io.BytesIO()), "")
    made._connection = Connection(Client(), None)
    return made


def told(session: Session) -> List[Any]:
    """What the session has sent."""
    stream = io.BytesIO(session._sink._stream.getvalue())  # type: ignore[attr-defined]
    frames = []
    while (frame := read_frame(stream)) is not None:
        frames.append((frame.header["op"], frame.header["run"]))
    return frames


@pytest.mark.parametrize("status", ["lost", "pending"])
def test_a_result_that_was_there_and_is_lost_is_waited_for(session: Session, status: str) -> None:
    # By the time that anybody looks again it may be there again.
    future = Future(status, "finished")
    item = Settled(Run(1), 0, "key", future)
    session._settle([item])
    assert told(session) == []
    (callback,) = future.callbacks
    callback(future)
    assert session._settled.get_nowait() is item
    session._settle([item])
    assert told(session) == [("done", 1)]


def test_what_becomes_of_an_attempt_is_of_no_interest_after_it(session: Session) -> None:
    run = Run(1)
    item = Settled(run, run.attempt, "key", Future("cancelled"))
    assert item.is_wanted
    run.attempt += 1
    assert not item.is_wanted
    session._settle([item])
    assert told(session) == []
