"""What every client of ``ctx`` is made of."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from workbench.host.calls import Calls
from workbench.host.sdk import Sdk


@dataclass(frozen=True, slots=True)
class Platform:
    """What clients need of the child they live in."""

    calls: Calls
    sdk: Sdk
    extension: Any


class RemoteClient:
    """A client whose methods are calls to the service of the same name.

    `user_id` is the user it works for. `acting` is that user again if it is not the user of the
    invocation: the kernel honours it only for those who may act for others.
    """

    service: ClassVar[str]

    def __init__(self, platform: Platform, user_id: str, acting: str | None = None) -> None:
        self._platform = platform
        self._user_id = user_id
        self._acting = acting

    async def _call(self, method: str, /, **args: Any) -> Any:
        return await self._platform.calls.call(self.service, method, args, acting=self._acting)

    def for_user(self, user_id: str) -> Self:
        """The same client for another user, where the caller may act for others."""
        return type(self)(self._platform, user_id, user_id)


def build(kind: Any, values: Mapping[str, Any]) -> Any:
    """An instance of one of the SDK's dataclasses, without the fields this version has not got."""
    known = _FIELDS.get(kind)
    if known is None:
        known = _FIELDS[kind] = frozenset(field.name for field in dataclasses.fields(kind))
    return kind(**{name: value for name, value in values.items() if name in known})


_FIELDS: dict[Any, frozenset[str]] = {}
