"""Why there is no connection."""

from __future__ import annotations

from typing import Any


class ConnectionRefused(Exception):
    """There is no connection; `kind` names the cause for programs, the text tells people, and `more` is of that kind."""

    def __init__(self, kind: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.kind = kind
        self.more = more
