"""One session of Trellis with a cluster: what the bridge does between its first frame and its last.

Frames to the bridge, by `op`:

    connect   address or workers, limits{connect, install, silence}, library{path, operations},
              tls{authority, certificate, key}
    submit    run, tasks, want, resources, priority, retries        see `Run`
    release   run                   the results of the run, and what was not computed, are not wanted any more
    check                           is the cluster there still?
    bye

and from it:

    ready     workers, dashboard, scheduler, versions
    alive                           this process runs, whatever it waits for
    error     kind, message         there is no connection; the session is over
    checked                         the cluster is there
    ran       run, key, worker, thread, start; buffer: the library's report   a piece has run
    done      run, values; buffers: for each value its description and frames
    failed    run, key, kind, origin, message       kind: killed, unreadable (data in a file) or error
    refused   worker, name, message a worker joined that cannot run pieces, and will be given none
    silent    worker, name, seconds a worker with tasks or data has not been heard of, and Dask waits for it for good
    lost      message               the scheduler is gone; the session is over
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

#: How long the bridge takes to leave a cluster, in seconds, before it just ends.
LEAVING = 8
#: How often it looks at a result that was there and then lost, in seconds.
LOST = 0.1
#: How long a cluster on this machine may take to start, in seconds, beyond what connecting to one may.
STARTING = 60


class Sink(Protocol):
    """Where frames go."""

    def send(self, frame: Frame) -> None:
        """Send a frame."""


def serve(source: BinaryIO, sink: Sink, folder: str) -> None:
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
        timer = _later(LEAVING, leave, folder, 1)
        session.close()
        timer.cancel()


def _later(seconds: float, function: Any, *arguments: Any) -> threading.Timer:
    timer = threading.Timer(seconds, function, arguments)
    timer.daemon = True
    timer.start()
    return timer


class Run:
    """One run's futures, as long as the results are wanted.

    `request` is what was asked for last, and `told` what of it the client has heard of. Where it has to be asked for
    again, what becomes of earlier `attempts` is of no interest.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.futures: List[Any] = []
        self.is_released = False
        self.request: Optional[Frame] = None
        self.told: Set[str] = set()
        self.attempt = 0


@dataclass(frozen=True)
class Settled:
    """A future that is done, in whatever way, under the key by which the client knows it."""

    run: Run
    attempt: int
    key: str
    future: Any

    @property
    def is_wanted(self) -> bool:
        """Whether anybody waits for it still."""
        return not self.run.is_released and self.run.attempt == self.attempt


class Session:
    """The state between frames."""

    def __init__(self, sink: Sink, folder: str) -> None:
        self._sink = sink
        self._folder = folder
        self._limits = Limits(0, 0, 0)
        #: Which of the schedulers that may have been at the address it is.
        self._identity = ""
        self._connection: Optional[Connection] = None
        self._digest = ""
        self._topic = f"trellis-{uuid.uuid4().hex}"
        #: The workers that cannot be used, as far as the client was told.
        self._refused: Set[str] = set()
        #: What such workers say before `ready` has told of those that are there.
        self._early: Optional[List[Dict[str, Any]]] = []
        #: Whether tasks ask for the mark: since a worker joined that has it not.
        self._is_marked = False
        self._runs: Dict[int, Run] = {}
        self._settled: queue.SimpleQueue[Optional[Settled]] = queue.SimpleQueue()
        self._is_closing = False
        self._closed = threading.Event()

    def send(self, header: Dict[str, Any], buffers: Tuple[Any, ...] = ()) -> None:
        """Send a frame."""
        self._sink.send(Frame(header, buffers))

    def accept(self, frame: Frame) -> bool:
        """Act on a frame; returns whether the session goes on."""
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
            raise FrameError(f"an operation {operation!r}")
        return True

    def close(self) -> None:
        """Leave the cluster."""
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
        # A port where somebody listens who is no scheduler can keep Dask waiting for good.
        timer = _later(self._limits.connect + STARTING * ("workers" in header), self._give_up)
        try:
            library = header["library"]
            self._digest = file_digest(library["path"])
            self._connection = connect(header, self._limits.connect, self._folder, mark_of(self._digest))
            timer.cancel()
            client = self._connection.client
            # From the first, so that no worker joins unheard.
            client.subscribe_topic(mark_of(self._digest), self._on_refusal)
            client.subscribe_topic(self._topic, self._on_event)
            workers = install(
                client, self._folder, library["path"], self._digest, library["operations"], self._limits
            )
            self._identity = client.scheduler_info()["id"]
        except ConnectionRefused as error:
            self.send({"op": "error", "kind": error.kind, "message": str(error), **error.more})
            return False
        except Exception as error:  # a scheduler of another version, or one that ends just now
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
        client.loop.add_callback(self._tell_early, refused)
        return True

    def _give_up(self) -> None:
        self.send({"op": "error", "kind": "not-a-scheduler", "message": "no answer that a scheduler would give"})
        leave(self._folder, 1)

    # Watching

    def _watch_cluster(self) -> None:
        """Look now and then whether the cluster is there still."""
        while not self._closed.wait(self._limits.silence / 4):
            self._look()

    def _look(self) -> bool:
        """Ask the scheduler for itself and its workers, and tell what is wrong; returns whether the session goes on."""
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
        # On the client's own thread, as releasing is: a key that one run lets go while another asks for it would
        # else be lost to both.
        # A turn later, for letting go takes two.
        loop = self._connection.client.loop
        loop.add_callback(loop.add_callback, self._begin, run, frame)

    def _begin(self, run: Run, frame: Frame) -> None:
        run.request, run.told = frame, set()
        self._request(run, frame)

    def _request(self, run: Run, frame: Frame) -> None:
        assert self._connection is not None
        header = frame.header
        wanted: List[str] = [key for key in header["want"] if key not in run.told]
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
        """Watch a future that was done, and then its worker was lost: it is computed again."""
        assert self._connection is not None
        # After a while, for Dask takes a lost one for done until it has a worker again.
        loop = self._connection.client.loop
        loop.add_callback(loop.call_later, LOST, self._watch, item)

    def _keep_to_marked(self) -> None:
        """Have tasks ask for the mark, and ask again for what has not come back, from scratch.

        Without it a task goes to the worker that lacks it again and again. On the client's own thread.
        """
        self._is_marked = True
        for run in list(self._runs.values()):
            # One that has not been asked for yet will be.
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
            # Rather than dropping it: its callback holds it until it is done.
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
            self._keep_to_marked()
        if self._early is not None:
            self._early.append(message)
        else:
            self._tell(message)

    def _tell_early(self, known: Set[str]) -> None:
        """Tell of workers that joined while the connection was made, but for those that `ready` told of."""
        early, self._early = self._early or [], None
        self._refused = known
        for message in early:
            self._tell(message)

    def _tell(self, message: Dict[str, Any]) -> None:
        if message["worker"] not in self._refused:
            self._refused.add(message["worker"])
            self.send({"op": "refused", **message})

    def _deliver(self) -> None:
        """Fetch what is done, as much at once as there is, and tell what failed."""
        while (first := self._settled.get()) is not None:
            batch = [first]
            while not self._settled.empty():
                item = self._settled.get()
                if item is None:
                    return
                batch.append(item)
            wanted = [item for item in batch if item.is_wanted]
            # One run after the other, for each is fetched and told by itself.
            for _, items in itertools.groupby(wanted, key=lambda item: item.run.number):
                self._settle(list(items))

    def _settle(self, items: List[Settled]) -> None:
        run = items[0].run
        finished = []
        for item in items:
            # Once, for it may change at any time.
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
        told, buffers = [], []
        for item, values in zip(finished, results):
            header, frames = serialize(values)
            told.append({"key": item.key, "counts": header["counts"]})
            frame = iter(frames)
            for meta, count in zip(header["metas"], header["counts"]):
                buffers.append(meta)
                buffers.extend(itertools.islice(frame, count))
        run.told.update(item.key for item in finished)
        self.send({"op": "done", "run": run.number, "values": told}, tuple(buffers))

    def _fail(self, run: Run, keys: List[str], error: BaseException) -> None:
        if self._is_closing or self._connection is None or not keys:
            return
        if self._connection.client.status != "running" or not is_reachable(self._connection.client.scheduler.address):
            self._lose("the connection to it was lost")
            return
        if isinstance(error, distributed.KilledWorker):
            kind = "killed"
        else:
            # By name: the task may be another client's, with another version of this package.
            kind = "unreadable" if type(error).__name__ == DataUnreadable.__name__ else "error"
        run.told.update(keys)
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
        """The scheduler is gone, and with it all that was asked of it."""
        if self._is_closing:
            return
        self.send({"op": "lost", "message": message})
        # Leaving in order would wait for a scheduler that does not answer.
        self._is_closing = True
        self._closed.set()
        _later(LEAVING, leave, self._folder, 1)
