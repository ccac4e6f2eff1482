"""Runs Trellis's task graphs on a Dask cluster.

`bridge` is the process that Trellis starts and talks to by frames; `session` is what it does. `worker` and what it
imports are what Dask's workers run: they are sent there under a name with the hash of their source (see `upload`), so
that several versions of this package can share a cluster.
"""

__version__ = "0.1.0"
