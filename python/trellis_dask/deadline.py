"""Waiting for a cluster, but not for good."""

from __future__ import annotations

import asyncio
import concurrent.futures
from typing import Any, Awaitable, Callable, Dict, Iterable, List, Tuple, TypeVar

Answer = TypeVar("Answer")


class Late(Exception):
    """There was no answer in time."""


def within(seconds: float, client: Any, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """What `ask` gives on the client's thread, where the client's methods give awaitables.

    Raises Late.
    """

    async def awaited() -> Answer:
        return await ask()

    future = asyncio.run_coroutine_threadsafe(awaited(), client.loop.asyncio_loop)
    done, _ = concurrent.futures.wait([future], seconds)
    if not done:
        future.cancel()
        raise Late
    return future.result()


async def answers(
    seconds: float, names: Iterable[str], ask: Callable[[str], Awaitable[Any]]
) -> Tuple[Dict[str, Any], List[str]]:
    """What each answers to the same question, be it an exception, and who does not in time."""

    async def asked(name: str) -> Any:
        return await ask(name)

    tasks = {name: asyncio.ensure_future(asked(name)) for name in names}
    if not tasks:
        return {}, []
    done, pending = await asyncio.wait(tasks.values(), timeout=seconds)
    for task in pending:
        task.cancel()
    return (
        {name: task.exception() or task.result() for name, task in tasks.items() if task in done},
        [name for name, task in tasks.items() if task in pending],
    )
