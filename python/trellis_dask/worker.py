"""What Dask's workers run."""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
import time
from typing import Any, Dict, List, Optional, Sequence

from distributed import Reschedule, get_worker
from distributed.core import Status

from .library import Cancelled, Encoding, Flag, LibraryError, forget, load, loaded
from .values import Encoded, Handle, Values

#: A worker on which this names a library uses that one, if its operations are those that the client has.
PREINSTALLED = "TRELLIS_INSTALLED_LIBRARY"

#: The names of two parameters in `malloc.h`.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3

#: The flags of the pieces that run, by Dask key.
_running: Dict[str, Flag] = {}
#: Why this worker cannot run pieces of a library, by the library's digest.
_refusals: Dict[str, str] = {}


class DataUnreadable(Exception):
    """A worker cannot read the data from the file that it was told of, or finds others there."""


def run_piece(
    digest: bytes,
    mark: bytes,
    topic: bytes,
    run: int,
    graph: bytes,
    outputs: int,
    places: Sequence[int],
    inputs: List[Values],
) -> Values:
    """Run a subgraph; input `i` is the value at `places[i]` of `inputs[i]`.

    Strings travel as bytes, because Dask would take one that equals a key for that task's result.
    """
    name = digest.decode()
    worker = get_worker()
    if name in _refusals:
        # Until the client has heard of it and asks for the mark.
        _tell_refusal(worker, mark.decode(), name)
        time.sleep(1)
        raise Reschedule
    library = loaded(name)
    if any(values.digest != name for values in inputs):
        # Its handles would be pointers into the memory of another library.
        raise LibraryError("an input is a value of another library")
    handles = [values.handle(place) for values, place in zip(inputs, places)]
    key = worker.get_current_task()
    flag = _running[key] = Flag()
    start = time.time()
    try:
        numbers, report = library.run(graph, [handle.number for handle in handles], outputs, flag)
    except Cancelled:
        # Nobody wanted it any more. If somebody does by now, it runs again.
        raise Reschedule from None
    finally:
        if _running.get(key) is flag:
            del _running[key]
    results = Values(name, [Handle(library, number) for number in numbers])
    worker.log_event(
        topic.decode(),
        {
            "run": run,
            "key": key,
            "worker": worker.address,
            "thread": threading.get_ident(),
            "start": start,
            "report": report,
        },
    )
    return results


def load_value(digest: bytes, meta: bytes, frames: Sequence[bytes]) -> Values:
    """A value that the client has: data, which nobody can compute again."""
    values = Values(digest.decode(), [Encoded(Encoding(meta, frames))])
    if digest.decode() not in _refusals:
        values.handle(0)
    return values


def read_value(digest: bytes, meta: bytes, path: bytes, lengths: Sequence[int]) -> Values:
    """A value that the client has, whose frames lie one after the other in a file.

    The description holds the hashes of the frames, so other content is noticed. Read rather than mapped: a file that
    shrinks under a mapping would end the worker.

    Raises DataUnreadable.
    """
    name = digest.decode()
    if name in _refusals:
        # Nobody would look at the hashes here.
        time.sleep(1)
        raise Reschedule
    try:
        with open(path, "rb") as file:
            found = os.fstat(file.fileno()).st_size
            if found != sum(lengths):
                raise LibraryError(f"it has {found} bytes, expected {sum(lengths)}")
            frames = [bytearray(length) for length in lengths]
            for frame in frames:
                if file.readinto(frame) != len(frame):
                    raise LibraryError("it became shorter while it was read")
        values = Values(name, [Encoded(Encoding(meta, frames))])
        values.handle(0)
    except (OSError, LibraryError) as error:
        cause = getattr(error, "strerror", None) or error
        raise DataUnreadable(f"{os.fsdecode(path)}: {cause}") from None
    return values


def pick(values: Values, places: Sequence[int]) -> Values:
    """Some of a piece's results, for readers that need no others."""
    return values[places]


def install_library(folder: str, digest: str, operations: str, data: bytes) -> None:
    """Load the library `data`, whose SHA-256 is `digest`, for clients that know `operations`.

    A worker that cannot says why when it is asked, and goes on to serve others.
    """
    _keep_freed_memory()
    try:
        library = load(os.environ.get(PREINSTALLED) or _written(folder, digest, data), digest)
        if library.operations != operations:
            # What comes here from other workers stays as it came: this library may not know what it is.
            forget(digest)
            raise LibraryError(
                f"its worker library has operations {library.operations}, expected {operations}, those of the client"
            )
    except (LibraryError, OSError) as error:
        _refusals[digest] = str(error)


async def announce(worker: Any, mark: str, digest: str) -> None:
    """Mark a worker that can run pieces of a library, and have one that cannot say why.

    The mark is a resource. Tasks that ask for it never get to a worker that would have to give them back, and would get
    them again: it is idle, and may be the only one with the data.
    """
    if digest in _refusals:
        _tell_refusal(worker, mark, digest)
        return
    await worker.set_resources(**{mark: 1})
    # Tasks that found no worker are looked at anew when one begins to run, and a worker that joins already has.
    if worker.status == Status.running:
        worker.status = Status.paused
        worker.status = Status.running


def _tell_refusal(worker: Any, mark: str, digest: str) -> None:
    told = {"worker": worker.contact_address, "name": str(worker.name), "message": _refusals[digest]}
    worker.log_event(mark, told)


def _keep_freed_memory() -> None:
    """Have the C library keep what was freed for what is allocated next, as it does where nobody tells it otherwise.

    Dask's nanny does (`MALLOC_TRIM_THRESHOLD_`), so that every matrix would be mapped anew, page by page, which can take
    longer than what is computed in it.
    """
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        # Both at the most that the GNU library gets to by itself: blocks from this size are mapped, and this much
        # is kept free.
        mallopt(_M_MMAP_THRESHOLD, 32 << 20)
        mallopt(_M_TRIM_THRESHOLD, 64 << 20)


def remove_library(folder: str, digest: str) -> None:
    """Remove the file of a library; if it is loaded, it stays so, for values may be in its memory."""
    with contextlib.suppress(OSError):
        os.remove(_path(folder, digest))


def _path(folder: str, digest: str) -> str:
    # Of this version of the package, for it goes with it.
    package = __name__.partition(".")[0]
    return os.path.join(folder, f"lib{package}-{digest[:16]}.so")


def _written(folder: str, digest: str, data: bytes) -> str:
    path = _path(folder, digest)
    if not os.path.exists(path):
        unfinished = f"{path}.{os.getpid()}"
        with open(unfinished, "wb") as file:
            file.write(data)
        os.replace(unfinished, path)
    return path


def on_transition(key: str, start: str, finish: str) -> None:
    """Raise the flag of a running piece that Dask has given up."""
    if start in ("executing", "long-running") and finish in ("released", "forgotten", "cancelled"):
        flag = _running.get(key)
        if flag is not None:
            flag.set()


def refusal(digest: str) -> Optional[str]:
    """Why this worker cannot run pieces of a library; None if it can."""
    return _refusals.get(digest)
