"""Makes Dask's graph of the tasks in a `submit` frame.

A task is an object with a `key` and a `kind`:

    value   meta, frames: places in the buffers        data that the client has
    file    meta: a place in the buffers; path; lengths     data whose frames are in a file
    piece   graph: a place in the buffers; outputs: how many; inputs: keys; places: which value of each
    pick    of: a key; places                          some of a piece's results

Those that name `resources` run only where these are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from dask.highlevelgraph import HighLevelGraph, MaterializedLayer

from .worker import load_value, pick, read_value, run_piece


#: What the keys of tasks end in that ask for the mark: Dask does not let a task ask for more than it did at first.
MARKED = "-marked"


@dataclass(frozen=True)
class Setting:
    """What the tasks of a run have in common.

    Those that are `marked` run only where the mark is that workers have which can run them. They are not from the
    first: it has Dask's scheduler look at every worker for every task, which takes it 0.2 ms for a thousand.
    """

    digest: str
    mark: str
    topic: str
    run: int
    marked: bool

    @property
    def build(self) -> str:
        """What tells the keys of one build from those of others: a hash of library and package.

        Values of one build are in the memory of its library, and are objects of its package.
        """
        return hashlib.sha256(self.mark.encode()).hexdigest()[:12]

    def key(self, key: str) -> str:
        """What Dask calls the task `key`."""
        return f"{key}-{self.build}{MARKED if self.marked else ''}"

    def own_key(self, key: str) -> str:
        """What the client calls a task that Dask knows as `key`."""
        return key.removesuffix(MARKED).removesuffix(f"-{self.build}")


def build_graph(tasks: Sequence[Mapping[str, Any]], buffers: Sequence[Any], setting: Setting) -> Any:
    """The graph of some tasks: a dictionary, or layers if some ask for resources."""
    layers: Dict[Tuple[Tuple[str, float], ...], Dict[str, Any]] = {}
    for task in tasks:
        needs = dict(task.get("resources", {}))
        if setting.marked:
            # To have it is enough: nothing of it is taken.
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
