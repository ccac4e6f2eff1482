"""What a cluster is sent: this package and the worker library, each under a name with its hash.

Code that changed has another name, so it never meets values or modules of the code before it, and several versions can
be used on one cluster at once.
"""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
from pathlib import Path
from typing import Dict

_HERE = Path(__file__).parent


def package_name() -> str:
    """The name of this package on a cluster: `trellis_dask_` and a hash of its source."""
    digest = hashlib.sha256()
    for name, source in sorted(_sources().items()):
        digest.update(f"{name}:{len(source)}:".encode() + source)
    return f"trellis_dask_{digest.hexdigest()[:12]}"


def write_package(folder: str) -> str:
    """Write the package under its name on a cluster, as a zip file; returns the file's path."""
    name = package_name()
    path = os.path.join(folder, f"{name}.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for source_name, source in sorted(_sources().items()):
            # The same bytes whenever it is made.
            archive.writestr(zipfile.ZipInfo(f"{name}/{source_name}", (1980, 1, 1, 0, 0, 0)), source)
    return path


def install(folder: str) -> str:
    """Make the package importable under its name on a cluster, in this process; returns the name."""
    sys.path.insert(0, write_package(folder))
    return package_name()


def file_digest(path: str) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _sources() -> Dict[str, bytes]:
    return {path.name: path.read_bytes() for path in _HERE.glob("*.py")}
