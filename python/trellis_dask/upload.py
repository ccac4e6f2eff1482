"""The code that is sent to a cluster: this package and the worker library, each under a name with its hash.

Different versions have different names, so that values and modules of different versions never mix and several versions can
share a cluster.
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
    """Return the name of this package on a cluster: `trellis_dask_` and a hash of its source."""
    digest = hashlib.sha256()
    for name, source in sorted(_sources().items()):
        digest.update(f"{name}:{len(source)}:".encode() + source)
    return f"trellis_dask_{digest.hexdigest()[:12]}"


def write_package(folder: str) -> str:
    """Write the package to a zip file under its name on a cluster; return the path of the file."""
    name = package_name()
    path = os.path.join(folder, f"{name}.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for source_name, source in sorted(_sources().items()):
            # A fixed date makes the archive reproducible.
            archive.writestr(zipfile.ZipInfo(f"{name}/{source_name}", (1980, 1, 1, 0, 0, 0)), source)
    return path


def install(folder: str) -> str:
    """Make the package importable in this process under its name on a cluster; return the name."""
    sys.path.insert(0, write_package(folder))
    return package_name()


def file_digest(path: str) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _sources() -> Dict[str, bytes]:
    return {path.name: path.read_bytes() for path in _HERE.glob("*.py")}
