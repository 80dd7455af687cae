"""Clients that are copies of the SDK's own by reflection: billing, and the platform's of SDK 6.

Their many methods have the signatures of the SDK in use, so an argument it does not take is the
same TypeError as in production.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import types
import typing
from collections.abc import Callable
from typing import Any

from workbench.host.clients.base import RemoteClient, build
from workbench.host.clients.services import RemoteSignals
from workbench.host.sdk import Sdk

_SKIPPED = frozenset({"for_user"})


def mirror(original: type, service: str, *, platform_client: str | None = None) -> type[Any]:
    """A client with the public coroutines of `original`, each of them a call.

    A billing method calls ``service.<method>{arguments}``; a platform client sends
    ``platform.call{client, method, args}``.
    """
    members: dict[str, Any] = {"service": service, "__doc__": original.__doc__}
    for name in dir(original):
        function = inspect.getattr_static(original, name)
        if name.startswith("_") or name in _SKIPPED or not inspect.iscoroutinefunction(function):
            continue
        members[name] = _method(original, name, function, platform_client)
    members["user_id"] = property(lambda self: self._user_id)
    return type(original.__name__, (RemoteClient,), members)


def _method(
    original: type, name: str, function: Callable[..., Any], platform_client: str | None
) -> Callable[..., Any]:
    signature = inspect.signature(function)
    returns = _return_type(function)

    async def method(self: RemoteClient, *args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(self, *args, **kwargs)
        values = _arguments(signature, bound)
        if platform_client is None:
            answer = await self._call(name, **values)
        else:
            answer = await self._platform.calls.call(
                "platform",
                "call",
                {"client": platform_client, "method": name, "args": values},
                acting=self._acting,
            )
        return _shaped(returns, answer)

    method.__name__ = name
    method.__qualname__ = f"{original.__name__}.{name}"
    method.__doc__ = function.__doc__
    return method


def _arguments(signature: inspect.Signature, bound: inspect.BoundArguments) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in list(bound.arguments.items())[1:]:
        if signature.parameters[name].kind is inspect.Parameter.VAR_KEYWORD:
            values.update(value)
        else:
            values[name] = getattr(value, "imperal_id", value)
    return values


def _return_type(function: Callable[..., Any]) -> Any:
    try:
        return typing.get_type_hints(function).get("return")
    except (NameError, TypeError):
        return None


def _shaped(kind: Any, answer: Any) -> Any:
    """`answer` as the dataclass, or the list of them, that the method promises."""
    if (
        isinstance(kind, types.GenericAlias)
        and kind.__origin__ is list
        and isinstance(answer, list)
    ):
        return [_shaped(kind.__args__[0], row) for row in answer]
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and isinstance(answer, dict):
        return build(kind, answer)
    return answer


@functools.cache
def mirrored(sdk: Sdk, name: str) -> type[Any]:
    """The class of ``ctx.<name>``, made once; AttributeError if this SDK has none."""
    original = sdk.get(f"{name}.client", _CLASSES[name])
    if original is None:
        raise AttributeError(f"'Context' object has no attribute {name!r}")
    if name == "signals":
        return RemoteSignals
    if name == "billing":
        return mirror(original, "billing")
    return mirror(original, "platform", platform_client=name)


_CLASSES = {
    "billing": "BillingClient",
    "users": "UsersClient",
    "apps": "AppsClient",
    "conversations": "ConversationsClient",
    "rbac": "RBACClient",
    "signals": "SignalsClient",
}
