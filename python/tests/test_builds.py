"""Several builds of the worker library on one cluster, at once and one after the other."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Callable, Dict, List

import pytest

from bridge import Bridge, pick, piece, value
from conftest import PACKAGE, Cluster, wait_until


def sent(cluster: Cluster) -> Dict[str, List[str]]:
    """What clients have sent: the names of the plugins, and of the files on workers and the scheduler."""
    from distributed import Client

    def look(dask_scheduler: Any) -> Dict[str, List[str]]:
        import os

        return {
            "worker plugins": sorted(dask_scheduler.worker_plugins),
            "scheduler plugins": sorted(name for name in dask_scheduler.plugins if name.startswith("trellis")),
            "scheduler files": sorted(name for name in os.listdir(dask_scheduler.local_directory) if name.endswith(".zip")),
        }

    with Client(cluster.address, set_as_default=False) as client:
        found: Dict[str, List[str]] = client.run_on_scheduler(look)
    files = [path.name for path in (cluster.folder / "workers").rglob("*") if path.suffix in (".so", ".zip")]
    return {**found, "worker files": sorted(files)}


def count(cluster: Cluster, builds: int) -> bool:
    """Whether plugins and libraries are there of so many builds."""
    found = sent(cluster)
    libraries = [name for name in found["worker files"] if name.endswith(".so")]
    return len([name for name in found["worker plugins"] if name.startswith("trellis")]) == len(libraries) == builds


def test_what_no_client_uses_goes_when_another_build_comes(
    cluster: Cluster, build_toy: Callable[..., str]
) -> None:
    cluster.add_worker("--no-nanny")
    builds = [build_toy("0123", one) for one in (1, 2, 3)]
    for number, build in enumerate(builds):
        with Bridge() as bridge:
            assert bridge.connect(cluster, build)["op"] == "ready"
            bridge.submit(piece("a", "ones 1"), want=["a"])
            bridge.collect("a")
            assert bridge.values["a"] == [(number + 1,)]
            # What the one before has left is dropped behind the back of this one.
            wait_until(lambda: count(cluster, 1))
    # It stays for the next command.
    before = sent(cluster)
    with Bridge() as bridge:
        bridge.connect(cluster, builds[-1])
        assert sent(cluster) == before
        with Bridge() as other:
            other.connect(cluster, builds[0])
            # Both are in use.
            wait_until(lambda: count(cluster, 2))


def test_a_package_that_no_client_uses_goes_when_another_comes(
    cluster: Cluster, toy: str, tmp_path: Path
) -> None:
    shutil.copytree(PACKAGE / "trellis_dask", tmp_path / "changed" / "trellis_dask")
    with open(tmp_path / "changed" / "trellis_dask" / "limits.py", "a", encoding="utf8") as file:
        file.write("# changed\n")
    cluster.add_worker("--no-nanny")
    names = []
    for path in (PACKAGE, tmp_path / "changed", PACKAGE):
        with Bridge(PYTHONPATH=str(path)) as bridge:
            assert bridge.connect(cluster, toy)["op"] == "ready"
            bridge.submit(piece("a", "ones 1"), want=["a"])
            bridge.collect("a")
            wait_until(lambda: len(sent(cluster)["scheduler plugins"]) == 1)
            wait_until(lambda: count(cluster, 1))
            found = sent(cluster)
            assert len(found["scheduler files"]) == 1
            assert len([name for name in found["worker files"] if name.endswith(".zip")]) <= 1
            names.append(found["scheduler plugins"][0])
    assert names[0] == names[2] != names[1]


@pytest.mark.parametrize("is_refused", [False, True])
def test_builds_do_not_share_results(
    cluster: Cluster, build_toy: Callable[..., str], is_refused: bool
) -> None:
    """Two builds ask for the same at the same time, and each gets what it computes."""
    for _ in range(2):
        cluster.add_worker("--no-nanny")
    graph = [
        value("x", 1, 2), piece("two", "add 0 0\nones 2", "x", outputs=2), pick("ones", "two", 1),
        piece("sum", "add 0 1", "ones", "x"), piece("product", "mul 0 1", "sum", "x"),
    ]
    with Bridge() as first, Bridge() as second:
        assert first.connect(cluster, build_toy("0123", 1))["op"] == "ready"
        assert second.connect(cluster, build_toy("0123", 5))["op"] == "ready"
        if is_refused:
            # Tasks ask for the mark then.
            cluster.add_worker("--no-nanny", TRELLIS_INSTALLED_LIBRARY=build_toy("4567"))
            for bridge in (first, second):
                while not bridge.refused:
                    bridge.read_one()
        for bridge in (first, second):
            bridge.submit(*graph, want=["two", "sum", "product"])
        for bridge in (first, second):
            bridge.collect("two", "sum", "product")
        assert first.values == {"two": [(2, 4), (1, 1)], "sum": [(2, 3)], "product": [(2, 6)]}
        assert second.values == {"two": [(2, 4), (5, 5)], "sum": [(6, 7)], "product": [(6, 14)]}
        assert first.ran and second.ran and {row["key"] for row in first.ran} == {"two", "sum", "product"}
