"""A session of Trellis with a cluster.

Frames to the bridge, by `op`:

    connect   address or workers, limits{connect, install, silence}, library{path, operations},
              tls{authority, certificate, key}
    submit    run, tasks, want, resources, priority, retries        see `Run`
    release   run                   cancel the run and release its results
    check                           check whether the cluster is reachable
    bye                             disconnect

Frames from the bridge:

    ready     workers, dashboard, scheduler, versions
    alive                           heartbeat
    error     kind, message         the connection failed; the session has ended
    checked                         the cluster is reachable
    ran       run, key, worker, thread, start; buffer: the report of the library   a piece has run
    done      run, values; buffers: for each value its description and frames
    failed    run, key, kind, origin, message       kind: killed, unreadable (data in a file) or error
    refused   worker, name, message a new worker cannot run pieces and is not used
    silent    worker, name, seconds a worker with tasks or data does not respond, and Dask has no time limit
    lost      message               the connection to the scheduler was lost; the session has ended
"""

from __future__ import annotations

import itertools
import queue
import threading
import uuid
from dataclasses import dataclass
from typing import Any, BinaryIO, Dict, List, Optional, Protocol, Set, Tuple

import dask
import distributed

from .connection import Connection, connect, dashboard, install, is_reachable, mark_of
from .frames import Frame, FrameError, read_frame
from .graph import Setting, build_graph
from .limits import Limits, leave
from .refusal import ConnectionRefused
from .upload import file_digest
from .values import Values, serialize
from .watch import SchedulerGone, ask_scheduler
from .worker import DataUnreadable

#: The time limit for a clean disconnect from a cluster, in seconds, after which the bridge exits.
LEAVING = 8
#: The interval between checks of a result that was lost, in seconds.
LOST = 0.1
#: The additional time limit for a local cluster to start, in seconds.
STARTING = 60


class Sink(Protocol):
    """An output for frames."""

    def send(self, frame: Frame) -> None:
        """Send a frame."""


def serve(source: BinaryIO, sink: Sink, folder: str) -> None:
    """Process the frames of `source` until it ends, and send replies to `sink`."""
    session = Session(sink, folder)
    try:
        while (frame := read_frame(source)) is not None and frame.header["op"] != "bye":
            if not session.accept(frame):
                break
    except (FrameError, KeyError) as error:
        session.send({"op": "error", "kind": "protocol", "message": f"the bridge received an invalid frame: {error!r}"})
    finally:
        # Exit even if the cluster does not respond.
        timer = _later(LEAVING, leave, folder, 1)
        session.close()
        timer.cancel()


def _later(seconds: float, function: Any, *arguments: Any) -> threading.Timer:
    timer = threading.Timer(seconds, function, arguments)
    timer.daemon = True
    timer.start()
    return timer


class Run:
    """The futures of a run until it is released.

    `request` is the most recent request, and `reported` are its keys whose results or failures the client has received. If
    the request is submitted again, the futures of an earlier `attempt` are ignored.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.futures: List[Any] = []
        self.is_released = False
        self.request: Optional[Frame] = None
        self.reported: Set[str] = set()
        self.attempt = 0


@dataclass(frozen=True)
class Settled:
    """A future that has finished, failed or was cancelled, with the key of the client."""

    run: Run
    attempt: int
    key: str
    future: Any

    @property
    def is_wanted(self) -> bool:
        """Whether the result is still needed."""
        return not self.run.is_released and self.run.attempt == self.attempt


class Session:
    """The state of a session."""

    def __init__(self, sink: Sink, folder: str) -> None:
        self._sink = sink
        self._folder = folder
        self._limits = Limits(0, 0, 0)
        #: The identity of the scheduler, which changes if another scheduler is started at the same address.
        self._identity = ""
        self._connection: Optional[Connection] = None
        self._digest = ""
        self._topic = f"trellis-{uuid.uuid4().hex}"
        #: The unusable workers that were reported to the client.
        self._refused: Set[str] = set()
        #: The messages of unusable workers before `ready` was sent; None afterwards.
        self._early: Optional[List[Dict[str, Any]]] = []
        #: Whether tasks require the mark, which is the case after a worker without the mark has joined.
        self._is_marked = False
        self._runs: Dict[int, Run] = {}
        self._settled: queue.SimpleQueue[Optional[Settled]] = queue.SimpleQueue()
        self._is_closing = False
        self._closed = threading.Event()

    def send(self, header: Dict[str, Any], buffers: Tuple[Any, ...] = ()) -> None:
        """Send a frame."""
        self._sink.send(Frame(header, buffers))

    def accept(self, frame: Frame) -> bool:
        """Process a frame; return whether the session continues."""
        header = frame.header
        operation = header["op"]
        if operation == "connect":
            return self._connect(header)
        if operation == "submit":
            self._submit(frame)
        elif operation == "release":
            self._release(header["run"])
        elif operation == "check":
            if self._look():
                self.send({"op": "checked"})
        else:
            raise FrameError(f"unknown operation {operation!r}")
        return True

    def close(self) -> None:
        """Disconnect from the cluster."""
        self._is_closing = True
        self._closed.set()
        for number in list(self._runs):
            self._release(number)
        if self._connection is not None:
            self._settled.put(None)
            self._connection.close()

    # Connecting

    def _connect(self, header: Dict[str, Any]) -> bool:
        self._limits = Limits.of(header["limits"])
        # Dask may wait forever for a server that is not a scheduler.
        timer = _later(self._limits.connect + STARTING * ("workers" in header), self._give_up)
        try:
            library = header["library"]
            self._digest = file_digest(library["path"])
            self._connection = connect(header, self._limits.connect, self._folder, mark_of(self._digest))
            timer.cancel()
            client = self._connection.client
            # Subscribe first, so that no worker that joins is missed.
            client.subscribe_topic(mark_of(self._digest), self._on_refusal)
            client.subscribe_topic(self._topic, self._on_event)
            workers = install(
                client, self._folder, library["path"], self._digest, library["operations"], self._limits
            )
            self._identity = client.scheduler_info()["id"]
        except ConnectionRefused as error:
            self.send({"op": "error", "kind": error.kind, "message": str(error), **error.more})
            return False
        except Exception as error:  # for example, a scheduler of another version, or one that is shutting down
            self.send({"op": "error", "kind": "cluster", "message": f"{type(error).__name__}: {error}"})
            return False
        finally:
            timer.cancel()
        threading.Thread(target=self._watch_cluster, name="trellis-watch", daemon=True).start()
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
        refused = {worker["address"] for worker in workers if worker["refusal"] is not None}
        client.loop.add_callback(self._report_early, refused)
        return True

    def _give_up(self) -> None:
        self.send({"op": "error", "kind": "not-a-scheduler", "message": "it does not respond like a scheduler"})
        leave(self._folder, 1)

    # Watching

    def _watch_cluster(self) -> None:
        """Check periodically whether the cluster is still reachable."""
        while not self._closed.wait(self._limits.silence / 4):
            self._look()

    def _look(self) -> bool:
        """Check the scheduler and its workers, and report problems; return whether the session continues."""
        if self._is_closing or self._connection is None:
            return False
        try:
            silent = ask_scheduler(self._connection.client, self._identity, self._limits.silence)
        except SchedulerGone as error:
            self._lose(str(error))
            return False
        if self._runs:
            for worker, name in silent:
                self.send({"op": "silent", "worker": worker, "name": name, "seconds": self._limits.silence})
        return True

    # Running

    def _submit(self, frame: Frame) -> None:
        assert self._connection is not None
        number = int(frame.header["run"])
        run = self._runs.setdefault(number, Run(number))
        # Submit on the thread of the client, like releasing: a key that one run releases while another submits it would
        # otherwise be lost for both. Wait for another turn of the event loop, because releasing takes two.
        loop = self._connection.client.loop
        loop.add_callback(loop.add_callback, self._begin, run, frame)

    def _begin(self, run: Run, frame: Frame) -> None:
        run.request, run.reported = frame, set()
        self._request(run, frame)

    def _request(self, run: Run, frame: Frame) -> None:
        assert self._connection is not None
        header = frame.header
        wanted: List[str] = [key for key in header["want"] if key not in run.reported]
        if run.is_released:
            return
        setting = self._setting(run.number)
        try:
            futures = self._connection.client.get(
                build_graph(header["tasks"], frame.buffers, setting),
                [setting.key(key) for key in wanted],
                sync=False,
                retries=header.get("retries"),
                priority=header.get("priority", 0),
            )
        except Exception as error:
            self._fail(run, wanted, error)
            return
        run.futures.extend(futures)
        for key, future in zip(wanted, futures):
            self._watch(Settled(run, run.attempt, key, future))

    def _setting(self, run: int) -> Setting:
        return Setting(self._digest, mark_of(self._digest), self._topic, run, self._is_marked)

    def _watch(self, item: Settled) -> None:
        item.future.add_done_callback(lambda _: self._settled.put(item))

    def _watch_again(self, item: Settled) -> None:
        """Watch a finished future whose worker was lost, so that it is computed again."""
        assert self._connection is not None
        # Wait a little, because Dask reports a lost future as done until it has a worker again.
        loop = self._connection.client.loop
        loop.add_callback(loop.call_later, LOST, self._watch, item)

    def _require_mark(self) -> None:
        """Require the mark for all tasks, and submit unfinished requests again.

        Otherwise, a task may be sent repeatedly to a worker without the mark. Runs on the thread of the client.
        """
        self._is_marked = True
        for run in list(self._runs.values()):
            # Runs without a request will submit theirs later.
            if run.request is not None:
                run.attempt += 1
                earlier, run.futures = run.futures, []
                self._request(run, run.request)
                for future in earlier:
                    future.release()

    def _release(self, number: int) -> None:
        run = self._runs.pop(number, None)
        if run is not None:
            run.is_released = True
            if self._connection is not None:
                self._connection.client.loop.add_callback(self._let_go, run)

    @staticmethod
    def _let_go(run: Run) -> None:
        for future in run.futures:
            # Release it explicitly, because its callback keeps a reference until it is done.
            future.release()
        run.futures.clear()
        run.request = None

    def _on_event(self, event: Tuple[float, Any]) -> None:
        _, message = event
        if not isinstance(message, dict):
            return
        report, key = message.pop("report"), self._setting(message["run"]).own_key(message.pop("key"))
        self.send({"op": "ran", "key": key, **message}, (report,))

    def _on_refusal(self, event: Tuple[float, Any]) -> None:
        _, message = event
        if not isinstance(message, dict):
            return
        if not self._is_marked:
            self._require_mark()
        if self._early is not None:
            self._early.append(message)
        else:
            self._report_refusal(message)

    def _report_early(self, known: Set[str]) -> None:
        """Report unusable workers that joined while the connection was opened, except for those reported by `ready`."""
        early, self._early = self._early or [], None
        self._refused = known
        for message in early:
            self._report_refusal(message)

    def _report_refusal(self, message: Dict[str, Any]) -> None:
        if message["worker"] not in self._refused:
            self._refused.add(message["worker"])
            self.send({"op": "refused", **message})

    def _deliver(self) -> None:
        """Fetch finished results in batches, and report failures."""
        while (first := self._settled.get()) is not None:
            batch = [first]
            while not self._settled.empty():
                item = self._settled.get()
                if item is None:
                    return
                batch.append(item)
            wanted = [item for item in batch if item.is_wanted]
            # Results are fetched and reported for each run separately.
            for _, items in itertools.groupby(wanted, key=lambda item: item.run.number):
                self._settle(list(items))

    def _settle(self, items: List[Settled]) -> None:
        run = items[0].run
        finished = []
        for item in items:
            # Read the status once, because it may change at any time.
            status = item.future.status
            if status == "finished":
                finished.append(item)
            elif status == "error":
                self._fail(run, [item.key], item.future.exception())
            elif status != "cancelled":
                self._watch_again(item)
            elif item.is_wanted:
                self._fail(run, [item.key], RuntimeError("it was cancelled"))
        try:
            if finished:
                self._fetch(run, finished)
        except Exception as error:
            self._fail(run, [item.key for item in finished if item.is_wanted], error)

    def _fetch(self, run: Run, finished: List[Settled]) -> None:
        assert self._connection is not None
        results: List[Values] = self._connection.client.gather([item.future for item in finished])
        reported, buffers = [], []
        for item, values in zip(finished, results):
            header, frames = serialize(values)
            reported.append({"key": item.key, "counts": header["counts"]})
            frame = iter(frames)
            for meta, count in zip(header["metas"], header["counts"]):
                buffers.append(meta)
                buffers.extend(itertools.islice(frame, count))
        run.reported.update(item.key for item in finished)
        self.send({"op": "done", "run": run.number, "values": reported}, tuple(buffers))

    def _fail(self, run: Run, keys: List[str], error: BaseException) -> None:
        if self._is_closing or self._connection is None or not keys:
            return
        if self._connection.client.status != "running" or not is_reachable(self._connection.client.scheduler.address):
            self._lose("the connection to it was lost")
            return
        if isinstance(error, distributed.KilledWorker):
            kind = "killed"
        else:
            # Compare names, because the task may belong to another client with another version of this package.
            kind = "unreadable" if type(error).__name__ == DataUnreadable.__name__ else "error"
        run.reported.update(keys)
        for key in keys:
            self.send(
                {
                    "op": "failed",
                    "run": run.number,
                    "key": key,
                    "kind": kind,
                    "origin": self._setting(run.number).own_key(str(getattr(error, "task", key))),
                    "message": f"{error}",
                }
            )

    def _lose(self, message: str) -> None:
        """Report that the connection to the scheduler was lost, and end the session."""
        if self._is_closing:
            return
        self.send({"op": "lost", "message": message})
        # A clean disconnect would wait for a scheduler that does not respond.
        self._is_closing = True
        self._closed.set()
        _later(LEAVING, leave, self._folder, 1)
