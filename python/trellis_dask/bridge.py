"""The bridge between Trellis and a Dask cluster: `python3 -m trellis_dask.bridge`, with frames on standard input and output.

The optional argument is an existing, empty folder for temporary files, which is removed at the end. The bridge exits when
its standard input is closed, so that nothing is left behind if Trellis is killed.
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

#: The interval between heartbeats of the bridge, in seconds.
ALIVE = 0.5


class Sink:
    """A thread-safe output for frames."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, frame: Frame) -> None:
        """Send a frame; ignore a closed output, because the end of the input ends the session."""
        with self._lock:
            try:
                write_frame(self._stream, frame)
            except (BrokenPipeError, ConnectionResetError, ValueError):
                pass

    def keep_alive(self) -> None:
        """Send heartbeats while other threads may be blocked."""
        while True:
            self.send(Frame({"op": "alive"}))
            time.sleep(ALIVE)


def main() -> None:
    """Serve one session."""
    # Reserve these streams for frames: redirect prints to standard error, and do not let child processes inherit them.
    source, sink = os.fdopen(os.dup(0), "rb"), Sink(os.fdopen(os.dup(1), "wb"))
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    # Trellis handles interrupts and then notifies the bridge.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Errors are reported in frames. Dask reads this setting when it is imported, here and in the workers that it starts.
    os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "critical")
    threading.Thread(target=sink.keep_alive, name="trellis-alive", daemon=True).start()
    # Files of the bridge and its workers, such as private keys, are readable by the owner only and are removed at the end.
    os.umask(0o077)
    folder = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="trellis-bridge-")
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    try:
        try:
            # Import the package under its name on the cluster, so that objects pickled here can be unpickled there.
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
