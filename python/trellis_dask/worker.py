"""The functions that run on Dask's workers."""

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

#: The environment variable with the path of a preinstalled library, which must have the operations of the client.
PREINSTALLED = "TRELLIS_INSTALLED_LIBRARY"

#: Two parameters of `mallopt` from `malloc.h`.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3

#: The cancellation flags of running pieces, by Dask key.
_running: Dict[str, Flag] = {}
#: The reason why this worker cannot run pieces of a library, by the digest of the library.
_refusals: Dict[str, str] = {}


class DataUnreadable(Exception):
    """A worker cannot read the data from their file, or the file has other content."""


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

    Strings are passed as bytes, because Dask would replace a string that equals a key by the result of that task.
    """
    name = digest.decode()
    worker = get_worker()
    if name in _refusals:
        # Repeat until the client has received the message and requires the mark.
        _report_refusal(worker, mark.decode(), name)
        time.sleep(1)
        raise Reschedule
    library = loaded(name)
    if any(values.digest != name for values in inputs):
        # The handles would be pointers into the memory of another library.
        raise LibraryError("an input is a value of another library")
    handles = [values.handle(place) for values, place in zip(inputs, places)]
    key = worker.get_current_task()
    flag = _running[key] = Flag()
    start = time.time()
    try:
        numbers, report = library.run(graph, [handle.number for handle in handles], outputs, flag)
    except Cancelled:
        # The result was no longer needed. If it is needed again by now, Dask runs the task again.
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
    """Return data that were sent with the task."""
    values = Values(digest.decode(), [Encoded(Encoding(meta, frames))])
    if digest.decode() not in _refusals:
        values.handle(0)
    return values


def read_value(digest: bytes, meta: bytes, path: bytes, lengths: Sequence[int]) -> Values:
    """Return data whose concatenated frames are in a file.

    The description contains the hashes of the frames, so that other content is detected. The file is read rather than
    mapped, because truncating a mapped file would kill the worker.

    Raises DataUnreadable.
    """
    name = digest.decode()
    if name in _refusals:
        # This worker cannot verify the hashes.
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
                    raise LibraryError("it was truncated while it was read")
        values = Values(name, [Encoded(Encoding(meta, frames))])
        values.handle(0)
    except (OSError, LibraryError) as error:
        cause = getattr(error, "strerror", None) or error
        raise DataUnreadable(f"{os.fsdecode(path)}: {cause}") from None
    return values


def pick(values: Values, places: Sequence[int]) -> Values:
    """Return some of the results of a piece."""
    return values[places]


def install_library(folder: str, digest: str, operations: str, data: bytes) -> None:
    """Load the library `data`, whose SHA-256 is `digest`, for clients with the given `operations`.

    If the library cannot be loaded, the worker keeps the reason and continues to serve other clients.
    """
    _keep_freed_memory()
    try:
        library = load(os.environ.get(PREINSTALLED) or _written(folder, digest, data), digest)
        if library.operations != operations:
            # Do not decode values from other workers, because this library may not have their types.
            forget(digest)
            raise LibraryError(
                f"its worker library has operations {library.operations}, but the client has {operations}"
            )
    except (LibraryError, OSError) as error:
        _refusals[digest] = str(error)


async def announce(worker: Any, mark: str, digest: str) -> None:
    """Mark a worker that can run pieces of a library; otherwise, report why it cannot.

    The mark is a resource. Tasks that require it are never sent to a worker that cannot run them. Without the mark, such a
    worker would reject tasks and receive them again, because it is idle and may be the only one with the data.
    """
    if digest in _refusals:
        _report_refusal(worker, mark, digest)
        return
    await worker.set_resources(**{mark: 1})
    # Dask reconsiders tasks without a worker only when a worker starts running, and this worker is already running.
    if worker.status == Status.running:
        worker.status = Status.paused
        worker.status = Status.running


def _report_refusal(worker: Any, mark: str, digest: str) -> None:
    message = {"worker": worker.contact_address, "name": str(worker.name), "message": _refusals[digest]}
    worker.log_event(mark, message)


def _keep_freed_memory() -> None:
    """Let the C library keep freed memory for later allocations, which is its default.

    Dask's nanny changes the default (`MALLOC_TRIM_THRESHOLD_`). Every matrix would then be mapped again page by page, which
    can take longer than the computation.
    """
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        # Both thresholds are the maxima of the dynamic thresholds of the GNU C library.
        mallopt(_M_MMAP_THRESHOLD, 32 << 20)
        mallopt(_M_TRIM_THRESHOLD, 64 << 20)


def remove_library(folder: str, digest: str) -> None:
    """Remove the file of a library; a loaded library remains loaded, because values may be in its memory."""
    with contextlib.suppress(OSError):
        os.remove(_path(folder, digest))


def _path(folder: str, digest: str) -> str:
    # The file belongs to this version of the package and is removed with it.
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
    """Set the flag of a running piece that Dask has cancelled or released."""
    if start in ("executing", "long-running") and finish in ("released", "forgotten", "cancelled"):
        flag = _running.get(key)
        if flag is not None:
            flag.set()


def refusal(digest: str) -> Optional[str]:
    """Return why this worker cannot run pieces of a library; None if it can."""
    return _refusals.get(digest)
