"""Each section of a manifest keeps what is right, fills its defaults, and names what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from imperal_sdk import manifest_schema, manifest_schema_ui

SECTIONS: dict[str, tuple[dict[str, Any], dict[str, Any], list[tuple[str, Any]]]] = {
    "ToolParam": (
        {"type": "integer", "required": True},
        {},
        [("type", "int"), ("required", None)],
    ),
    "Tool": (
        {"name": "find_note", "scopes": ["notes:read"], "effects": ["read:note"]},
        {"description": "", "parameters": {}, "action_type": None, "chain_callable": None},
        [("name", "find-note"), ("name", "1st"), ("scopes", ["Notes"]), ("extra", 1)],
    ),
    "Signal": ({"name": "login"}, {"description": None}, [("name", ""), ("extra", 1)]),
    "Schedule": (
        {"name": "nightly", "cron": "0 3 * * *"},
        {"description": None},
        [("cron", "0 3 * *"), ("cron", "@often"), ("name", ""), ("extra", 1)],
    ),
    "Webhook": (
        {"path": "/hooks/in"},
        {"method": "POST", "secret_header": ""},
        [("path", "hooks"), ("path", "/Hooks"), ("method", "PATCH"), ("extra", 1)],
    ),
    "EventSubscription": (
        {"type": "mail.sent", "handler": "on_sent"},
        {},
        [("type", ""), ("handler", None), ("extra", 1)],
    ),
    "EventEmit": ({"type": "notes.made"}, {"schema_ref": None}, [("type", ""), ("extra", 1)]),
    "Events": (
        {"subscribes": [{"type": "a.b", "handler": "h"}], "emits": []},
        {},
        [("subscribes", [{"type": "a.b"}]), ("emits", [{}]), ("extra", 1)],
    ),
    "ExposedDecl": (
        {"name": "find", "action_type": "write"},
        {},
        [("action_type", "destructive"), ("extra", 1)],
    ),
    "HealthCheckDecl": ({}, {"interval_sec": 60}, [("interval_sec", 29), ("extra", 1)]),
    "LifecycleDecl": (
        {"on_install": True, "on_upgrade": ["1.0.0"], "health_check": {"interval_sec": 30}},
        {"on_uninstall": None},
        [("on_upgrade", "1.0.0"), ("health_check", {"interval_sec": 5}), ("on_refresh", True)],
    ),
    "TrayDecl": (
        {"tray_id": "unread", "zone": "actions", "badge_style": "inline", "icon_color": "green"},
        {"icon": None, "order": None},
        [("tray_id", "U"), ("zone", "top"), ("badge_style", "round"), ("icon_color", "#fff")],
    ),
    "MenuItemDecl": (
        {"item_id": "all-notes", "label": "Notes", "section": "admin"},
        {"danger": None, "path": None},
        [("section", "footer"), ("section", "else"), ("item_id", "1"), ("extra", 1)],
    ),
    "SecretDecl": (
        {
            "name": "key",
            "description": "Key",
            "scope": "app",
            "env_fallback": "IMPERAL_APPSECRET_K",
        },
        {"required": False, "write_mode": "user", "max_bytes": 4096, "rotation_hint_days": None},
        [
            ("name", "Key"),
            ("description", ""),
            ("write_mode", "nobody"),
            ("max_bytes", 65_537),
            ("rotation_hint_days", 0),
            ("scope", "user"),
            ("env_fallback", "HOME"),
        ],
    ),
    "OAuthDecl": (
        {"provider": "google", "collection": "google_accounts", "scopes": ["mail"]},
        {"has_hook": False},
        [("provider", ""), ("collection", "Google"), ("extra", 1)],
    ),
    "SearchProviderDecl": (
        {"entity_type": "note", "handler": "find_notes"},
        {"description": ""},
        [("entity_type", "Note"), ("handler", "find notes"), ("description", "x" * 201)],
    ),
    "FileSink": (
        {"tool": "add_file", "accepts": ["text/plain"], "arg": "text"},
        {"arg_kind": "text", "description": ""},
        [("tool", "Add"), ("accepts", []), ("arg", ""), ("arg_kind", "path"), ("extra", 1)],
    ),
    "Panel": (
        {"panel_id": "list", "slot": "left", "default_width": 300, "own_option": True},
        {"tree": {}, "title": None},
        [("slot", "main"), ("tree", {"type": "Input", "props": {"type": "tel"}})],
    ),
    "UINode": (
        {"type": "Stack", "props": {"children": [{"type": "Input", "props": {"type": "url"}}]}},
        {},
        [("type", ""), ("props", {"children": [{"type": "Input", "props": {"type": "tel"}}]})],
    ),
    "Manifest": (
        {
            "manifest_schema_version": 3,
            "sdk_version": "6.0.0",
            "app_id": "notes",
            "version": "1.0.0",
            "name": "Notes",
        },
        {"system": None},
        [("app_id", "Notes"), ("version", "1"), ("odd", 1), ("hidden_in_sidebar", True)],
    ),
}

MODULES = {"Panel": manifest_schema_ui, "UINode": manifest_schema_ui}
CHANGES = [(name, field, value) for name, row in SECTIONS.items() for field, value in row[2]]


def section(name: str) -> Any:
    return getattr(MODULES.get(name, manifest_schema), name)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_keeps_what_is_right_and_fills_its_defaults(name: str) -> None:
    right, defaults, _ = SECTIONS[name]
    dumped = section(name).model_validate(right).model_dump(exclude_defaults=False)
    kept = section(name).model_validate(right).model_dump(exclude_unset=True)
    assert kept == right
    assert {field: dumped[field] for field in defaults} == defaults


@pytest.mark.parametrize(("name", "field", "value"), CHANGES)
def test_a_section_names_the_field_that_is_wrong(name: str, field: str, value: Any) -> None:
    right = SECTIONS[name][0]
    section(name).model_validate(right)
    with pytest.raises(ValidationError) as caught:
        section(name).model_validate({**right, field: value})
    said = str(caught.value)
    assert field in said or str(value) in said or "tel" in said
