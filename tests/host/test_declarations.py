from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.host.peer import SDK, child, write

pytestmark = pytest.mark.asyncio(loop_scope="module")

MAIN = '''
import functools
from pydantic import BaseModel, Field
from imperal_sdk import ActionResult, ChatExtension, Extension

ext = Extension(
    "crm", version="1.2.0", display_name="CRM", description="Customers", icon="icon.svg",
    capabilities=["crm:read"], config_defaults={"page": {"size": 20}},
)
chat = ChatExtension(ext, "crm_chat", "talks")


def logged(function):
    @functools.wraps(function)
    async def inner(*args, **kwargs):
        return await function(*args, **kwargs)
    return inner


class Find(BaseModel):
    name: str = Field(description="who")
    limit: int = 10


class Found(BaseModel):
    total: int


@chat.function("find", "Find customers by name", action_type="read", data_model=Found)
async def find(ctx, params: Find) -> ActionResult:
    """Finds them."""


@chat.function("remove", "Remove", action_type="destructive", event="removed",
               effects=["delete:customer"], id_projection="customer_id", background=True)
@logged
async def remove(ctx, customer_id: str):
    ...


@ext.panel("list", slot="left", title="Customers", refresh="on_event:crm.removed", min_width=200)
async def list_panel(ctx, page: int = 1, *, query, **rest):
    ...


@ext.tool("sync", scopes=["crm:write"], description="Sync")
async def sync(ctx):
    ...


@ext.skeleton("counts", alert=True, ttl=30, description="Counts")
async def counts(ctx):
    ...


@ext.tool("skeleton_alert_counts")
async def counts_alert(ctx, old, new):
    ...


@ext.schedule("nightly", cron="0 3 * * *")
async def nightly(ctx):
    ...


@ext.on_event("billing.paid")
async def paid(ctx, event):
    ...


@ext.emits("crm.removed", schema_ref="https://example.com/schema")
async def emits():
    ...


@ext.webhook("/stripe/hook", method="POST", secret_header="X-Sig")
async def hook(ctx, headers, body, query_params):
    ...


@ext.expose("lookup", action_type="read")
async def lookup(ctx, name):
    ...


@ext.cache_model("page")
class Page(BaseModel):
    rows: list[int]


@ext.tray("badge", icon="Bell", tooltip="New", zone="actions", icon_color="blue")
async def badge(ctx):
    ...


@ext.menu_item("settings", label="Settings", section="admin")
async def settings(ctx):
    ...


@ext.widget("stat", label="Stat")
async def stat(ctx):
    ...


@ext.on_install
async def install(ctx):
    ...


@ext.on_upgrade("1.2.0")
async def upgrade(ctx):
    ...


@ext.health_check
async def healthy(ctx):
    ...


ext.secret("api_key", "The key", required=True, write_mode="both", max_bytes=100)
'''


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(MAIN.splitlines(), 1) if line.startswith(text))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def declared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = write(tmp_path_factory.mktemp("crm"), main=MAIN)
    async with child() as peer:
        return await peer.load(root)


def one(items: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    return next(item for item in items if wanted.items() <= item.items())


async def test_the_extension_itself(declared: dict[str, Any]) -> None:
    assert {
        "app_id": "crm",
        "version": "1.2.0",
        "display_name": "CRM",
        "description": "Customers",
        "icon": "icon.svg",
        "capabilities": ["crm:read"],
        "system": False,
        "actions_explicit": True,
        "config_defaults": {"page": {"size": 20}},
    }.items() <= declared.items()
    assert declared["sdk"]["origin"] == SDK
    assert declared["notes"] == []


async def test_panels_with_their_parameters_and_free_options(declared: dict[str, Any]) -> None:
    panel = one(declared["panels"], panel_id="list")
    assert panel["slot"] == "left"
    assert panel["refresh"] == "on_event:crm.removed"
    assert panel["options"]["min_width"] == 200
    assert panel["params"] == [
        {"name": "page", "required": False, "default": 1},
        {"name": "query", "required": True, "default": None},
    ]
    assert panel["accepts_any"] is True
    assert panel["line"] == line_of("@ext.panel")
    assert Path(panel["file"]).name == "main.py"


async def test_the_sdks_own_secrets_panel_has_no_line_of_the_authors(
    declared: dict[str, Any],
) -> None:
    panel = one(declared["panels"], panel_id="secrets")
    assert (panel["file"], panel["line"]) == (None, None)


async def test_chat_functions_with_schemas_and_flags(declared: dict[str, Any]) -> None:
    find = one(declared["functions"], name="find")
    assert find["params_model"] == "Find"
    assert find["params_schema"]["required"] == ["name"]
    assert find["params_schema"]["properties"]["name"]["description"] == "who"
    assert find["return_schema"]["properties"]["total"]["type"] == "integer"
    assert (find["action_type"], find["owner"], find["docstring"]) == (
        "read",
        "crm_chat",
        "Finds them.",
    )
    remove = one(declared["functions"], name="remove")
    assert remove["params_schema"] is None
    assert (remove["background"], remove["long_running"]) == (True, False)
    assert (remove["event"], remove["id_projection"]) == ("removed", "customer_id")
    assert remove["line"] == line_of('@chat.function("remove"')


async def test_what_runs_by_itself(declared: dict[str, Any]) -> None:
    skeleton = one(declared["skeletons"], section="counts")
    assert (skeleton["alert"], skeleton["ttl"]) == (True, 30)
    assert skeleton["alert_tool"] == "skeleton_alert_counts"
    assert one(declared["schedules"], name="nightly")["cron"] == "0 3 * * *"
    assert one(declared["event_handlers"], event_type="billing.paid", index=0)["line"] > 0
    names = {hook["name"]: hook["version"] for hook in declared["lifecycle"]}
    assert names == {"on_install": "", "on_upgrade:1.2.0": "1.2.0"}
    assert declared["health_check"]["function"] == "healthy"
    assert declared["health_check"]["line"] == line_of("@ext.health_check")


async def test_what_others_may_call(declared: dict[str, Any]) -> None:
    assert [tool["name"] for tool in declared["tools"]] == ["sync", "skeleton_alert_counts"]
    assert one(declared["tools"], name="sync")["scopes"] == ["crm:write"]
    hook = declared["webhooks"][0]
    assert (hook["path"].strip("/"), hook["method"], hook["secret_header"]) == (
        "stripe/hook",
        "POST",
        "X-Sig",
    )
    assert hook["tool"] == "__webhook__stripe/hook"
    assert one(declared["exposed"], name="lookup")["action_type"] == "read"
    assert declared["emits"] == [
        {"event_type": "crm.removed", "schema_ref": "https://example.com/schema"}
    ]


async def test_what_is_shown_and_kept(declared: dict[str, Any]) -> None:
    tray = one(declared["tray"], tray_id="badge")
    assert (tray["zone"], tray["icon_color"], tray["line"]) == (
        "actions",
        "primary",
        line_of("@ext.tray"),
    )
    assert one(declared["menu"], item_id="settings")["section"] == "admin"
    assert one(declared["widgets"], widget_id="stat")["line"] == line_of("@ext.widget")
    model = one(declared["cache_models"], name="page")
    assert (model["class"], model["line"]) == ("Page", line_of("@ext.cache_model"))
    secret = one(declared["secrets"], name="api_key")
    assert (secret["required"], secret["write_mode"], secret["max_bytes"], secret["scope"]) == (
        True,
        "both",
        100,
        "user",
    )


async def test_a_model_without_a_schema_is_a_note_and_not_a_failure(tmp_path: Path) -> None:
    main = """
from typing import Callable
from pydantic import BaseModel
from imperal_sdk import ChatExtension, Extension
ext = Extension("odd")
chat = ChatExtension(ext, "odd_chat", "talks")
class Odd(BaseModel):
    callback: Callable[[int], int]
@chat.function("f", "does it", data_model=Odd)
async def f(ctx): ...
"""
    async with child() as peer:
        declared = await peer.load(write(tmp_path, main=main))
    assert declared["functions"][0]["return_schema"] is None
    assert "Odd, used by f" in declared["notes"][0]
