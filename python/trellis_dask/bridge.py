"""The process between Trellis and a Dask cluster: `python3 -m trellis_dask.bridge`, frames on standard input and output.

It ends when its standard input does, so that nothing is left behind if Trellis is killed.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import tempfile

from .frames import Frame, write_frame
from .upload import install


def main() -> None:
    """Serve one session."""
    # Frames have this stream for themselves; what anybody prints goes to standard error.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # An interrupt is for Trellis to act on, which then says so here.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What goes wrong is told in frames. Dask reads this when it is imported, here and in workers it starts.
    os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "critical")
    with tempfile.TemporaryDirectory(prefix="trellis-bridge-", ignore_cleanup_errors=True) if sys.version_info >= (
        3,
        10,
    ) else tempfile.TemporaryDirectory(prefix="trellis-bridge-") as folder:
        try:
            # Under the name that it has on the cluster, so that what is pickled here is found there.
            session = importlib.import_module(f"{install(folder)}.session")
        except ImportError as error:
            missing = error.name or str(error)
            write_frame(output, Frame({"op": "error", "kind": "missing", "module": missing, "message": str(error)}))
            return
        session.serve(sys.stdin.buffer, output, folder)


if __name__ == "__main__":
    main()
