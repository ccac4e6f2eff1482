"""The worker plugin that installs this package and the worker library.

The plugin is pickled by value, because the package does not exist on the worker yet: workers that join later receive their
plugins in no particular order. All imports are therefore local.
"""

from __future__ import annotations

from typing import Any, Tuple

import cloudpickle
from distributed import WorkerPlugin


class Installer(WorkerPlugin):  # type: ignore[misc]
    """The part that runs on the worker: writes and imports the package, which installs the library."""

    def __init__(
        self, package: str, archive: bytes, digest: str, operations: str, library: bytes, mark: str
    ) -> None:
        self._package = package
        self._archive = archive
        self._digest = digest
        self._operations = operations
        self._library = library
        self._mark = mark
        self._transition: Any = None

    async def setup(self, worker: Any) -> None:
        """Install the package and the library, and announce whether the worker can be used."""
        import importlib
        import os
        import sys

        if self._package not in sys.modules:
            os.makedirs(worker.local_directory, exist_ok=True)
            path = os.path.join(worker.local_directory, f"{self._package}.zip")
            with open(path, "wb") as file:
                file.write(self._archive)
            sys.path.insert(0, path)
            importlib.invalidate_caches()
        module = importlib.import_module(f"{self._package}.worker")
        module.install_library(worker.local_directory, self._digest, self._operations, self._library)
        self._transition = module.on_transition
        await module.announce(worker, self._mark, self._digest)

    async def teardown(self, worker: Any) -> None:
        """Remove the files after the last client with this build has left."""
        import importlib

        module = importlib.import_module(f"{self._package}.worker")
        module.remove_library(worker.local_directory, self._digest)
        if not any(name.startswith(f"{self._package}-") for name in worker.plugins):
            tidying = importlib.import_module(f"{self._package}.tidying")
            tidying.remove_package(worker.local_directory, self._package)

    def transition(self, key: str, start: str, finish: str, **_: Any) -> None:
        """Forward state transitions of tasks."""
        if self._transition is not None:
            self._transition(key, start, finish)


class CodePlugin(WorkerPlugin):  # type: ignore[misc]
    """Sends an `Installer` to all current and future workers."""

    #: A second client with the same code does not send it again.
    idempotent = True

    def __init__(self, name: str, installer: Installer) -> None:
        self.name = name
        self._installer = installer

    def __reduce__(self) -> Tuple[Any, Tuple[bytes]]:
        """Pickle the installer by value, including its class."""
        import sys

        module = sys.modules[__name__]
        cloudpickle.register_pickle_by_value(module)
        try:
            return cloudpickle.loads, (cloudpickle.dumps(self._installer),)
        finally:
            cloudpickle.unregister_pickle_by_value(module)
