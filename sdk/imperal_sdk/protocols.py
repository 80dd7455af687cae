"""What a host needs of an extension object."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class ExtensionProtocol(Protocol):
    """Anything with an id, a version and tools can be loaded as an extension."""

    app_id: str
    version: str

    @property
    def tools(self) -> dict[str, Any]:
        """Tools by name."""
