"""Runs Trellis's task graphs on a Dask cluster.

`bridge` is the process that Trellis starts and exchanges frames with; `session` implements it. Dask's workers run
`worker` and the modules that it imports. The package is sent to the cluster under a name with the hash of its source (see
`upload`), so that several versions can share a cluster.
"""

__version__ = "0.1.0"
