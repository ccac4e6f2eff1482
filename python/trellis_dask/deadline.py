"""Requests to a cluster with a time limit."""

from __future__ import annotations

import asyncio
import concurrent.futures
from typing import Any, Awaitable, Callable, Dict, Iterable, List, Tuple, TypeVar

Answer = TypeVar("Answer")


class DeadlineExceeded(Exception):
    """There was no response within the time limit."""


def within(seconds: float, client: Any, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Run `ask` on the thread of the client, where its methods return awaitables.

    Raises DeadlineExceeded.
    """

    async def awaited() -> Answer:
        return await ask()

    future = asyncio.run_coroutine_threadsafe(awaited(), client.loop.asyncio_loop)
    done, _ = concurrent.futures.wait([future], seconds)
    if not done:
        future.cancel()
        raise DeadlineExceeded
    return future.result()


async def responses(
    seconds: float, names: Iterable[str], ask: Callable[[str], Awaitable[Any]]
) -> Tuple[Dict[str, Any], List[str]]:
    """Return the response of each name to a request, which may be an exception, and the names without a response in time."""

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
