"""Build ``imperal.json`` from an Extension and write it (SDK reference, manifest)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imperal_sdk._manifest import generate
from imperal_sdk.manifest_schema import (
    MANIFEST_SCHEMA,
    Manifest,
    Schedule,
    Signal,
    Tool,
    ToolParam,
    get_schema,
    validate_manifest_dict,
)

if TYPE_CHECKING:
    from imperal_sdk.extension import Extension

__all__ = [
    "GENERATOR_OWNED_FIELDS",
    "MANIFEST_SCHEMA",
    "Manifest",
    "Schedule",
    "Signal",
    "Tool",
    "ToolParam",
    "disk_preserved_fields",
    "generate_manifest",
    "get_schema",
    "save_manifest",
    "validate_manifest_dict",
]

SCHEMA_VERSION = 3
FILE_NAME = "imperal.json"

GENERATOR_OWNED_FIELDS = frozenset(
    {
        "actions_explicit",
        "app_id",
        "capabilities",
        "config_defaults",
        "events",
        "exposed",
        "file_sinks",
        "icon_size_bytes",
        "lifecycle",
        "lifecycle_hooks",
        "manifest_schema_version",
        "menu",
        "migrations_dir",
        "oauth",
        "panels",
        "required_scopes",
        "schedules",
        "sdk_version",
        "search_providers",
        "secrets",
        "signals",
        "system",
        "tools",
        "tray",
        "version",
        "webhooks",
    }
)
"""Fields that always come from the code; the others may be kept by hand."""


def disk_preserved_fields() -> frozenset[str]:
    """Return the fields that :func:`save_manifest` takes over from an existing file."""
    return frozenset(Manifest.model_fields) - GENERATOR_OWNED_FIELDS


def generate_manifest(ext: Extension) -> dict[str, Any]:
    """Return the manifest of ``ext``; sections nothing was declared for are left out."""
    from imperal_sdk import __version__

    manifest: dict[str, Any] = {
        "manifest_schema_version": SCHEMA_VERSION,
        "sdk_version": __version__,
        "app_id": ext.app_id,
        "version": ext.version,
        "name": ext.display_name or ext.app_id,
        "description": ext.description,
        "icon": ext.icon,
        "actions_explicit": ext.actions_explicit,
        "system": ext.system,
        "capabilities": list(ext.capabilities),
        "tools": generate.tools(ext),
        "signals": [{"name": name} for name in ext.signals],
        "schedules": [
            {"name": schedule.name, "cron": schedule.cron} for schedule in ext.schedules.values()
        ],
        "required_scopes": generate.scopes(ext),
    }
    declared = {name: section for name, section in _optional_sections(ext).items() if section}
    return {**manifest, **declared, "panels": generate.panels(ext)}


def _optional_sections(ext: Extension) -> dict[str, Any]:
    return {
        "icon_size_bytes": generate.icon_size(ext),
        "webhooks": [webhook.to_manifest() for webhook in ext.webhooks.values()],
        "oauth": [_oauth(entry.to_manifest()) for entry in ext.oauth_providers.values()],
        "events": generate.events(ext),
        "exposed": [method.to_manifest() for method in ext.exposed.values()],
        "lifecycle": generate.lifecycle(ext),
        "lifecycle_hooks": generate.lifecycle_hooks(ext),
        "tray": [item.to_manifest() for item in ext._tray.values()],
        "menu": [item.to_manifest() for item in ext._menu_items.values()],
        "migrations_dir": ext.migrations_dir,
        "config_defaults": ext.config_defaults,
        "secrets": [secret.to_manifest_dict() for secret in ext.secrets.values()],
        "file_sinks": [sink.model_dump() for sink in ext.file_sinks],
        "search_providers": generate.search_providers(ext),
    }


def _oauth(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "scopes": entry.get("scopes") or []}


def save_manifest(ext: Extension, path: str = "manifest.json") -> str:
    """Write the manifest of ``ext`` and return where.

    When ``path`` is a directory the file is its ``imperal.json``, and what was kept there by
    hand stays. Raises json.JSONDecodeError for an existing file that is not JSON, OSError when
    the file cannot be written.
    """
    manifest = generate_manifest(ext)
    target = Path(path)
    if target.is_dir():
        target /= FILE_NAME
        manifest |= _kept_by_hand(target)
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    target.write_text(text + "\n", encoding="utf-8")
    return str(target)


def _kept_by_hand(existing: Path) -> dict[str, Any]:
    if not existing.is_file():
        return {}
    on_disk = json.loads(existing.read_text(encoding="utf-8"))
    if not isinstance(on_disk, dict):
        return {}
    return {name: on_disk[name] for name in sorted(disk_preserved_fields()) if name in on_disk}
