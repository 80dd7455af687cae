"""One fetch for concurrent misses of the same key."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from imperal_sdk.chat.exceptions import TaskCancelled

T = TypeVar("T")

_flights: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Hashable, asyncio.Future[Any]]] = (
    WeakKeyDictionary()
)


async def share(key: Hashable, fetch: Callable[[], Awaitable[T]], copied: Callable[[T], T]) -> T:
    """Return what ``fetch`` answers, sharing one call among all who ask for ``key`` meanwhile.

    The first to ask fetches; the others wait and get ``copied(value)`` or the same exception.
    When the one who fetches is cancelled, one of the others fetches instead.
    """
    flights = _flights.setdefault(asyncio.get_running_loop(), {})
    while (flight := flights.get(key)) is not None:
        try:
            return copied(await asyncio.shield(flight))
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if not flight.cancelled() or (task is not None and task.cancelling()):
                raise
    return await _fly(flights, key, fetch)


async def _fly(
    flights: dict[Hashable, asyncio.Future[Any]],
    key: Hashable,
    fetch: Callable[[], Awaitable[T]],
) -> T:
    flight: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    flights[key] = flight
    try:
        value = await fetch()
    except (asyncio.CancelledError, TaskCancelled):
        flight.cancel()
        raise
    except BaseException as error:
        flight.set_exception(error)
        flight.exception()  # Whether or not anyone waits for it, it has been seen: it is raised.
        raise
    else:
        flight.set_result(value)
        return value
    finally:
        del flights[key]
