"""Measures the wall time of a command, and the peak memory of all its processes together."""

import subprocess
import threading
import time
from dataclasses import dataclass

import psutil


@dataclass
class Measured:
    output: str
    seconds: float
    peak_bytes: int


def measure(command: list[str], environment: dict[str, str]) -> Measured:
    """Runs a command; raises an error if it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    watcher = Watcher(process.pid)
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - start
    watcher.stop()
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Measured(output, seconds, watcher.peak)


class Watcher(threading.Thread):
    """Samples the total memory of a process and its children.

    Shared memory is counted once, because each process is charged its proportional share.
    """

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.peak, self.ended = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.02):
            try:
                root = psutil.Process(self.pid)
                processes = [root] + root.children(recursive=True)
                self.peak = max(self.peak, sum(map(proportional, processes)))
            except psutil.NoSuchProcess:
                return

    def stop(self) -> None:
        self.ended.set()
        self.join()


def proportional(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except psutil.Error:
        return 0
