"""Published constants are what the rules go by: each word in them works, and others do not."""

from __future__ import annotations

import importlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from imperal_sdk import App, ChatExtension, Extension, catalog, manifest_schema, sdl, types, ui
from imperal_sdk.chat import error_codes
from imperal_sdk.oauth_tokens import DEFAULT_SKEW_SECONDS, PROVIDER_TOKEN_URLS, needs_refresh
from imperal_sdk.secrets.client import SDK_HTTP_TIMEOUT_S
from imperal_sdk.secrets.spec import SecretSpec
from imperal_sdk.types.contributions import normalize_tray_icon_color

Use = Callable[[Any], Any]


def find(full: str) -> Any:
    module, _, name = full.partition(":")
    return getattr(importlib.import_module(module), name)


def tray(**options: Any) -> Any:
    return Extension("demo").tray("t", **options)


def tray_entry(**options: Any) -> Any:
    return manifest_schema.TrayDecl(tray_id="tt", **options)


def menu_entry(section: str) -> Any:
    return manifest_schema.MenuItemDecl(item_id="mm", label="M", section=section)


def secret(**options: Any) -> Any:
    return SecretSpec("key", "What it is for", **options)


def panel(slot: str) -> Any:
    return Extension("demo").panel("p", slot=slot)


def places(name: str, *modules: str) -> list[str]:
    return [f"imperal_sdk.{module}:{name}" for module in modules]


EVERYWHERE = ("extension", "manifest_schema", "types.contributions")
HERE = ("types.contributions",)
WORDS: list[tuple[str, Use]] = [
    *((p, lambda w: tray(zone=w)) for p in places("ALLOWED_TRAY_ZONES", *EVERYWHERE)),
    *((p, lambda w: tray_entry(zone=w)) for p in places("TRAY_ZONE_ORDER", *HERE)),
    *((p, lambda w: tray(badge_style=w)) for p in places("ALLOWED_TRAY_BADGE_STYLES", *EVERYWHERE)),
    *((p, lambda w: tray_entry(badge_style=w)) for p in places("TRAY_BADGE_STYLES", *HERE)),
    *((p, lambda w: tray(icon_color=w)) for p in places("ALLOWED_TRAY_ICON_COLORS", *EVERYWHERE)),
    *((p, lambda w: tray_entry(icon_color=w)) for p in places("TRAY_ICON_COLORS", *HERE)),
    *((p, normalize_tray_icon_color) for p in places("TRAY_ICON_COLOR_ALIASES", *HERE)),
    *((p, menu_entry) for p in places("CONTRIBUTABLE_MENU_SECTIONS", *HERE)),
    *((p, panel) for p in places("ALLOWED_PANEL_SLOTS", "extension", "types.contributions")),
    *((p, panel) for p in places("PANEL_SLOT_RENDERING_STATUS", *HERE)),
    ("imperal_sdk.secrets.spec:ALLOWED_SCOPES", lambda w: secret(scope=w)),
    ("imperal_sdk.secrets.spec:ALLOWED_WRITE_MODES", lambda w: secret(write_mode=w)),
    ("imperal_sdk.ui.data:STAT_TREND_DIRECTIONS", lambda w: ui.Stat("l", 1, trend_direction=w)),
    ("imperal_sdk.ui.feedback:ALERT_VARIANTS", lambda w: ui.Alert("m", variant=w)),
    ("imperal_sdk.ui.feedback:ALERT_SYNONYMS", lambda w: ui.Alert("m", variant=w)),
    ("imperal_sdk.ui.feedback:TOAST_VARIANTS", lambda w: ui.Toast("m", w)),
    ("imperal_sdk.ui.feedback:TOAST_SYNONYMS", lambda w: ui.Toast("m", w)),
    ("imperal_sdk.ui.input_components:INPUT_TYPES", lambda w: ui.Input(type=w)),
    ("imperal_sdk.ui.input_components:FIELD_VARIANTS", lambda w: ui.Input(variant=w)),
    ("imperal_sdk.ui.input_components:FILEUPLOAD_VARIANTS", lambda w: ui.FileUpload(variant=w)),
    ("imperal_sdk.ui.layout:STACK_DIRECTIONS", lambda w: ui.Stack([], direction=w)),
    ("imperal_sdk.ui.feedback:MODAL_SIZES", lambda w: ui.Modal(size=w)),
]


def known(full: str) -> bool:
    module, _, name = full.partition(":")
    return hasattr(importlib.import_module(module), name)


USED = [(full, use) for full, use in WORDS if known(full)]


@pytest.mark.parametrize(("full", "use"), USED, ids=[full for full, _ in USED])
def test_each_word_of_a_list_is_accepted_and_another_is_not(full: str, use: Use) -> None:
    words = list(find(full))
    assert len(words) >= 2
    for word in words:
        use(word)
    with pytest.raises(ValueError, match="elsewhere"):
        use("elsewhere")


@pytest.mark.parametrize(
    "full", places("ALLOWED_MENU_SECTIONS", *EVERYWHERE) + places("MENU_SECTION_ORDER", *HERE)
)
def test_a_section_is_open_or_the_platforms(full: str) -> None:
    sections = list(find(full))
    assert sorted(sections) == ["account", "admin", "footer", "main"]
    reserved = find("imperal_sdk.types.contributions:RESERVED_MENU_SECTIONS")
    for section in set(sections) - reserved:
        Extension("demo").menu_item("m", section=section)


@pytest.mark.parametrize("full", places("RESERVED_MENU_SECTIONS", *EVERYWHERE[1:]))
def test_a_reserved_section_is_refused(full: str) -> None:
    reserved = find(full)
    assert len(reserved) == 2
    for section in reserved:
        with pytest.raises(ValidationError, match="belongs to the platform"):
            menu_entry(section)
        with pytest.raises(ValueError, match=section):
            Extension("demo").menu_item("m", section=section)


@pytest.mark.parametrize(
    ("full", "field"),
    [
        *((p, "badge_style") for p in places("DEFAULT_TRAY_BADGE_STYLE", *EVERYWHERE[::2])),
        *((p, "icon_color") for p in places("DEFAULT_TRAY_ICON_COLOR", *EVERYWHERE[::2])),
    ],
)
def test_a_tray_item_without_a_choice_has_the_default(full: str, field: str) -> None:
    ext = Extension("demo")
    ext.tray("t")(lambda ctx: None)
    assert getattr(ext.tray_items[0], field) == find(full)


@pytest.mark.parametrize(
    ("colour", "name"), [("blue", "primary"), ("amber", "warning"), ("", "default"), (None, None)]
)
def test_a_colour_is_folded_to_the_themes_name(colour: str | None, name: str | None) -> None:
    assert normalize_tray_icon_color(colour) == (name or "default")
    with pytest.raises(ValueError, match="#fff"):
        normalize_tray_icon_color("#fff")


def test_synonyms_lead_to_a_tone_the_renderer_knows() -> None:
    from imperal_sdk.ui import feedback

    for word, tone in feedback.ALERT_SYNONYMS.items():
        assert ui.Alert("m", variant=word).props["variant"] == tone
    for word, tone in feedback.TOAST_SYNONYMS.items():
        assert ui.Toast("m", word).props["variant"] == tone
    assert feedback.ALERT_SYNONYMS["warning"] == feedback.TOAST_SYNONYMS["warning"] == "warn"


CODES = [name for name in vars(error_codes) if re.fullmatch(r"[A-Z][A-Z0-9_]{2,63}", name)]


@pytest.mark.parametrize("name", [name for name in CODES if name == getattr(error_codes, name)])
def test_every_code_is_its_own_name_and_has_words_in_both_languages(name: str) -> None:
    code = getattr(error_codes, name)
    assert code == name
    assert len(CODES) >= 12
    words = error_codes.ERROR_TAXONOMY[code]
    assert words["user_hint_i18n_key"].startswith("errors.")
    assert words["default_en"]
    assert words["default_ru"] != words["default_en"]


PATTERNS = [
    ("APP_ID_PATTERN", ["ab", "my-app-2"], ["a", "My-app", "-app", "app-", "a_b"]),
    ("SEMVER_PATTERN", ["1.0.0", "1.2.3-rc.1"], ["1.0", "v1.0.0", "1.0.0 "]),
    ("SCOPE_PATTERN", ["*", "mail:read", "mail.send", "mail:*"], ["mail", "Mail:read", "mail:"]),
]


def test_the_validator_goes_by_its_own_words() -> None:
    from imperal_sdk import validator

    assert sorted(validator.VALID_ACTION_TYPES) == ["destructive", "read", "write"]
    for action in [*validator.VALID_ACTION_TYPES, "look"]:
        ext = Extension("demo", version="1.0.0" if action == "read" else "one")
        chat = ChatExtension(ext)
        chat.function("f", "x", action_type=action)(lambda ctx: None)
        rules = {issue.rule for issue in validator.validate_extension(ext).issues}
        assert ("V4" in rules) is (action not in validator.VALID_ACTION_TYPES)
        assert ("V2" in rules) is not bool(validator.SEMVER_PATTERN.match(ext.version))


@pytest.mark.parametrize(("name", "right", "wrong"), PATTERNS, ids=[row[0] for row in PATTERNS])
def test_a_pattern_tells_right_from_wrong(name: str, right: list[str], wrong: list[str]) -> None:
    pattern = getattr(manifest_schema, name)
    assert [word for word in right if not pattern.match(word)] == []
    assert [word for word in wrong if pattern.match(word)] == []


SCHEMAS: dict[str, dict[str, Any]] = {
    "ACTION_RESULT_SCHEMA": {"status": "success"},
    "BALANCE_INFO_SCHEMA": {"balance": 1},
    "CHAT_RESULT_SCHEMA": {"response": "Hi", "_handled": True},
    "COMPLETION_RESULT_SCHEMA": {"text": "Hi"},
    "DOCUMENT_SCHEMA": {"id": "1", "collection": "notes"},
    "EVENT_SCHEMA": {"event_type": "notes.created"},
    "FILE_INFO_SCHEMA": {"path": "a.txt"},
    "FUNCTION_CALL_SCHEMA": {"name": "find", "action_type": "read", "success": True},
    "HTTP_RESPONSE_SCHEMA": {"status_code": 200},
    "LIMITS_RESULT_SCHEMA": {"allowed": True},
    "SUBSCRIPTION_INFO_SCHEMA": {"status": "active"},
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_accepts_its_shape_and_agrees_with_its_validator(name: str) -> None:
    import jsonschema

    schema, stem = getattr(types, name), name.removesuffix("_SCHEMA").lower()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = getattr(types, f"validate_{stem}_dict")
    assert getattr(types, f"get_{stem}_schema")() == schema
    wrong: dict[str, Any] = {**SCHEMAS[name], "unknown": 1}
    values: list[Any] = [SCHEMAS[name], wrong, []]
    for value in values:
        valid = jsonschema.Draft202012Validator(schema).is_valid(value)
        assert valid is (value == SCHEMAS[name])
        assert (check(value) == []) is valid


@pytest.mark.parametrize("module", ["sdl", "sdl.entity", "sdl.field", "sdl.roles"])
def test_the_key_of_roles_marks_fields_in_schemas(module: str) -> None:
    key = getattr(importlib.import_module(f"imperal_sdk.{module}"), "ROLE_KEY")  # noqa: B009
    field: Any = sdl.Monetary.model_json_schema()["properties"]["amount"]
    assert field[key] == "money.amount"


@pytest.mark.parametrize("module", ["sdl", "sdl.entity", "sdl.roles"])
def test_core_roles_are_those_of_every_entity(module: str) -> None:
    roles = getattr(importlib.import_module(f"imperal_sdk.{module}"), "CORE_ROLES")  # noqa: B009
    assert roles == sdl.roles_of(sdl.Entity)
    assert roles["title"] == "core.title"


def test_synthetic_tools_are_told_by_their_prefix() -> None:
    ext = Extension("demo")
    ext.panel("p")(lambda ctx: None)
    ext.tool("find")(lambda ctx: None)
    prefix = catalog.SYNTHETIC_TOOL_PREFIX
    synthetic = {name for name in ext.tools if prefix and name.startswith(prefix)}
    assert synthetic == set(ext.tools) - catalog.callable_function_names(ext) == {"__panel__p"}


def test_tokens_are_renewed_this_long_before_their_end() -> None:
    import time

    assert DEFAULT_SKEW_SECONDS == 60
    now = time.time()
    assert needs_refresh({"access_token": "t", "expires_at": now + DEFAULT_SKEW_SECONDS - 5})
    assert not needs_refresh({"access_token": "t", "expires_at": now + DEFAULT_SKEW_SECONDS + 30})


def test_tokens_are_renewed_at_the_providers_own_address() -> None:
    assert set(PROVIDER_TOKEN_URLS) == {"google", "microsoft", "yahoo"}
    assert all(
        url.startswith("https://") and "token" in url for url in PROVIDER_TOKEN_URLS.values()
    )


def test_the_vault_has_five_seconds_to_answer() -> None:
    assert SDK_HTTP_TIMEOUT_S == 5.0


@pytest.mark.parametrize("name", ["DEFAULT_APP_ICON", "DEFAULT_QUANTUM_ICON"])
def test_an_app_without_an_icon_gets_one_the_store_can_show(name: str) -> None:
    from imperal_sdk import app

    icon = getattr(app, name)
    root = ET.fromstring(icon)
    assert root.tag.endswith("svg")
    assert root.get("viewBox")
    assert App("my-app").icon == icon


@pytest.mark.parametrize("status", ["permanent", "center-overlay", "reserved"])
def test_every_way_to_draw_a_slot_is_told(status: str) -> None:
    slots = find("imperal_sdk.types.contributions:PANEL_SLOT_RENDERING_STATUS")
    assert status in slots.values()
    assert slots["left"] == slots["right"] == "permanent"


def test_models_of_published_shapes_are_strict() -> None:
    names = [name for name in types.__all__ if name.endswith("Model")]
    assert len(names) >= 11
    for name in names:
        model: type[BaseModel] = getattr(types, name)
        assert model.model_config.get("extra") == "forbid", name
