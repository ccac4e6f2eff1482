"""One session of Trellis with a cluster: what the bridge does between its first frame and its last.

Frames to the bridge, by `op`:

    connect   address or workers, timeout, library{path, operations}, tls{authority, certificate, key}
    submit    run, tasks, want, resources, priority, retries        see `Run`
    release   run                   the results of the run, and what was not computed, are not wanted any more
    bye

and from it:

    ready     workers, dashboard, scheduler, versions
    error     kind, message         there is no connection; the session is over
    ran       run, key, worker, thread, start; buffer: the library's report   a piece has run
    done      run, values; buffers: for each value its description and frames
    failed    run, key, kind, origin, message       kind: killed, unreadable (data in a file) or error
    refused   worker, message       a worker joined that cannot run pieces
    lost      message               the scheduler is gone; the session is over
"""

from __future__ import annotations

import itertools
import os
import queue
import threading
import uuid
from typing import Any, BinaryIO, Dict, List, Optional, Tuple

import dask
import distributed

from .connection import Connection, ConnectionRefused, connect, dashboard, describe, is_reachable, send_code
from .frames import Frame, FrameError, read_frame, write_frame
from .graph import build_graph
from .upload import file_digest
from .values import Values, serialize
from .worker import DataUnreadable

#: How long the bridge takes to leave a cluster, in seconds, before it just ends.
LEAVING = 8


def serve(source: BinaryIO, sink: BinaryIO, folder: str) -> None:
    """Serve the frames of `source` until it ends, with answers to `sink`."""
    session = Session(sink, folder)
    try:
        while (frame := read_frame(source)) is not None and frame.header["op"] != "bye":
            if not session.accept(frame):
                break
    except (FrameError, KeyError) as error:
        session.send({"op": "error", "kind": "protocol", "message": f"the bridge did not understand: {error!r}"})
    finally:
        # A cluster that does not let go must not keep this process.
        timer = threading.Timer(LEAVING, os._exit, (1,))
        timer.daemon = True
        timer.start()
        session.close()
        timer.cancel()


class Run:
    """One run's futures, as long as the results are wanted."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.futures: List[Any] = []
        self.is_released = False


class Session:
    """The state between frames."""

    def __init__(self, sink: BinaryIO, folder: str) -> None:
        self._sink = sink
        self._folder = folder
        self._lock = threading.Lock()
        self._connection: Optional[Connection] = None
        self._digest = ""
        self._topic = f"trellis-{uuid.uuid4().hex}"
        self._runs: Dict[int, Run] = {}
        self._settled: queue.SimpleQueue[Optional[Tuple[Run, str, Any]]] = queue.SimpleQueue()
        self._is_closing = False

    def send(self, header: Dict[str, Any], buffers: Tuple[Any, ...] = ()) -> None:
        """Send a frame; nobody reading any more is for the source's end to tell."""
        with self._lock:
            try:
                write_frame(self._sink, Frame(header, buffers))
            except (BrokenPipeError, ValueError):
                pass

    def accept(self, frame: Frame) -> bool:
        """Act on a frame; returns whether the session goes on."""
        header = frame.header
        operation = header["op"]
        if operation == "connect":
            return self._connect(header)
        if operation == "submit":
            self._submit(header, frame.buffers)
        elif operation == "release":
            self._release(header["run"])
        else:
            raise FrameError(f"an operation {operation!r}")
        return True

    def close(self) -> None:
        """Leave the cluster."""
        self._is_closing = True
        for number in list(self._runs):
            self._release(number)
        if self._connection is not None:
            self._settled.put(None)
            self._connection.close()

    # Connecting

    def _connect(self, header: Dict[str, Any]) -> bool:
        # A port where somebody listens who is no scheduler can keep Dask waiting for good.
        timer = threading.Timer(float(header["timeout"]) + 60 * ("workers" in header), self._give_up)
        timer.daemon = True
        timer.start()
        try:
            self._connection = connect(header, self._folder)
            client = self._connection.client
            library = header["library"]
            self._digest = file_digest(library["path"])
            send_code(client, self._folder, library["path"], self._digest, library["operations"])
            workers = describe(client, self._digest)
            client.subscribe_topic(self._topic, self._on_event)
            timer.cancel()
        except ConnectionRefused as error:
            self.send({"op": "error", "kind": error.kind, "message": str(error)})
            return False
        except Exception as error:  # a scheduler of another version, or one that ends just now
            self.send({"op": "error", "kind": "cluster", "message": f"{type(error).__name__}: {error}"})
            return False
        threading.Thread(target=self._deliver, name="trellis-deliver", daemon=True).start()
        self.send(
            {
                "op": "ready",
                "workers": workers,
                "dashboard": dashboard(self._connection),
                "scheduler": client.scheduler.address,
                "versions": {"dask": dask.__version__, "distributed": distributed.__version__},
            }
        )
        return True

    def _give_up(self) -> None:
        self.send({"op": "error", "kind": "not-a-scheduler", "message": "no answer that a scheduler would give"})
        os._exit(1)

    # Running

    def _submit(self, header: Dict[str, Any], buffers: Any) -> None:
        assert self._connection is not None
        number = int(header["run"])
        run = self._runs.setdefault(number, Run(number))
        graph = build_graph(header["tasks"], buffers, self._digest, self._topic, number)
        # On the client's own thread, as releasing is: a key that one run lets go while another asks for it would
        # else be lost to both.
        # A turn later, for letting go takes two.
        loop = self._connection.client.loop
        loop.add_callback(loop.add_callback, self._request, run, graph, header)

    def _request(self, run: Run, graph: Any, header: Dict[str, Any]) -> None:
        assert self._connection is not None
        wanted: List[str] = header["want"]
        if run.is_released:
            return
        try:
            futures = self._connection.client.get(
                graph, wanted, sync=False, retries=header.get("retries"), priority=header.get("priority", 0)
            )
        except Exception as error:
            self._fail(run.number, wanted, error)
            return
        run.futures.extend(futures)
        for key, future in zip(wanted, futures):
            future.add_done_callback(lambda done, key=key: self._settled.put((run, key, done)))

    def _release(self, number: int) -> None:
        run = self._runs.pop(number, None)
        if run is not None:
            run.is_released = True
            if self._connection is not None:
                self._connection.client.loop.add_callback(self._let_go, run)

    @staticmethod
    def _let_go(run: Run) -> None:
        for future in run.futures:
            # Rather than dropping it: its callback holds it until it is done.
            future.release()
        run.futures.clear()

    def _on_event(self, event: Tuple[float, Any]) -> None:
        _, message = event
        if not isinstance(message, dict):
            return
        if "refused" in message:
            self.send({"op": "refused", "worker": message["worker"], "message": message["refused"]})
        else:
            report = message.pop("report")
            self.send({"op": "ran", **message}, (report,))

    def _deliver(self) -> None:
        """Fetch what is done, as much at once as there is, and tell what failed."""
        while (first := self._settled.get()) is not None:
            batch = [first]
            while not self._settled.empty():
                item = self._settled.get()
                if item is None:
                    return
                batch.append(item)
            wanted = [item for item in batch if not item[0].is_released]
            # One run after the other, for each is fetched and told by itself.
            for number, items in itertools.groupby(wanted, key=lambda item: item[0].number):
                self._settle(number, list(items))

    def _settle(self, number: int, items: List[Tuple[Run, str, Any]]) -> None:
        finished = [(key, future) for _, key, future in items if future.status == "finished"]
        try:
            if finished:
                self._fetch(number, finished)
        except Exception as error:
            if not items[0][0].is_released:
                self._fail(number, [key for key, _ in finished], error)
        for _, key, future in items:
            if future.status == "error":
                self._fail(number, [key], future.exception())
            elif future.status in ("cancelled", "lost") and not items[0][0].is_released:
                self._fail(number, [key], RuntimeError("it was cancelled"))

    def _fetch(self, number: int, finished: List[Tuple[str, Any]]) -> None:
        assert self._connection is not None
        results: List[Values] = self._connection.client.gather([future for _, future in finished])
        told, buffers = [], []
        for (key, _), values in zip(finished, results):
            header, frames = serialize(values)
            told.append({"key": key, "counts": header["counts"]})
            frame = iter(frames)
            for meta, count in zip(header["metas"], header["counts"]):
                buffers.append(meta)
                buffers.extend(itertools.islice(frame, count))
        self.send({"op": "done", "run": number, "values": told}, tuple(buffers))

    def _fail(self, number: int, keys: List[str], error: BaseException) -> None:
        if self._is_closing or self._connection is None:
            return
        if self._connection.client.status != "running" or not is_reachable(self._connection.client.scheduler.address):
            self._lose()
            return
        if isinstance(error, distributed.KilledWorker):
            kind = "killed"
        else:
            # By name: the task may be another client's, with another version of this package.
            kind = "unreadable" if type(error).__name__ == DataUnreadable.__name__ else "error"
        for key in keys:
            self.send(
                {
                    "op": "failed",
                    "run": number,
                    "key": key,
                    "kind": kind,
                    "origin": str(getattr(error, "task", key)),
                    "message": f"{error}",
                }
            )

    def _lose(self) -> None:
        """The scheduler is gone, and with it all that was asked of it."""
        if self._is_closing:
            return
        self.send({"op": "lost", "message": "the connection to the scheduler was lost"})
        # Leaving in order would wait for a scheduler that does not answer.
        self._is_closing = True
        threading.Timer(LEAVING, os._exit, (1,)).start()
