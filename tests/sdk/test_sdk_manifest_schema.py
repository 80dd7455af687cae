"""Rules M1 to M8.2 and V25: what is wrong with a manifest, and where in it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imperal_sdk._validation import manifest_file
from imperal_sdk._validation.json_lines import line_of, lines
from imperal_sdk.manifest_schema import (
    MANIFEST_SCHEMA,
    Manifest,
    get_schema,
    manifest_issues,
    validate_manifest_dict,
)

GOOD: dict[str, Any] = {
    "sdk_version": "6.0.0",
    "app_id": "notes",
    "version": "1.0.0",
    "tools": [
        {"name": "count", "parameters": {"limit": {"type": "integer", "required": True}}},
        {"name": "find"},
    ],
    "signals": [{"name": "refresh"}],
    "schedules": [{"name": "nightly", "cron": "0 3 * * *"}],
    "webhooks": [{"path": "/a"}, {"path": "/b"}],
    "events": {"subscribes": [], "emits": [{"type": "notes.made"}]},
    "exposed": [
        {"name": "get", "action_type": "read"},
        {"name": "put", "action_type": "write"},
    ],
    "tray": [{"tray_id": "count"}],
    "menu": [{"item_id": "all", "label": "All"}],
    "secrets": [{"name": "key", "description": "Key"}],
    "panels": [{"panel_id": "list", "slot": "left"}],
    "lifecycle": {"health_check": {"interval_sec": 60}},
    "file_sinks": [{"tool": "count", "accepts": ["text/plain"], "arg": "text"}],
    "search_providers": [{"entity_type": "note", "handler": "search"}],
    "oauth": [{"provider": "google"}],
}

Change = Callable[[dict[str, Any]], Any]


def broken(change: Change) -> dict[str, Any]:
    manifest = copy.deepcopy(GOOD)
    change(manifest)
    return manifest


TREE = {"type": "Stack", "props": {"children": [{"type": "Input", "props": {"type": "tel"}}]}}

CASES: list[tuple[str, str, Change]] = [
    ("M2", "version", lambda m: m.pop("version")),
    ("M2", "tools.0.name", lambda m: m["tools"][0].pop("name")),
    ("M3", "schema_version", lambda m: m.update(schema_version=1)),
    ("M3", "schedules.0.when", lambda m: m["schedules"][0].update(when="x")),
    ("M4", "app_id", lambda m: m.update(app_id="Notes_1")),
    ("M4", "version", lambda m: m.update(version="1")),
    ("M4", "manifest_schema_version", lambda m: m.update(manifest_schema_version=4)),
    ("M4", "tools", lambda m: m.update(tools={})),
    ("M4", "required_scopes", lambda m: m.update(required_scopes=["No scope"])),
    ("M4", "webhooks.0.path", lambda m: m["webhooks"][0].update(path="a")),
    ("M4", "webhooks.0.method", lambda m: m["webhooks"][0].update(method="PATCH")),
    ("M4", "exposed.0.action_type", lambda m: m["exposed"][0].update(action_type="destructive")),
    ("M4", "tray.0.zone", lambda m: m["tray"][0].update(zone="left")),
    ("M4", "tray.0.icon_color", lambda m: m["tray"][0].update(icon_color="#fff")),
    ("M4", "tray.0.badge_style", lambda m: m["tray"][0].update(badge_style="round")),
    ("M4", "menu.0.section", lambda m: m["menu"][0].update(section="footer")),
    ("M4", "menu.0.section", lambda m: m["menu"][0].update(section="else")),
    ("M4", "secrets.0", lambda m: m["secrets"][0].update(env_fallback="IMPERAL_APPSECRET_K")),
    ("M4", "secrets.0.max_bytes", lambda m: m["secrets"][0].update(max_bytes=0)),
    ("M4", "panels.0.slot", lambda m: m["panels"][0].update(slot="main")),
    ("M4", "panels.0", lambda m: m["panels"][0].update(tree=TREE)),
    ("M4", "root", lambda m: m.update(hidden_in_sidebar=True)),
    (
        "M4",
        "lifecycle.health_check.interval_sec",
        lambda m: m["lifecycle"]["health_check"].update(interval_sec=5),
    ),
    ("M4", "file_sinks.0.accepts", lambda m: m["file_sinks"][0].update(accepts=[])),
    (
        "M4",
        "search_providers.0.handler",
        lambda m: m["search_providers"][0].update(handler="no name"),
    ),
    ("M4", "oauth.0.collection", lambda m: m["oauth"][0].update(collection="No")),
    ("M5", "tools.0.name", lambda m: m["tools"][0].update(name="a-b")),
    ("M5", "tools.0.scopes", lambda m: m["tools"][0].update(scopes=["no scope"])),
    (
        "M5",
        "tools.0.parameters.limit.type",
        lambda m: m["tools"][0]["parameters"]["limit"].update(type="int"),
    ),
    ("M5", "schedules.0.cron", lambda m: m["schedules"][0].update(cron="daily")),
    ("M5", "signals.0.name", lambda m: m["signals"][0].update(name="")),
    ("V25", "tools.0.name", lambda m: m["tools"][0].update(name="tool_notes_chat")),
]

CROSS: list[tuple[str, tuple[str | int, ...], Change]] = [
    ("M6.3", ("webhooks", 2, "path"), lambda m: m["webhooks"].append({"path": "/a"})),
    (
        "M7.3",
        ("events", "emits", 1, "type"),
        lambda m: m["events"]["emits"].append({"type": "x.y"}),
    ),
    ("M8.2", ("exposed", 2, "name"), lambda m: m["exposed"].append(m["exposed"][0])),
]


def test_a_good_manifest_has_no_findings() -> None:
    assert validate_manifest_dict(GOOD) == []


@pytest.mark.parametrize(("rule", "place", "change"), CASES)
def test_each_broken_value_is_found_by_its_rule_and_place(
    rule: str, place: str, change: Change
) -> None:
    (issue,) = validate_manifest_dict(broken(change))
    assert (issue.rule, issue.level) == (rule, "ERROR")
    assert place in issue.message or ".".join(map(str, issue.path)) == place
    assert issue.fix


@pytest.mark.parametrize(("rule", "path", "change"), CROSS)
def test_rules_across_sections_raise_from_the_public_check_and_are_findings_in_the_full_one(
    rule: str, path: tuple[str | int, ...], change: Change
) -> None:
    manifest = broken(change)
    with pytest.raises(ValueError, match=rf"^{rule.replace('.', '[.]')} "):
        validate_manifest_dict(manifest)
    (issue,) = manifest_issues(manifest)
    assert (issue.rule, issue.path) == (rule, path)


def test_an_unknown_field_is_compared_with_the_known_ones() -> None:
    (issue,) = validate_manifest_dict(broken(lambda m: m.update(schedule=[])))
    assert "is it 'schedules'?" in issue.fix


@pytest.mark.parametrize("root", [None, [], "text", 5])
def test_a_root_that_is_not_an_object_is_m1(root: Any) -> None:
    assert [issue.rule for issue in validate_manifest_dict(root)] == ["M1"]


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_any_value_in_any_field_gives_findings_and_never_another_error(value: Any) -> None:
    for name in Manifest.model_fields:
        for issue in manifest_issues({**GOOD, name: value}):
            assert issue.level == "ERROR"


def test_the_json_schema_agrees_with_the_models() -> None:
    jsonschema.validate(GOOD, MANIFEST_SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**GOOD, "schema_version": 1}, get_schema())
    get_schema()["properties"].clear()
    assert MANIFEST_SCHEMA["properties"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@settings(deadline=None)
@given(json_values, st.sampled_from([None, 1]))
def test_lines_of_values_point_at_the_line_that_holds_them(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    found = lines(text)
    rows = text.split("\n")
    for path, line in found.items():
        step = path[-1] if path else None
        if isinstance(step, str):
            assert json.dumps(step) in rows[line - 1]
    assert line_of(found, ("nowhere", 3)) >= 1


def test_a_file_gives_the_line_of_each_finding(tmp_path: Path) -> None:
    file = tmp_path / "imperal.json"
    manifest = broken(lambda m: m["tools"][1].update(name="a-b"))
    file.write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    (issue,) = manifest_file.check(file)
    assert issue.file == str(file)
    row = file.read_text(encoding="utf-8").splitlines()[issue.line - 1]
    assert row.strip() == '"name": "a-b"'


def test_a_file_that_is_not_json_is_m0_at_the_line_of_the_mistake(tmp_path: Path) -> None:
    file = tmp_path / "imperal.json"
    file.write_text('{\n  "app_id": notes\n}', encoding="utf-8")
    (issue,) = manifest_file.check(file)
    assert (issue.rule, issue.line) == ("M0", 2)
    assert manifest_file.check(tmp_path / "absent.json") == []
