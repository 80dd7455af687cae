"""The chat functions a turn can choose from, and how tool names in a plan find them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One chat function of one loaded extension."""

    app_id: str
    name: str
    description: str
    action_type: str
    owner: str | None
    schema: Mapping[str, Any] | None
    declared: Mapping[str, Any]

    @property
    def tool(self) -> str:
        """The name a plan uses: ``app_id.function``."""
        return f"{self.app_id}.{self.name}"


class Catalogue:
    """All chat functions of a set of extensions, in declaration order."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_tool = {entry.tool: entry for entry in self.entries}

    @classmethod
    def of(cls, declarations: Iterable[Mapping[str, Any]]) -> Catalogue:
        """Collect the functions of several extensions' declarations."""
        return cls(
            Entry(
                app_id=declared["app_id"],
                name=function["name"],
                description=function.get("description") or "",
                action_type=function.get("action_type") or "read",
                owner=function.get("owner"),
                schema=function.get("params_schema"),
                declared=function,
            )
            for declared in declarations
            for function in declared.get("functions", ())
        )

    def resolve(self, tool: str) -> Entry | None:
        """Find a function by the name a plan gives it.

        Accepted are ``app_id.function``, ``app_id__function`` (the name the model sees), the chat
        bundle's tool name in place of the app id, and a bare function name if only one app has it.
        """
        exact = self._by_tool.get(tool)
        if exact is not None:
            return exact
        for separator in (".", "__"):
            owner, found, name = tool.partition(separator)
            if found:
                match = self._owned(owner, name)
                if match is not None:
                    return match
        bare = [entry for entry in self.entries if entry.name == tool]
        return bare[0] if len(bare) == 1 else None

    def _owned(self, owner: str, name: str) -> Entry | None:
        wanted = _loose(owner)
        for entry in self.entries:
            if entry.name == name and wanted in (_loose(entry.app_id), _loose(entry.owner or "")):
                return entry
        return None


def _loose(name: str) -> str:
    return name.replace("-", "_").lower()
