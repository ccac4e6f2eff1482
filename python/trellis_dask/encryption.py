"""Who may talk to whom: the certificates of connections."""

from __future__ import annotations

import os
import socket
import ssl
from typing import Any, Dict, Mapping, Optional

import distributed

from .refusal import ConnectionRefused


class NamedSecurity(distributed.Security):  # type: ignore[misc]
    """Certificates, and a check that the scheduler's is for the host that was asked for.

    Dask leaves that out, for many clusters have certificates without a name.
    """

    def get_connection_args(self, role: str) -> Dict[str, Any]:
        """Give what a connection is made with."""
        arguments: Dict[str, Any] = super().get_connection_args(role)
        arguments["ssl_context"].check_hostname = True
        return arguments


def temporary_security() -> Any:
    """New certificates for a cluster on this machine, which nobody else has: they are in memory only.

    Where the system wants files they are there for a moment, in the temporary folder of this process or its worker.

    Raises ConnectionRefused.
    """
    try:
        return distributed.Security.temporary()
    except ImportError as error:
        raise ConnectionRefused("missing", str(error), module="cryptography") from None


def security_of(tls: Optional[Mapping[str, str]], host: str, port: int, timeout: float) -> Any:
    """What a connection needs by the files that a `connect` frame names; None without.

    Raises ConnectionRefused, also where the scheduler's certificate carries names and the host is not among them.
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
    """The certificate of who listens, which has been checked by that time."""
    context: ssl.SSLContext = security.get_connection_args("client")["ssl_context"]
    with socket.create_connection((host, port), timeout) as plain:
        with context.wrap_socket(plain, server_hostname=host) as encrypted:
            return encrypted.getpeercert() or {}
