"""The worker plugin that brings a worker this package and the worker library.

It is pickled by value, for where it arrives there is no package to find it in yet: workers that join later get their
plugins all at once, in no order. Whatever it uses is therefore imported where it is used.
"""

from __future__ import annotations

from typing import Any, Tuple

import cloudpickle
from distributed import WorkerPlugin


class Installer(WorkerPlugin):  # type: ignore[misc]
    """What runs on the worker: writes and imports the package, which does the rest."""

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
        """Install package and library, and tell whether that made a worker that can be used."""
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
        """Remove the files, when no client is left that has this build."""
        import importlib

        module = importlib.import_module(f"{self._package}.worker")
        module.remove_library(worker.local_directory, self._digest)
        if not any(name.startswith(f"{self._package}-") for name in worker.plugins):
            tidying = importlib.import_module(f"{self._package}.tidying")
            tidying.remove_package(worker.local_directory, self._package)

    def transition(self, key: str, start: str, finish: str, **_: Any) -> None:
        """Pass on what becomes of tasks."""
        if self._transition is not None:
            self._transition(key, start, finish)


class CodePlugin(WorkerPlugin):  # type: ignore[misc]
    """Carries an `Installer` to every worker, now and later."""

    #: A second client with the same code need not send it again.
    idempotent = True

    def __init__(self, name: str, installer: Installer) -> None:
        self.name = name
        self._installer = installer

    def __reduce__(self) -> Tuple[Any, Tuple[bytes]]:
        """Give the installer's class along with what it holds."""
        import sys

        module = sys.modules[__name__]
        cloudpickle.register_pickle_by_value(module)
        try:
            return cloudpickle.loads, (cloudpickle.dumps(self._installer),)
        finally:
            cloudpickle.unregister_pickle_by_value(module)
