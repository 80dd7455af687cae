"""The manifest says everything an extension declares, and survives being read back."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from imperal_sdk import ChatExtension, Extension, ui
from imperal_sdk.manifest import (
    GENERATOR_OWNED_FIELDS,
    Manifest,
    disk_preserved_fields,
    generate_manifest,
    save_manifest,
    validate_manifest_dict,
)
from imperal_sdk.types.action_result import ActionResult


class NewNote(BaseModel):
    """What a note needs."""

    title: str
    pinned: bool = False


class Note(BaseModel):
    """A note."""

    id: str


def full_extension() -> Extension:
    """An extension that declares one of everything."""
    ext = Extension(
        "notes",
        version="1.2.3",
        capabilities=["store:read"],
        migrations_dir="migrations",
        config_defaults={"page": {"size": 20}},
        display_name="Notes",
        description="Keeps notes.",
        icon="icon.svg",
    )
    chat = ChatExtension(ext, "notes_chat", "Notes")

    @chat.function(
        "create_note",
        "Create a note with a title.",
        action_type="write",
        event="note_created",
        effects=["create:note"],
    )
    async def create_note(ctx: Any, params: NewNote) -> ActionResult[Note]:
        return ActionResult.success({"id": "1"}, "made")

    @ext.tool("count", scopes=["store:read", "b.write"], description="Count notes.")
    async def count(ctx: Any, limit: int, since: str = "", deep: dict = {}) -> dict:  # type: ignore[type-arg]  # noqa: B006
        return {}

    @ext.skeleton("unread", alert=True, ttl=60)
    async def unread(ctx: Any) -> dict[str, Any]:
        return {"response": {}}

    @ext.signal("refresh")
    async def refresh(ctx: Any) -> None: ...

    @ext.schedule("nightly", "0 3 * * *")
    async def nightly(ctx: Any) -> None: ...

    @ext.panel("list", slot="left", title="Notes", default_width=300, tree=ui.Text("…"))
    async def panel(ctx: Any) -> None: ...

    @ext.webhook("/hook/", secret_header="X-Key")
    async def hook(ctx: Any, headers: Any, body: Any, query_params: Any) -> None: ...

    @ext.tray("count", tooltip="Notes", zone="actions")
    async def tray(ctx: Any) -> None: ...

    @ext.menu_item("all", label="All notes", path="/notes")
    async def menu(ctx: Any) -> None: ...

    @ext.on_event("tasks.done")
    async def on_done(ctx: Any, data: dict[str, Any]) -> None: ...

    ext.on_event("tasks.lost")(functools.partial(on_done))

    @ext.emits("notes.note_created", schema_ref="https://example.org/note.json")
    @ext.expose("get_note")
    async def get_note(ctx: Any, note_id: str) -> dict[str, Any]:
        return {}

    @ext.on_install
    async def installed(ctx: Any) -> None: ...

    for version in ("1.1.0", "1.0.0"):

        @ext.on_upgrade(version)
        async def upgraded(ctx: Any, from_version: str) -> None: ...

    @ext.health_check
    async def healthy(ctx: Any) -> None: ...

    ext.secret("api_key", "Key of the service.", required=True, rotation_hint_days=30)
    ext.oauth("google", collection="accounts", scopes=["mail"])
    ext.file_sink("create_note", accepts=["text/plain"], arg="title")

    @ext.search_provider("note", "Finds notes")
    async def search(ctx: Any, query: str) -> None: ...

    return ext


def test_every_declaration_has_its_section() -> None:
    manifest = generate_manifest(full_extension())
    assert manifest["manifest_schema_version"] == 3
    assert (manifest["app_id"], manifest["name"], manifest["version"]) == (
        "notes",
        "Notes",
        "1.2.3",
    )
    assert [tool["name"] for tool in manifest["tools"]] == [
        "count",
        "skeleton_refresh_unread",
        "create_note",
    ]
    assert manifest["tools"][0]["parameters"] == {
        "limit": {"type": "string", "required": True},
        "since": {"type": "string", "required": False},
        "deep": {"type": "string", "required": False},
    }
    assert manifest["required_scopes"] == ["b.write", "store:read"]
    assert manifest["signals"] == [{"name": "refresh"}]
    assert manifest["schedules"] == [{"name": "nightly", "cron": "0 3 * * *"}]
    assert manifest["webhooks"] == [
        {"path": "/hook", "method": "POST", "secret_header": "X-Key"},
    ]
    assert manifest["events"] == {
        "subscribes": [
            {"type": "tasks.done", "handler": "on_done"},
            {"type": "tasks.lost", "handler": "on_done"},
        ],
        "emits": [
            {"type": "notes.note_created", "schema_ref": "https://example.org/note.json"},
        ],
    }
    assert manifest["exposed"] == [{"name": "get_note", "action_type": "read"}]
    assert manifest["lifecycle"] == {
        "on_install": True,
        "on_upgrade": ["1.0.0", "1.1.0"],
        "health_check": {"interval_sec": 60},
    }
    assert manifest["config_defaults"] == {"page": {"size": 20}}
    assert manifest["migrations_dir"] == "migrations"
    assert manifest["tray"][0]["zone"] == "actions"
    assert manifest["menu"][0]["path"] == "/notes"
    assert manifest["secrets"][0]["rotation_hint_days"] == 30
    assert manifest["oauth"][0]["provider"] == "google"
    assert manifest["file_sinks"][0]["tool"] == "create_note"
    assert manifest["search_providers"] == [
        {"entity_type": "note", "handler": "search", "description": "Finds notes"},
    ]


def test_chat_functions_carry_the_schemas_of_what_goes_in_and_out() -> None:
    function = generate_manifest(full_extension())["tools"][-1]
    assert function["owner_chat_tool"] == "notes_chat"
    assert function["params_schema"] == NewNote.model_json_schema()
    assert function["return_schema"] == Note.model_json_schema()
    assert (function["event"], function["effects"]) == ("note_created", ["create:note"])


def test_plain_types_that_are_not_quoted_have_names() -> None:
    namespace: dict[str, Any] = {}
    code = "def plain(ctx, a: int, b: float, c: bool, d: list, e: dict, f: str, g: 'int'): ..."
    exec(compile(code, "plain", "exec", dont_inherit=True), namespace)
    ext = Extension("x1")
    ext.tool("plain")(namespace["plain"])
    parameters = generate_manifest(ext)["tools"][0]["parameters"]
    assert [entry["type"] for entry in parameters.values()] == [
        "integer",
        "number",
        "boolean",
        "array",
        "object",
        "string",
        "string",
    ]


def test_panels_carry_every_setting_and_a_static_tree() -> None:
    panels = generate_manifest(full_extension())["panels"]
    assert panels[0]["panel_id"] == "list"
    assert panels[0]["default_width"] == 300
    assert panels[0]["tree"] == ui.Text("…").to_dict()
    assert panels[1]["panel_id"] == "secrets"
    assert panels[1]["tree"] == {}


def test_sections_without_declarations_are_left_out() -> None:
    manifest = generate_manifest(Extension("empty-app"))
    assert set(manifest) == {
        "manifest_schema_version",
        "sdk_version",
        "app_id",
        "version",
        "name",
        "description",
        "icon",
        "actions_explicit",
        "system",
        "capabilities",
        "tools",
        "signals",
        "schedules",
        "required_scopes",
        "panels",
    }


def test_a_manifest_read_back_is_the_same_and_valid(tmp_path: Path) -> None:
    ext = full_extension()
    written = save_manifest(ext, str(tmp_path / "out.json"))
    on_disk = json.loads(Path(written).read_text(encoding="utf-8"))
    assert on_disk == generate_manifest(ext)
    assert validate_manifest_dict(on_disk) == []
    assert Manifest.model_validate(on_disk).app_id == "notes"


def test_what_was_kept_by_hand_survives_and_the_rest_comes_from_the_code(tmp_path: Path) -> None:
    by_hand = {"author": "Ada", "name": "Kept", "tags": ["x"], "version": "9.9.9", "odd": 1}
    (tmp_path / "imperal.json").write_text(json.dumps(by_hand), encoding="utf-8")
    written = json.loads(Path(save_manifest(full_extension(), str(tmp_path))).read_text("utf-8"))
    assert (written["author"], written["name"], written["tags"]) == ("Ada", "Kept", ["x"])
    assert written["version"] == "1.2.3"
    assert "odd" not in written


def test_an_existing_file_that_is_not_json_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "imperal.json").write_text("not json", encoding="utf-8")
    with pytest.raises(json.JSONDecodeError):
        save_manifest(full_extension(), str(tmp_path))
    assert (tmp_path / "imperal.json").read_text(encoding="utf-8") == "not json"


def test_the_icons_size_is_told_when_the_file_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "icon.svg").write_text("<svg/>", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert generate_manifest(full_extension())["icon_size_bytes"] == 6


def test_each_field_belongs_to_the_generator_or_to_the_author() -> None:
    assert not GENERATOR_OWNED_FIELDS & disk_preserved_fields()
    assert GENERATOR_OWNED_FIELDS | disk_preserved_fields() == set(Manifest.model_fields)
