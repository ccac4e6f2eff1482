"""The certificates of encrypted connections."""

from __future__ import annotations

import os
import socket
import ssl
from typing import Any, Dict, Mapping, Optional

import distributed

from .refusal import ConnectionRefused


class NamedSecurity(distributed.Security):  # type: ignore[misc]
    """Certificates with a check that the certificate of the scheduler is valid for the host.

    Dask omits this check, because many clusters have certificates without names.
    """

    def get_connection_args(self, role: str) -> Dict[str, Any]:
        """Return the arguments for a connection."""
        arguments: Dict[str, Any] = super().get_connection_args(role)
        arguments["ssl_context"].check_hostname = True
        return arguments


def temporary_security() -> Any:
    """Return new certificates for a local cluster, which are kept in memory.

    Where the system requires files, they exist briefly in the temporary folder of this process or of its worker.

    Raises ConnectionRefused.
    """
    try:
        return distributed.Security.temporary()
    except ImportError as error:
        raise ConnectionRefused("missing", str(error), module="cryptography") from None


def security_of(tls: Optional[Mapping[str, str]], host: str, port: int, timeout: float) -> Any:
    """Return the security settings for the files of a `connect` frame; None without files.

    Raises ConnectionRefused, also if the certificate of the scheduler has names that do not include the host.
    """
    if tls is None:
        return None
    for path in tls.values():
        if not os.path.exists(path):
            raise ConnectionRefused("unreachable", f"{path}: no such file")
    files = {
        "require_encryption": True,
        "tls_ca_file": tls["authority"],
        "tls_client_cert": tls["certificate"],
        "tls_client_key": tls["key"],
    }
    unnamed = distributed.Security(**files)
    try:
        certificate = _certificate(unnamed, host, port, timeout)
        if not certificate.get("subjectAltName"):
            return unnamed
        named = NamedSecurity(**files)
        _certificate(named, host, port, timeout)
        return named
    except ssl.SSLCertVerificationError as error:
        raise ConnectionRefused("unreachable", f"the scheduler's certificate: {error.verify_message}") from None
    except (OSError, ValueError) as error:
        raise ConnectionRefused("unreachable", getattr(error, "strerror", None) or str(error)) from None


def _certificate(security: Any, host: str, port: int, timeout: float) -> Mapping[str, Any]:
    """Return the verified certificate of the server."""
    context: ssl.SSLContext = security.get_connection_args("client")["ssl_context"]
    with socket.create_connection((host, port), timeout) as plain:
        with context.wrap_socket(plain, server_hostname=host) as encrypted:
            return encrypted.getpeercert() or {}
