"""The process between Trellis and a Dask cluster: `python3 -m trellis_dask.bridge`, frames on standard input and output.

An argument names the folder for its files, which must be there and empty, and is removed at the end. It ends when its standard input does, so that nothing is left behind if Trellis is killed.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from typing import BinaryIO

from .frames import Frame, write_frame
from .upload import install

#: How often the bridge says that it is there, in seconds.
ALIVE = 0.5


class Sink:
    """Where frames go, of several threads."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, frame: Frame) -> None:
        """Send a frame; nobody reading any more is for the source's end to tell."""
        with self._lock:
            try:
                write_frame(self._stream, frame)
            except (BrokenPipeError, ConnectionResetError, ValueError):
                pass

    def keep_alive(self) -> None:
        """Say now and then that this process runs, whatever its other threads wait for."""
        while True:
            self.send(Frame({"op": "alive"}))
            time.sleep(ALIVE)


def main() -> None:
    """Serve one session."""
    # Frames have these streams for themselves; what anybody prints goes to standard error, and processes that are
    # started here do not hold them open.
    source, sink = os.fdopen(os.dup(0), "rb"), Sink(os.fdopen(os.dup(1), "wb"))
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    # An interrupt is for Trellis to act on, which then says so here.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What goes wrong is told in frames. Dask reads this when it is imported, here and in workers it starts.
    os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "critical")
    threading.Thread(target=sink.keep_alive, name="trellis-alive", daemon=True).start()
    # What it and its workers write is for their owner only, and goes with the folder: keys of certificates, for one.
    os.umask(0o077)
    folder = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="trellis-bridge-")
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    try:
        try:
            # Under the name that it has on the cluster, so that what is pickled here is found there.
            session = importlib.import_module(f"{install(folder)}.session")
        except ImportError as error:
            missing = error.name or str(error)
            sink.send(Frame({"op": "error", "kind": "missing", "module": missing, "message": str(error)}))
            return
        session.serve(source, sink, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
