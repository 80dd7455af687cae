"""Clients of the platform's directory: users, apps, conversations, roles; and money."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from imperal_sdk.apps import AppsClient
from imperal_sdk.billing import BillingClient
from imperal_sdk.conversations import ConversationsClient
from imperal_sdk.rbac import RBACClient
from imperal_sdk.users import UsersClient
from tests.sdk.wire_double import Recorder


class Call(NamedTuple):
    """A call of a client's method, and the arguments that reach the host."""

    client: Any
    method: str
    given: tuple[Any, ...]
    named: dict[str, Any]
    asked: dict[str, Any]


CALLS = [
    Call(UsersClient, "list", (), {"search": "a"}, {"search": "a", "include_inactive": False}),
    Call(UsersClient, "get", ("u",), {}, {"user_id": "u"}),
    Call(UsersClient, "create", (), {"email": "e"}, {"fields": {"email": "e"}}),
    Call(UsersClient, "update", ("u",), {"role": "r"}, {"user_id": "u", "fields": {"role": "r"}}),
    Call(UsersClient, "set_active", ("u", False), {}, {"user_id": "u", "active": False}),
    Call(UsersClient, "delete", ("u",), {}, {"user_id": "u", "permanent": False}),
    Call(UsersClient, "extensions", ("u",), {}, {"user_id": "u"}),
    Call(UsersClient, "surfaces", ("u",), {}, {"user_id": "u"}),
    Call(UsersClient, "get_settings", ("u",), {}, {"user_id": "u", "tenant_id": ""}),
    Call(
        UsersClient,
        "update_settings",
        ("u", {"a": 1}),
        {},
        {"user_id": "u", "patch": {"a": 1}},
    ),
    Call(UsersClient, "reset_conversation", ("u",), {}, {"user_id": "u"}),
    Call(AppsClient, "list_all", (), {}, {}),
    Call(AppsClient, "list_pending", (), {}, {}),
    Call(AppsClient, "approve", ("a",), {}, {"app_id": "a"}),
    Call(AppsClient, "reject", ("a", "why"), {}, {"app_id": "a", "reason": "why"}),
    Call(AppsClient, "set_status", ("a", "live"), {}, {"app_id": "a", "status": "live"}),
    Call(AppsClient, "remove", ("a",), {}, {"app_id": "a"}),
    Call(AppsClient, "users", ("a",), {}, {"app_id": "a"}),
    Call(AppsClient, "get_settings", ("a",), {}, {"app_id": "a"}),
    Call(
        AppsClient,
        "update_settings",
        ("a", {"x": 1}),
        {"replace_paths": ["x"]},
        {"app_id": "a", "patch": {"x": 1}, "updated_by": None, "replace_paths": ["x"]},
    ),
    Call(ConversationsClient, "list", (), {}, {"limit": 50, "include_archived": False}),
    Call(ConversationsClient, "create", (), {"title": "T"}, {"title": "T"}),
    Call(ConversationsClient, "messages", ("c",), {}, {"conversation_id": "c", "limit": 50}),
    Call(ConversationsClient, "activate", ("c",), {}, {"conversation_id": "c"}),
    Call(
        ConversationsClient,
        "update",
        ("c",),
        {"title": "T"},
        {
            "conversation_id": "c",
            "title": "T",
            "title_generated": False,
            "pinned": None,
            "archived": None,
        },
    ),
    Call(ConversationsClient, "delete", ("c",), {}, {"conversation_id": "c"}),
    Call(RBACClient, "list_roles", (), {}, {}),
    Call(RBACClient, "create_role", (), {"name": "n"}, {"fields": {"name": "n"}}),
    Call(
        RBACClient,
        "update_role",
        ("r",),
        {"name": "n"},
        {"role_id": "r", "cascade": False, "fields": {"name": "n"}},
    ),
    Call(RBACClient, "delete_role", ("r",), {}, {"role_id": "r"}),
    Call(RBACClient, "list_scopes", (), {"resource": "mail"}, {"resource": "mail"}),
    Call(RBACClient, "create_scope", (), {"name": "n"}, {"fields": {"name": "n"}}),
    Call(RBACClient, "delete_scope", ("s",), {}, {"scope_id": "s"}),
    Call(RBACClient, "effective_scopes", ("u",), {}, {"user_id": "u"}),
]


@pytest.mark.parametrize(
    "call", CALLS, ids=[f"{call.client.__name__}.{call.method}" for call in CALLS]
)
async def test_directory_clients_ask_by_method_name(call: Call) -> None:
    recorder = Recorder({"ok": True})
    client = call.client("", transport=recorder)
    assert await getattr(client, call.method)(*call.given, **call.named) == {"ok": True}
    assert recorder.asked == [(client.service, call.method, call.asked)]


@pytest.mark.parametrize("client", [UsersClient, AppsClient, ConversationsClient, RBACClient])
def test_a_directory_client_of_another_user_is_another_client(client: Any) -> None:
    own = client("https://gw.test", user_id="u1")
    other = own.for_user("u2")
    assert (own.user_id, other.user_id) == ("u1", "u2")
    assert type(other) is client


MONEY: list[tuple[str, tuple[Any, ...], Any, Any]] = [
    ("cancel_subscription", (), {"status": "cancelled"}, {"status": "cancelled"}),
    ("resume_subscription", (), {"status": "active"}, {"status": "active"}),
    ("renew_subscription", (), {"status": "active"}, {"status": "active"}),
    ("create_billing_portal_session", (), {"url": "https://p.test"}, "https://p.test"),
    ("set_default_payment_method", ("pm",), {"ok": True}, True),
    ("remove_payment_method", ("pm",), {"ok": True}, True),
    ("update_billing_profile", ({"name": "Ada"},), {"ok": True}, True),
    ("set_auto_topup", (True,), {"ok": True}, True),
]


@pytest.mark.parametrize(
    ("method", "given", "answer", "read"), MONEY, ids=[f"BillingClient.{row[0]}" for row in MONEY]
)
async def test_what_moves_money_acts_for_the_user_and_reads_the_answer(
    method: str, given: tuple[Any, ...], answer: Any, read: Any
) -> None:
    recorder = Recorder(answer)
    billing = BillingClient("", user_id="u1", transport=recorder)
    assert await getattr(billing, method)(*given) == read
    ((service, asked, args),) = recorder.asked
    assert (service, asked, args["user_id"]) == ("billing", method, "u1")


async def test_payments_come_back_as_records() -> None:
    recorder = Recorder({"succeeded": True, "payment_intent_id": "pi", "more": 1})
    billing = BillingClient("", user_id="u1", transport=recorder)
    assert (await billing.topup(1000, 500)).payment_intent_id == "pi"
    recorder.answer = {"action": "upgrade", "plan": "pro", "succeeded": True}
    assert (await billing.change_plan("pro", "yearly")).plan == "pro"
    assert recorder.asked[-1][2]["period"] == "yearly"
    recorder.answer = {"client_secret": "cs"}
    assert (await billing.create_setup_intent()).client_secret == "cs"
