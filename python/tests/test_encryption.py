"""Certificates: those of a cluster that the bridge starts, and those of clusters that run."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
from pathlib import Path
from typing import Dict, List

import pytest

from bridge import Bridge, piece, value
from conftest import PACKAGE, Cluster, wait_until


def make_certificates(folder: Path, names: str = "") -> Dict[str, str]:
    """An authority, and a certificate that it signs, for everybody or for some names."""
    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    (folder / "extensions").write_text(f"subjectAltName={names}\n" if names else "")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=ca", "-days", "2")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=loopback")
    openssl("x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "cert.pem",
            "-days", "2", "-extfile", "extensions")
    return {name: str(folder / file) for name, file in (("authority", "ca.pem"), ("certificate", "cert.pem"), ("key", "key.pem"))}


@pytest.mark.parametrize("names, is_right", [("", True), ("IP:127.0.0.1", True), ("DNS:elsewhere,IP:127.0.0.2", False)])
def test_encrypted_connections(tmp_path: Path, toy: str, names: str, is_right: bool) -> None:
    files = make_certificates(tmp_path, names)
    arguments = ["--tls-ca-file", files["authority"], "--tls-cert", files["certificate"], "--tls-key", files["key"]]
    cluster = Cluster(tmp_path, "--protocol", "tls", *arguments)
    try:
        cluster.add_worker(*arguments)
        assert cluster.address.startswith("tls://")
        with Bridge() as bridge:
            reply = bridge.connect(cluster, toy, tls=files)
            if not is_right:
                assert reply["kind"] == "unreachable" and "127.0.0.1" in reply["message"], reply
                return
            assert reply["op"] == "ready", reply
            bridge.submit(piece("a", "ones 1"), want=["a"])
            bridge.collect("a")
        # A stranger's certificate is not enough.
        (tmp_path / "other").mkdir()
        with Bridge() as bridge:
            error = bridge.connect(cluster, toy, tls=make_certificates(tmp_path / "other"))
        assert error["op"] == "error" and error["kind"] in ("unreachable", "not-a-scheduler"), error
    finally:
        cluster.close()


def listening(group: int) -> List[int]:
    """The ports at which the processes of a group listen."""
    inodes = set()
    for process in (name for name in os.listdir("/proc") if name.isdigit()):
        try:
            if int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[2]) == group:
                links = Path(f"/proc/{process}/fd")
                inodes |= {os.readlink(links / name) for name in os.listdir(links)}
        except OSError:
            continue
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in inodes]


def answers_strangers(port: int) -> bool:
    """Whether who listens talks to somebody without a certificate that it knows."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as plain, context.wrap_socket(plain) as encrypted:
            # A server says so only with its first answer.
            encrypted.settimeout(1)
            return bool(encrypted.recv(1))
    except (ssl.SSLError, OSError):
        return False


def answers_in_the_open(port: int) -> bool:
    """Whether who listens talks as Dask does without encryption: it begins with a greeting."""
    with socket.create_connection(("127.0.0.1", port), 1) as plain:
        plain.settimeout(1)
        try:
            return bool(plain.recv(1))
        except OSError:
            return False


def test_a_cluster_of_its_own_talks_to_nobody_else(toy: str, tmp_path: Path) -> None:
    with Bridge(TMPDIR=str(tmp_path)) as bridge:
        ready = bridge.connect(None, toy, workers=2)
        assert ready["op"] == "ready", ready
        assert ready["scheduler"].startswith("tls://127.0.0.1:")
        assert [worker["address"].startswith("tls://127.0.0.1:") for worker in ready["workers"]] == [True, True]
        ports = listening(bridge.process.pid)
        # The scheduler, two workers and their nannies; and the pages of the dashboard, for reading.
        assert len(ports) >= 5
        assert not any(answers_strangers(port) or answers_in_the_open(port) for port in ports)
        bridge.submit(value("x", 1, 2), *[piece(f"a-{n}", "add 0 0", "x") for n in range(8)], want=["a-7"])
        bridge.collect("a-7")
        # What is written there is for its owner.
        (folder,) = tmp_path.iterdir()
        for path in [folder, *folder.rglob("*")]:
            assert path.is_symlink() or path.is_socket() or path.stat().st_mode & 0o077 == 0, path
    wait_until(lambda: not list(tmp_path.iterdir()), 5)


def test_certificates_need_a_module(toy: str, tmp_path: Path) -> None:
    (tmp_path / "cryptography.py").write_text("raise ImportError('hidden')")
    with Bridge(PYTHONPATH=f"{tmp_path}:{PACKAGE}") as bridge:
        error = bridge.connect(None, toy, workers=1)
    assert error["op"] == "error" and error["kind"] == "missing" and error["module"] == "cryptography", error
