from __future__ import annotations

from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import pytest

from workbench.kernel.audit import Audit, invocation_row, ledger, mask_personal
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.journal import Journal
from workbench.kernel.masking import Masker
from workbench.kernel.personas import Persona, system_actor
from workbench.kernel.profile import Profile
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.services import Services

ADA = Persona("u-ada")
USER = Scope("notes", ADA, "u-ada", "acme", kind="function", span_id="call-1")
SCHEDULE = Scope(
    "notes", system_actor("acme"), "__system__", "acme", True, "schedule", span_id="schedule-1"
)


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    masker = Masker()
    masker.add("token", "hunter22-secret")
    opened = Journal.open(":memory:", masker=masker)
    yield opened
    await opened.close()


class Recorder:
    """A service that answers, or refuses when asked to fail."""

    async def call(self, call: ServiceCall) -> Any:
        if call.args.get("fail"):
            raise ServiceError("ValueError", "refused")
        return "done"


@pytest.fixture
def services(journal: Journal) -> Services:
    made = Services()
    for name in ("store", "secrets", "extensions", "chat", "cache"):
        made.register(name, Recorder())
    made.add_hook(Audit(journal, Profile.load("seeds")).around_call)
    return made


def trigger(kind: str = "function", action_type: str = "write", **fields: Any) -> Trigger:
    given = {"params": {"title": "A"}, "user": ADA, "source": "chat", **fields}
    return Trigger("notes", kind, "create", declared={"action_type": action_type}, **given)


@pytest.mark.parametrize(
    ("outcome", "status", "error", "code"),
    [
        (Outcome("success", "s"), "success", None, None),
        (Outcome("cancelled", "s"), "cancelled", None, None),
        (
            Outcome("error", "s", error=ErrorReport("KeyError", "lost")),
            "failed",
            "lost",
            None,
        ),
        (
            Outcome("error", "s", error=ErrorReport("V", "no", code="VALIDATION_MISSING_FIELD")),
            "validation_rejected",
            "no",
            "VALIDATION_MISSING_FIELD",
        ),
        (
            Outcome(
                "success",
                "s",
                shape="action_result",
                value={"status": "error", "error": "not found", "error_code": "NOTE_MISSING"},
            ),
            "failed",
            "not found",
            "NOTE_MISSING",
        ),
        (Outcome("host_lost", "s"), "failed", None, None),
    ],
)
def test_a_row_tells_how_a_run_ended(
    outcome: Outcome, status: str, error: str | None, code: str | None
) -> None:
    row = invocation_row(trigger(), outcome, "write")
    assert (row.status, row.error, row.error_code) == (status, error, code)


def test_a_row_tells_who_did_what_and_how_long_it_is_kept() -> None:
    write = invocation_row(trigger(), Outcome("success", "s", duration_ms=12.5), "write")
    assert (write.user_id, write.tenant_id, write.source) == ("u-ada", "acme", "chat")
    assert (write.ext_name, write.tool_name, write.action_type) == ("notes", "create", "write")
    assert (write.retention_class, write.action_price, write.duration_ms) == ("federal_7y", 5, 12.5)
    read = invocation_row(trigger(), Outcome("success", "s"), "read")
    assert (read.retention_class, read.action_price) == ("standard_90d", 1)
    event = invocation_row(trigger("event"), Outcome("success", "s"), "read")
    assert event.user_id == "__system__"


async def test_rows_read_back_newest_first_and_filtered(journal: Journal) -> None:
    audit = Audit(journal, Profile.load("seeds"))
    rows = [
        invocation_row(trigger(user=Persona(user)), Outcome(status, "s"), "write")
        for user, status in (("u-ada", "success"), ("u-ben", "cancelled"), ("u-ada", "cancelled"))
    ]
    for row in rows:
        audit.write(row, parent_id="call-1")
    assert await ledger(journal) == rows[::-1]
    assert await ledger(journal, user_id="u-ada", status="cancelled") == [rows[2]]
    assert await ledger(journal, app_id="mail") == []
    (record, *_) = await journal.query(kinds=["audit"])
    assert record.parent_id == "call-1"


async def test_arguments_show_no_address_and_no_secret(journal: Journal) -> None:
    audit = Audit(journal, Profile.load("seeds"))
    given = {"to": ["ada.l@acme.example"], "note": "key hunter22-secret"}
    row = invocation_row(trigger(params=given), Outcome("success", "s"), "write")
    audit.write(row)
    (read,) = await ledger(journal)
    assert read.args == {"to": ["a***@acme.example"], "note": "key ‹secret:token›"}


def test_masking_addresses_leaves_other_values_alone() -> None:
    assert mask_personal({"a": 1, "b": [None, "x@y"]}) == {"a": 1, "b": [None, "x@y"]}


async def test_what_a_schedule_writes_for_a_user_is_the_systems_act(
    journal: Journal, services: Services
) -> None:
    as_ada = SCHEDULE.for_user("u-ada")
    await services.call(ServiceCall("store", "update", {"doc_id": "d1"}, as_ada))
    await services.call(ServiceCall("store", "get", {"doc_id": "d1"}, as_ada))
    await services.call(ServiceCall("store", "update", {"doc_id": "d1"}, USER))
    (row,) = await ledger(journal)
    assert (row.action_type, row.user_id, row.tool_name) == (
        "system_schedule",
        "__system__",
        "store.update",
    )
    assert row.args == {"doc_id": "d1", "acting_as": "u-ada"}


async def test_events_chat_messages_and_failures_are_in_the_ledger(
    journal: Journal, services: Services
) -> None:
    await services.call(ServiceCall("extensions", "emit", {"event_type": "notes.x"}, USER))
    await services.call(ServiceCall("chat", "deliver", {"text": "hi"}, USER))
    await services.call(ServiceCall("cache", "set", {}, USER))
    with pytest.raises(ServiceError):
        await services.call(ServiceCall("chat", "deliver", {"fail": True}, USER))
    rows = await ledger(journal)
    assert [(row.tool_name, row.status, row.error) for row in reversed(rows)] == [
        ("extensions.emit", "success", None),
        ("chat.deliver", "success", None),
        ("chat.deliver", "failed", "refused"),
    ]


async def test_a_secret_leaves_only_a_fingerprint(journal: Journal, services: Services) -> None:
    args = {"name": "api_key", "value": "sk-1"}
    await services.call(ServiceCall("secrets", "set", args, USER))
    await services.call(ServiceCall("secrets", "get", {"name": "api_key"}, USER))
    (row,) = await ledger(journal)
    assert row.retention_class == "security_forever"
    assert row.args == {
        "name": "api_key",
        "length": 4,
        "sha256": sha256(b"sk-1").hexdigest()[:8],
    }


async def test_rows_others_wrote_are_read_too(journal: Journal) -> None:
    journal.append("audit", "build 1 interrupted", app_id="notes", body={"action_type": "system"})
    (row,) = await ledger(journal)
    assert (row.tool_name, row.action_type, row.ext_name) == (
        "build 1 interrupted",
        "system",
        "notes",
    )
