"""Converts the tasks of a `submit` frame to a Dask graph.

A task is an object with a `key` and a `kind`:

    value   meta, frames: indices of buffers           data that are sent with the task
    file    meta: index of a buffer; path; lengths     data whose frames are in a file
    piece   graph: index of a buffer; outputs: their number; inputs: keys; places: index of the value of each input
    pick    of: a key; places: indices                 some of the results of a piece

Tasks with `resources` run only on workers that have them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from dask.highlevelgraph import HighLevelGraph, MaterializedLayer

from .worker import load_value, pick, read_value, run_piece


#: The suffix of keys of tasks that require the mark, because Dask does not allow adding requirements to a key.
MARKED = "-marked"


@dataclass(frozen=True)
class Setting:
    """The common properties of the tasks of a run.

    `marked` tasks run only on workers with the mark, which is a resource of workers that can run them. Tasks are not
    marked from the beginning, because Dask's scheduler then examines every worker for every task, which takes 0.2 ms
    for a thousand workers.
    """

    digest: str
    mark: str
    topic: str
    run: int
    marked: bool

    @property
    def build(self) -> str:
        """A hash of the library and the package, which distinguishes the keys of different builds.

        Values of one build are in the memory of its library, and are objects of its package.
        """
        return hashlib.sha256(self.mark.encode()).hexdigest()[:12]

    def key(self, key: str) -> str:
        """Return the Dask key of the task `key`."""
        return f"{key}-{self.build}{MARKED if self.marked else ''}"

    def own_key(self, key: str) -> str:
        """Return the client's key of the Dask key `key`."""
        return key.removesuffix(MARKED).removesuffix(f"-{self.build}")


def build_graph(tasks: Sequence[Mapping[str, Any]], buffers: Sequence[Any], setting: Setting) -> Any:
    """Return the graph of the tasks: a dictionary, or layers if tasks require resources."""
    layers: Dict[Tuple[Tuple[str, float], ...], Dict[str, Any]] = {}
    for task in tasks:
        needs = dict(task.get("resources", {}))
        if setting.marked:
            # Require the resource without consuming any of it.
            needs[setting.mark] = 0
        resources = tuple(sorted(needs.items()))
        layers.setdefault(resources, {})[setting.key(task["key"])] = _lower(task, buffers, setting)
    if set(layers) <= {()}:
        return layers.get((), {})
    names = {resources: f"trellis-{setting.run}-{place}" for place, resources in enumerate(layers)}
    return HighLevelGraph(
        {
            names[resources]: MaterializedLayer(
                layer, annotations={"resources": dict(resources)} if resources else None
            )
            for resources, layer in layers.items()
        },
        _layer_dependencies(tasks, layers, names, setting),
    )


def _lower(task: Mapping[str, Any], buffers: Sequence[Any], setting: Setting) -> Tuple[Any, ...]:
    kind = task["kind"]
    digest = setting.digest.encode()
    if kind == "piece":
        inputs: List[str] = [setting.key(key) for key in task["inputs"]]
        names = (digest, setting.mark.encode(), setting.topic.encode())
        return (run_piece, *names, setting.run, buffers[task["graph"]], task["outputs"], task["places"], inputs)
    if kind == "pick":
        return (pick, setting.key(task["of"]), task["places"])
    if kind == "value":
        return (load_value, digest, buffers[task["meta"]], [buffers[place] for place in task["frames"]])
    if kind == "file":
        return (read_value, digest, buffers[task["meta"]], str(task["path"]).encode(), list(task["lengths"]))
    raise KeyError(f"a task of kind {kind!r}")


def _layer_dependencies(
    tasks: Sequence[Mapping[str, Any]],
    layers: Mapping[Any, Mapping[str, Any]],
    names: Mapping[Any, str],
    setting: Setting,
) -> Dict[str, set[str]]:
    layer_of = {key: names[resources] for resources, layer in layers.items() for key in layer}
    dependencies: Dict[str, set[str]] = {name: set() for name in names.values()}
    for task in tasks:
        own = layer_of[setting.key(task["key"])]
        for read in [*task.get("inputs", []), *([task["of"]] if "of" in task else [])]:
            if layer_of[setting.key(read)] != own:
                dependencies[own].add(layer_of[setting.key(read)])
    return dependencies
