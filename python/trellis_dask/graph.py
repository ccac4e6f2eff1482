"""Makes Dask's graph of the tasks in a `submit` frame.

A task is an object with a `key` and a `kind`:

    value   meta, frames: places in the buffers        data that the client has
    file    meta: a place in the buffers; path; lengths     data whose frames are in a file
    piece   graph: a place in the buffers; outputs: how many; inputs: keys; places: which value of each
    pick    of: a key; places                          some of a piece's results

Those that name `resources` run only where these are.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence, Tuple

from dask.highlevelgraph import HighLevelGraph, MaterializedLayer

from .worker import load_value, pick, read_value, run_piece


def build_graph(
    tasks: Sequence[Mapping[str, Any]], buffers: Sequence[bytes], digest: str, topic: str, run: int
) -> Any:
    """The graph of some tasks: a dictionary, or layers if some ask for resources."""
    layers: Dict[Tuple[Tuple[str, float], ...], Dict[str, Any]] = {}
    for task in tasks:
        resources = tuple(sorted(task.get("resources", {}).items()))
        layers.setdefault(resources, {})[task["key"]] = _lower(task, buffers, digest.encode(), topic.encode(), run)
    if set(layers) <= {()}:
        return layers.get((), {})
    names = {resources: f"trellis-{run}-{place}" for place, resources in enumerate(layers)}
    return HighLevelGraph(
        {
            names[resources]: MaterializedLayer(
                layer, annotations={"resources": dict(resources)} if resources else None
            )
            for resources, layer in layers.items()
        },
        _layer_dependencies(tasks, layers, names),
    )


def _lower(
    task: Mapping[str, Any], buffers: Sequence[bytes], digest: bytes, topic: bytes, run: int
) -> Tuple[Any, ...]:
    kind = task["kind"]
    if kind == "piece":
        inputs: List[str] = list(task["inputs"])
        return (run_piece, digest, topic, run, buffers[task["graph"]], task["outputs"], task["places"], inputs)
    if kind == "pick":
        return (pick, task["of"], task["places"])
    if kind == "value":
        return (load_value, digest, buffers[task["meta"]], [buffers[place] for place in task["frames"]])
    if kind == "file":
        return (read_value, digest, buffers[task["meta"]], str(task["path"]).encode(), list(task["lengths"]))
    raise KeyError(f"a task of kind {kind!r}")


def _layer_dependencies(
    tasks: Sequence[Mapping[str, Any]],
    layers: Mapping[Any, Mapping[str, Any]],
    names: Mapping[Any, str],
) -> Dict[str, set[str]]:
    layer_of = {key: names[resources] for resources, layer in layers.items() for key in layer}
    dependencies: Dict[str, set[str]] = {name: set() for name in names.values()}
    for task in tasks:
        own = layer_of[task["key"]]
        for read in [*task.get("inputs", []), *([task["of"]] if "of" in task else [])]:
            if layer_of[read] != own:
                dependencies[own].add(layer_of[read])
    return dependencies
