"""The resolved configuration, ``ctx.config`` (SDK reference, Config)."""

from __future__ import annotations

import copy
from typing import Any

from imperal_sdk._messages import explain

_MISSING = object()


class ConfigClient:
    """Read-only settings: the extension's defaults with the tenant's and user's on top.

    Answers are copies: changing them changes nothing.
    """

    def __init__(self, resolved: dict[str, Any]) -> None:
        self._resolved = resolved

    def get(self, key: str, default: Any = None) -> Any:
        """Return the setting at the dotted path ``key``, or ``default``."""
        found = self._find(key)
        return default if found is _MISSING else copy.deepcopy(found)

    def require(self, key: str) -> Any:
        """Return the setting at the dotted path ``key``; raises KeyError when it is not set.

        Used by the scheduled tasks concept. Published SDKs have it on their test double only,
        so an extension that must run on them uses ``get`` with a check.
        """
        found = self._find(key)
        if found is _MISSING or found is None:
            raise KeyError(
                explain(
                    f"the configuration has no {key!r}",
                    "ctx.config.require returns settings that are set",
                    f"give {key!r} a value in config_defaults or in the tenant's configuration",
                )
            )
        return copy.deepcopy(found)

    def get_section(self, section: str) -> dict[str, Any]:
        """Return the settings below the dotted path ``section``, {} when there are none."""
        found = self._find(section)
        return copy.deepcopy(found) if isinstance(found, dict) else {}

    def all(self) -> dict[str, Any]:
        """Return all settings."""
        return copy.deepcopy(self._resolved)

    def _find(self, key: str) -> Any:
        found: Any = self._resolved
        for part in key.split("."):
            if not isinstance(found, dict) or part not in found:
                return _MISSING
            found = found[part]
        return found
