"""The other end of a bridge: what Trellis does, in a few lines."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
from typing import Any, Dict, List, Optional, Sequence, Tuple

from conftest import PACKAGE, Cluster
from trellis_dask.frames import Frame, read_frame, write_frame


class Bridge:
    """A bridge process."""

    def __init__(self, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "trellis_dask.bridge"],
            env={**os.environ, "PYTHONPATH": str(PACKAGE), **environment},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
            # Where there is nothing to import.
            cwd="/",
        )
        self.values: Dict[str, List[Tuple[float, ...]]] = {}
        self.failed: Dict[str, Dict[str, Any]] = {}
        self.ran: List[Dict[str, Any]] = []
        self.refused: List[Dict[str, Any]] = []

    def __enter__(self) -> Bridge:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(timeout=15)
        finally:
            self.process.kill()
            self.process.stdout.close()

    def send(self, header: Dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        write_frame(self.process.stdin, Frame(header, buffers))

    def receive(self) -> Optional[Frame]:
        """The next frame that says more than that the bridge is alive."""
        while (frame := read_frame(self.process.stdout)) is not None and frame.header["op"] == "alive":
            pass
        return frame

    def connect(
        self, cluster: Optional[Cluster], library: str, operations: str = "0123", install: float = 30, silence: float = 30,
        **more: Any,
    ) -> Dict[str, Any]:
        limits = {"connect": 5, "install": install, "silence": silence}
        where = {"address": cluster.address} if cluster is not None else {}
        self.send(
            {"op": "connect", "limits": limits, "library": {"path": library, "operations": operations}, **where, **more}
        )
        frame = self.receive()
        assert frame is not None
        return frame.header

    def submit(self, *tasks: Dict[str, Any], want: Sequence[str], run: int = 1) -> None:
        """Submit tasks whose graphs and frames are given in place."""
        buffers: List[bytes] = []

        def place(data: bytes) -> int:
            buffers.append(data)
            return len(buffers) - 1

        placed = []
        for task in tasks:
            task = dict(task)
            if "graph" in task:
                task["graph"] = place(task["graph"].encode())
            if "meta" in task:
                task["meta"] = place(task["meta"])
            if "frames" in task:
                task["frames"] = [place(frame) for frame in task["frames"]]
            placed.append(task)
        self.send({"op": "submit", "run": run, "tasks": placed, "want": list(want)}, buffers)

    def collect(self, *keys: str) -> None:
        """Read frames until each of some keys has a value or has failed."""
        deadline = time.monotonic() + 60
        while not set(keys) <= self.values.keys() | self.failed.keys():
            assert time.monotonic() < deadline
            self.read_one()

    def read_one(self) -> Dict[str, Any]:
        frame = self.receive()
        assert frame is not None, "the bridge has ended"
        header = frame.header
        if header["op"] == "done":
            buffers = iter(frame.buffers)
            for value in header["values"]:
                results = []
                for count in value["counts"]:
                    next(buffers)
                    data = b"".join(next(buffers) for _ in range(count))
                    results.append(struct.unpack(f"{len(data) // 8}d", data))
                self.values[value["key"]] = results
        elif header["op"] == "failed":
            self.failed[header["key"]] = header
        elif header["op"] == "ran":
            assert frame.buffers == [b"report"]
            self.ran.append(header)
        elif header["op"] == "refused":
            self.refused.append(header)
        return header


def piece(key: str, graph: str, *inputs: str, outputs: int = 1, places: Sequence[int] = (), **more: Any) -> Dict[str, Any]:
    return {
        "key": key, "kind": "piece", "graph": graph, "outputs": outputs, "inputs": list(inputs),
        "places": list(places) or [0] * len(inputs), **more,
    }


def pick(key: str, of: str, *places: int) -> Dict[str, Any]:
    return {"key": key, "kind": "pick", "of": of, "places": list(places)}


def value(key: str, *numbers: float) -> Dict[str, Any]:
    return {"key": key, "kind": "value", "meta": bytes(300), "frames": [struct.pack(f"{len(numbers)}d", *numbers)]}


def file(key: str, path: object, *lengths: int) -> Dict[str, Any]:
    return {"key": key, "kind": "file", "meta": bytes(300), "path": str(path), "lengths": list(lengths)}
