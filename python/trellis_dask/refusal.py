"""The error of a failed connection."""

from __future__ import annotations

from typing import Any


class ConnectionRefused(Exception):
    """The connection failed; `kind` is the cause for programs, and `more` has further fields of the `error` frame."""

    def __init__(self, kind: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.kind = kind
        self.more = more
