"""The Extension: what each decorator leaves behind, and what it refuses."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from imperal_sdk import Extension, _provenance, ui
from imperal_sdk.secrets import SecretDeclarationConflict
from imperal_sdk.types.contributions import ALLOWED_PANEL_SLOTS


@pytest.fixture
def ext() -> Extension:
    return Extension("notes")


def test_constructor_checks_nothing_and_empties_are_containers() -> None:
    ext = Extension("BAD ID", "not-semver")
    assert (ext.capabilities, ext.config_defaults, ext.migrations_dir) == ([], {}, None)
    assert Extension(app_id="x").actions_explicit is True
    assert not hasattr(ext, "_chat_extensions")
    with pytest.raises(TypeError):
        Extension()  # type: ignore[call-arg]


def test_decorators_return_the_function_itself(ext: Extension) -> None:
    async def handler(ctx: Any, **params: Any) -> None:
        return None

    applied = [
        ext.tool("t"),
        ext.signal("s"),
        ext.schedule("cron", "0 * * * *"),
        ext.skeleton("section"),
        ext.panel("p"),
        ext.widget("w"),
        ext.tray("y"),
        ext.menu_item("m"),
        ext.webhook("hook"),
        ext.on_event("other.happened"),
        ext.emits("notes.created"),
        ext.expose("find"),
        ext.on_install,
        ext.on_uninstall,
        ext.on_enable,
        ext.on_disable,
        ext.on_upgrade("2.0.0"),
        ext.health_check,
        ext.search_provider("note"),
        ext.secret("api_key", "The key of the service"),
    ]
    assert all(decorate(handler) is handler for decorate in applied)


def test_tools_take_their_description_from_the_docstring_and_the_last_one_wins(
    ext: Extension,
) -> None:
    @ext.tool("t", scopes=["notes.read"])
    async def first(ctx: Any) -> None:
        """Find notes."""

    @ext.tool("t", description="Written out")
    async def second(ctx: Any) -> None:
        """Not used."""

    assert ext.tools["t"].func is second
    assert ext.tools["t"].description == "Written out"
    assert ext.tools["t"].scopes == []


async def test_panel_keeps_its_settings_and_wraps_the_answer(ext: Extension) -> None:
    @ext.panel("list", slot="left", title="Notes", refresh="on_event:notes.created", min_width=240)
    async def notes(ctx: Any, query: str = "") -> Any:
        return ui.Text(query)

    assert ext._panels["list"] == {
        "slot": "left",
        "title": "Notes",
        "icon": "",
        "refresh": "on_event:notes.created",
        "center_overlay": False,
        "stale_while_revalidate": True,
        "cache_ttl": 60,
        "min_width": 240,
    }
    wrapper = ext._tools["__panel__list"].func
    answer = await wrapper(None, query="hey")
    assert answer == {"ui": ui.Text("hey").to_dict(), "panel_id": "list"}
    assert list(inspect.signature(wrapper).parameters) == ["ctx", "query"]


@pytest.mark.parametrize("value", [None, {"type": "Text"}, [1, 2]])
async def test_panel_passes_anything_that_is_not_a_node_untouched(
    ext: Extension, value: Any
) -> None:
    @ext.panel("p")
    async def panel(ctx: Any) -> Any:
        return value

    assert await ext.call_tool("__panel__p", None) is value


async def test_synchronous_panel_fails_when_it_is_called(ext: Extension) -> None:
    @ext.panel("p")
    def panel(ctx: Any) -> Any:
        return ui.Text("x")

    with pytest.raises(TypeError, match=r"Fix: declare it with 'async def'"):
        await ext.call_tool("__panel__p", None)


async def test_parameter_the_panel_does_not_take_is_a_type_error(ext: Extension) -> None:
    @ext.panel("p")
    async def panel(ctx: Any) -> None:
        return None

    with pytest.raises(TypeError, match="surprise"):
        await ext.call_tool("__panel__p", None, surprise=1)


async def test_tray_menu_and_widget_answers_name_their_item(ext: Extension) -> None:
    @ext.tray("unread", icon="Mail", zone="actions", icon_color="blue")
    @ext.menu_item("settings", label="Settings")
    @ext.widget("stat")
    async def node(ctx: Any) -> Any:
        return ui.Text("3")

    tree = ui.Text("3").to_dict()
    assert await ext.call_tool("__tray__unread", None) == {
        "ui": tree,
        "tray_id": "unread",
        "icon": "Mail",
        "zone": "actions",
        "badge_style": "corner",
        "icon_color": "primary",
    }
    assert await ext.call_tool("__menu__settings", None) == {"ui": tree, "item_id": "settings"}
    assert await ext.call_tool("__widget__stat", None) == {"ui": tree, "widget_id": "stat"}
    assert ext._tray["unread"].icon_color == "primary"
    assert ext.tray_items == [ext._tray["unread"]]
    assert ext.menu_items["settings"].to_manifest()["label"] == "Settings"


@pytest.mark.parametrize(
    ("declare", "words"),
    [
        (lambda ext: ext.panel("p", slot="main"), ["'p'", "'main'", "slot='center'"]),
        (lambda ext: ext.panel("p", slot="top"), ["'p'", "'top'", "'chat-sidebar'"]),
        (lambda ext: ext.tray("t", zone="x"), ["zone='x'", "'actions', 'status', 'system'"]),
        (lambda ext: ext.tray("t", badge_style="x"), ["badge_style='x'", "'corner', 'inline'"]),
        (lambda ext: ext.tray("t", icon_color="#ff0000"), ["#ff0000", "not a hex value"]),
        (lambda ext: ext.menu_item("m", section="footer"), ["'footer'", "reserved", "'main'"]),
        (lambda ext: ext.menu_item("m", section="x"), ["'x'", "'admin', 'main'"]),
        (lambda ext: ext.emits("created"), ["'created'", "no dot", "notes.created"]),
        (lambda ext: ext.emits("tasks.created"), ["'tasks'", "'notes'", "notes.created"]),
        (lambda ext: ext.emits("notesx.created"), ["'notesx'", "notes.created"]),
        (lambda ext: ext.skeleton(""), ["''", "@ext.skeleton('tasks'"]),
        (lambda ext: ext.skeleton("a:b/c"), ["'a:b/c'", "'a_b_c'"]),
        (lambda ext: ext.skeleton("s", ttl="soon"), ["'soon'", "ttl=60"]),
        (lambda ext: ext.schedule("s", "bad"), ["'bad'", "five fields"]),
    ],
)
def test_refusals_name_the_value_the_rule_and_the_fix(
    ext: Extension, declare: Any, words: list[str]
) -> None:
    with pytest.raises(ValueError, match=r"Rule: .* Fix: ") as caught:
        declare(ext)
    for word in words:
        assert word in str(caught.value)


def test_every_allowed_slot_is_accepted(ext: Extension) -> None:
    for slot in ALLOWED_PANEL_SLOTS:
        ext.panel(f"in-{slot}", slot=slot)


@pytest.mark.parametrize("kind", ["panel", "tool", "emits", "schedule", "on_event", "skeleton"])
def test_decorator_without_its_parentheses_says_so(ext: Extension, kind: str) -> None:
    async def handler(ctx: Any) -> None:
        return None

    arguments = ("0 * * * *",) if kind == "schedule" else ()
    with pytest.raises(TypeError, match="needs its parentheses"):
        getattr(ext, kind)(handler, *arguments)


def test_skeleton_is_a_tool_with_its_settings(ext: Extension) -> None:
    @ext.skeleton("tasks", alert=True, ttl=30)
    async def tasks(ctx: Any) -> dict[str, Any]:
        return {"response": {}}

    tool = ext._tools["skeleton_refresh_tasks"]
    assert tool.func is tasks
    assert tool.description == "Skeleton refresh: tasks"
    assert tool._skeleton == {  # type: ignore[attr-defined]
        "section_name": "tasks",
        "alert_on_change": True,
        "ttl": 30,
    }
    ext.skeleton("other", ttl=0)(tasks)
    assert ext._tools["skeleton_refresh_other"]._skeleton["ttl"] == 300  # type: ignore[attr-defined]


@given(st.text(min_size=1).filter(lambda s: not set(s) & set("*?[]:/")))
def test_any_section_name_without_separators_is_kept(name: str) -> None:
    ext = Extension("notes")
    ext.skeleton(name)(_noop)
    assert ext._tools[f"skeleton_refresh_{name}"].func is _noop


async def _noop(ctx: Any) -> None:
    return None


@given(st.text())
@example("notes.created")
@example("notesy.created")
def test_emits_takes_exactly_the_names_of_its_own_namespace(name: str) -> None:
    ext = Extension("notes")
    if name.startswith("notes."):
        ext.emits(name)
    else:
        with pytest.raises(ValueError, match=r"@ext.emits"):
            ext.emits(name)
    ext.emits(f"notes.{name}")(_noop)
    assert [emit.event_type for emit in ext.declared_emits] == [f"notes.{name}"]


def test_emits_is_checked_when_called_and_can_be_stacked(ext: Extension) -> None:
    @ext.emits("notes.created", schema_ref="https://example.org/created.json")
    @ext.emits("notes.deleted")
    async def declare() -> None: ...

    assert [emit.to_manifest() for emit in ext.declared_emits] == [
        {"type": "notes.deleted"},
        {"type": "notes.created", "schema_ref": "https://example.org/created.json"},
    ]


def test_several_handlers_may_subscribe_to_one_event_of_any_namespace(ext: Extension) -> None:
    ext.on_event("tasks.done")(_noop)
    ext.on_event("tasks.done")(_noop)
    assert [handler.event_type for handler in ext.event_handlers] == ["tasks.done", "tasks.done"]
    assert ext.event_handlers[0].to_manifest() == {"type": "tasks.done", "handler": "_noop"}


@pytest.mark.parametrize("path", ["cb", "/cb", "cb/", "//cb/"])
def test_webhook_paths_are_the_same_with_any_outer_slashes(ext: Extension, path: str) -> None:
    ext.webhook(path, method="PUT", secret_header="X-Key")(_noop)
    assert list(ext.webhooks) == ["/cb"]
    assert ext._tools["__webhook__cb"].func is _noop
    assert ext.webhooks["/cb"].to_manifest() == {
        "path": "/cb",
        "method": "PUT",
        "secret_header": "X-Key",
    }


def test_lifecycle_hooks_are_keyed_and_upgrades_carry_their_version(ext: Extension) -> None:
    ext.on_install(_noop)
    ext.on_upgrade("2.0.0")(_noop)
    assert set(ext.lifecycle) == {"on_install", "on_upgrade:2.0.0"}
    assert ext.lifecycle["on_upgrade:2.0.0"].name == "on_upgrade"
    ext.health_check(_noop)
    assert ext._health_check is not None
    assert ext._health_check.func is _noop


def test_cache_models_are_found_by_identity(ext: Extension) -> None:
    @ext.cache_model("folders")
    class Folders(BaseModel):
        names: list[str] = []

    class More(Folders):
        pass

    assert ext._resolve_cache_model_name(Folders) == "folders"
    assert ext._resolve_cache_model_name(More) is None
    with pytest.raises(ValueError, match="Folders has this name already"):
        ext.cache_model("folders")(More)
    with pytest.raises(TypeError, match="'int' is not a pydantic model"):
        ext.cache_model("number")(int)


def test_secret_is_registered_by_the_call_and_brings_its_panel(ext: Extension) -> None:
    assert "secrets" not in ext.panels
    ext.secret("api_key", "The key of the service", required=True)
    assert ext.secrets["api_key"].required is True
    assert ext.panels["secrets"]["slot"] == "right"
    ext.secrets.clear()
    assert "api_key" in ext.secrets
    with pytest.raises(SecretDeclarationConflict, match="declared twice"):
        ext.secret("api_key", "Again")


def test_app_scoped_secret_with_a_write_mode_only_warns(
    ext: Extension, caplog: pytest.LogCaptureFixture
) -> None:
    ext.secret("client_id", "Ours", scope="app", write_mode="both")
    assert "has no effect with scope='app'" in caplog.text


def test_oauth_file_sinks_and_search_providers_are_kept(ext: Extension) -> None:
    ext.oauth("google", collection="accounts", scopes=["mail"])
    assert ext.oauth_providers["google"].to_manifest() == {
        "provider": "google",
        "collection": "accounts",
        "scopes": ["mail"],
        "has_hook": False,
    }
    ext.file_sink("import_notes", accepts=["text/plain"], arg="text")
    assert [sink.tool for sink in ext.file_sinks] == ["import_notes"]
    with pytest.raises(ValueError, match="declared twice"):
        ext.file_sink("import_notes", accepts=["text/plain"], arg="text")
    with pytest.raises(ValueError, match="accepts"):
        ext.file_sink("other", accepts=[], arg="text")
    ext.search_provider("note", "Notes by words")(_noop)
    assert ext._search_providers["note"].description == "Notes by words"


async def test_call_tool_and_call_signal_find_their_functions(ext: Extension) -> None:
    @ext.tool("double")
    def double(ctx: Any, n: int) -> int:
        return 2 * n

    @ext.signal("tick")
    async def tick(ctx: Any) -> str:
        return "tock"

    assert await ext.call_tool("double", None, n=4) == 8
    assert await ext.call_signal("tick", None) == "tock"
    with pytest.raises(ValueError, match=r"Unknown tool 'halve'.*declares: double"):
        await ext.call_tool("halve", None)
    with pytest.raises(ValueError, match=r"Unknown signal 'tock'"):
        await ext.call_signal("tock", None)


def test_sources_are_recorded_only_when_the_host_asks(
    ext: Extension, monkeypatch: pytest.MonkeyPatch
) -> None:
    ext.panel("before")(_noop)
    assert ext._sources == {}
    monkeypatch.setattr(_provenance, "enabled", True)
    ext.panel("after")(_noop)
    line = inspect.currentframe().f_lineno - 1  # type: ignore[union-attr]
    ext.on_install(_noop)
    ext.emits("notes.created")(_noop)
    assert ext._sources["panel", "after"] == (__file__, line)
    assert ext._sources["lifecycle", "on_install"] == (__file__, line + 2)
    assert ext._sources["emits", "notes.created"] == (__file__, line + 3)


@pytest.mark.parametrize("hook", ["on_install", "on_uninstall", "on_enable", "on_disable"])
def test_each_bare_hook_is_kept_under_its_own_name(ext: Extension, hook: str) -> None:
    async def handler(ctx: Any) -> None: ...

    assert getattr(ext, hook)(handler) is handler
    assert {key: (entry.name, entry.func) for key, entry in ext.lifecycle.items()} == {
        hook: (hook, handler)
    }
