"""Each double of ``imperal_sdk.testing`` by itself, as tests of extensions use it."""

from __future__ import annotations

from typing import Any

import pytest

from imperal_sdk import sdl
from imperal_sdk.errors import ExtensionError
from imperal_sdk.extension import (
    EmitsDef,
    EventHandlerDef,
    ExposedMethod,
    MenuItemDef,
    OAuthDef,
    TrayDef,
    WebhookDef,
)
from imperal_sdk.notify import NotifyClient
from imperal_sdk.secrets import SecretClient, SecretSpec
from imperal_sdk.storage import StorageClient
from imperal_sdk.testing import (
    MockAI,
    MockBilling,
    MockConfig,
    MockExtensions,
    MockHTTP,
    MockNotify,
    MockSecretStore,
    MockSkeleton,
    MockStorage,
    MockStore,
    autonomous_mock,
)
from imperal_sdk.types import ActionResult, ChatResult, FunctionCall
from tests.sdk.wire_double import Recorder


async def test_mock_ai_answers_by_a_part_of_the_prompt_the_latest_first() -> None:
    ai = MockAI()
    ai.set_response("weather", "Sunny")
    ai.set_response("weather in Rome", "Hot")
    assert (await ai.complete("the weather in Rome", model="m")).text == "Hot"
    assert (await ai.complete("the weather")).text == "Sunny"
    assert (await ai.complete("else")).text == "Mock AI response"
    assert ai.prompts == ["the weather in Rome", "the weather", "else"]


async def test_mock_notify_records_message_channel_and_options() -> None:
    notify = MockNotify()
    await notify("Done", title="T")
    await notify.send("Late", "email")
    assert notify.sent == [
        {"message": "Done", "channel": "in_app", "title": "T"},
        {"message": "Late", "channel": "email"},
    ]


async def test_mock_storage_keeps_files_by_path() -> None:
    storage = MockStorage()
    info = await storage.upload("a/1.txt", b"one", "text/plain")
    assert (info.path, info.size, info.content_type) == ("a/1.txt", 3, "text/plain")
    await storage.upload("b/2.txt", b"two")
    assert [file.path for file in await storage.list("a/")] == ["a/1.txt"]
    assert await storage.download("b/2.txt") == b"two"
    assert await storage.delete("b/2.txt") is True
    assert await storage.delete("b/2.txt") is False
    with pytest.raises(FileNotFoundError, match=r"b/2\.txt"):
        await storage.download("b/2.txt")


def test_mock_config_reads_dotted_paths() -> None:
    config = MockConfig({"api": {"key": "k"}})
    assert (config.get("api.key"), config.get("api.no", 1)) == ("k", 1)
    assert config.get_section("api") == {"key": "k"}
    assert config.all() == {"api": {"key": "k"}}
    with pytest.raises(KeyError, match=r"api\.no"):
        config.require("api.no")


async def test_mock_extensions_calls_what_is_registered_and_records_events() -> None:
    extensions = MockExtensions()

    async def later(q: str) -> str:
        return f"later {q}"

    extensions.register("mail", "find", lambda q: f"found {q}")
    extensions.register("mail", "search", later)
    assert await extensions.call("mail", "find", q="x") == "found x"
    assert await extensions.call("mail", "search", q="y") == "later y"
    with pytest.raises(ExtensionError, match="'lose' is not registered"):
        await extensions.call("mail", "lose")
    data = {"id": 1}
    await extensions.emit("notes.made", data)
    data["id"] = 2
    assert extensions._emitted == [{"event_type": "notes.made", "data": {"id": 1}}]


async def test_mock_skeleton_gives_what_it_was_seeded_with() -> None:
    skeleton = MockSkeleton()
    assert await skeleton.get("notes") is None
    skeleton._seed("notes", {"count": 1})
    assert await skeleton.get("notes") == {"count": 1}
    await skeleton.update("notes", {"count": 2})
    assert await skeleton.get("notes") == {"count": 2}
    assert await skeleton.for_user("u2").get("notes") is None


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
async def test_mock_http_answers_by_method_and_a_part_of_the_url(method: str) -> None:
    http = MockHTTP()
    getattr(http, f"mock_{method}")("/notes", {"ok": method}, status=201)
    answer = await getattr(http, method)("https://a.test/notes/1")
    assert (answer.status_code, answer.json()) == (201, {"ok": method})
    assert (await getattr(http, method)("https://a.test/other")).status_code == 404
    with pytest.raises(ValueError, match="180 seconds"):
        await getattr(http, method)("https://a.test/notes", timeout=300)
    assert next((call.method, call.url) for call in http.calls) == (
        method.upper(),
        "https://a.test/notes/1",
    )


async def test_mock_store_keeps_documents_by_collection() -> None:
    store = MockStore()
    made = await store.create("notes", {"title": "A", "n": 1})
    assert (await store.get("notes", made.id)) == made
    await store.update("notes", made.id, {"n": 2})
    found = await store.query("notes", where={"n": 2})
    assert [doc.data for doc in found] == [{"title": "A", "n": 2}]
    assert await store.count("notes") == 1
    assert await store.delete("notes", made.id) is True
    assert await store.count("notes") == 0


async def test_mock_billing_starts_full_and_counts() -> None:
    billing = MockBilling()
    assert (await billing.get_balance()).balance == 50_000
    await billing.track_usage("llm", 3)
    assert (await billing.get_subscription()).status == "active"
    assert (await billing.check_limits()).allowed is True


async def test_mock_secret_store_lists_states_and_never_values() -> None:
    secrets = MockSecretStore({"key": "sk-1"}, declared={"key", "other"})
    assert [(s.name, s.is_set) for s in await secrets.list()] == [("key", True), ("other", False)]
    assert "sk-1" not in str(await secrets.list())
    await secrets.set("other", "x")
    assert await secrets.is_set("other")
    assert await secrets.get("other") == "x"
    assert await secrets.delete("other") is True
    assert await secrets.get("other") is None
    assert await secrets.for_user("u2").get("key") is None


async def test_older_double_answers_with_plain_values() -> None:
    older = autonomous_mock.AutonomousMockContext(roles=["admin"], scopes=["mail"], balance=10)
    assert older.as_context() is older
    await older.store.set("k", {"a": 1})
    assert await older.store.get("k") == {"a": 1}
    assert await older.store.get("none", 5) == 5
    assert await older.store.delete("k") is True
    assert await older.ai.complete("hi") == "Mocked AI answer"
    assert await older.rbac.get_roles() == ["admin"]
    assert await older.rbac.has_scope("mail")
    assert not await older.rbac.has_scope("notes")
    assert await older.billing.charge(4, "call") is True
    assert await older.billing.charge(40) is False
    assert await older.billing.get_balance() == 6
    assert await older.billing.check_plan() == "pro"


async def test_clients_of_another_user_ask_as_that_user() -> None:
    notify = NotifyClient("https://gw.test", user_id="u1").for_user("u2")
    spec = SecretSpec("key", "Key")
    secrets = SecretClient(
        ext_id="notes",
        imperal_id="u1",
        auth_gw_base="https://gw.test",
        session_token="t",
        declared={"key": spec},
    )
    other: Any = secrets.for_user("u2")
    assert notify._endpoint.user_id == other._endpoint.user_id == "u2"
    assert secrets._endpoint.user_id == "u1"


async def test_storage_client_reads_a_page_of_files() -> None:
    storage = StorageClient("", transport=Recorder([{"path": "a.txt", "size": 3}]))
    page = await storage.list("a")
    assert [(file.path, file.size) for file in page] == [("a.txt", 3)]


def test_results_and_turns_go_over_the_wire_as_they_are() -> None:
    failed: ActionResult[Any] = ActionResult.error("no", retryable=True, code="NO_WAY")
    assert failed.to_dict() == {
        "status": "error",
        "summary": "",
        "data": {},
        "error": "no",
        "error_code": "NO_WAY",
        "retryable": True,
    }
    call = FunctionCall("find", {"q": 1}, "read", True, ActionResult.success({"n": 1}, "One"))
    turn = ChatResult("Found one", handled=True, functions_called=[call])
    wire = turn.to_dict()
    assert wire["response"] == "Found one"
    assert wire["_handled"] is True
    assert wire["_functions_called"][0]["result"]["data"] == {"n": 1}
    assert ChatResult.from_dict(wire).to_dict() == wire


async def handler(ctx: Any) -> None: ...


DECLARED: list[tuple[Any, dict[str, Any]]] = [
    (ExposedMethod("find", handler, "write"), {"name": "find", "action_type": "write"}),
    (EmitsDef("a.b"), {"type": "a.b"}),
    (EmitsDef("a.b", "https://s.test"), {"type": "a.b", "schema_ref": "https://s.test"}),
    (EventHandlerDef("a.b", handler), {"type": "a.b", "handler": "handler"}),
    (WebhookDef("/cb", handler), {"path": "/cb", "method": "POST", "secret_header": ""}),
    (
        TrayDef("unread", handler, order=5, zone="actions"),
        {
            "tray_id": "unread",
            "icon": "Circle",
            "tooltip": "",
            "zone": "actions",
            "order": 5,
            "badge_style": "corner",
            "icon_color": "default",
        },
    ),
    (
        MenuItemDef("notes", handler, "Notes", danger=True),
        {
            "item_id": "notes",
            "label": "Notes",
            "icon": "",
            "section": "main",
            "path": "",
            "order": 100,
            "danger": True,
        },
    ),
    (
        OAuthDef("google", scopes=["mail"]),
        {"provider": "google", "collection": None, "scopes": ["mail"], "has_hook": False},
    ),
]


@pytest.mark.parametrize(
    ("declared", "entry"),
    DECLARED,
    ids=[f"{type(row[0]).__name__}.to_manifest" for row in DECLARED],
)
def test_a_declaration_writes_its_manifest_entry(declared: Any, entry: dict[str, Any]) -> None:
    assert declared.to_manifest() == entry


def test_a_page_of_entities_is_iterated_and_counted_by_its_items() -> None:
    page = sdl.EntityList[sdl.Entity](
        items=[sdl.Entity(id=1, title="A"), sdl.Entity(id=2, title="B")]
    )
    assert [entity.title for entity in page] == ["A", "B"]
    assert len(page) == 2
