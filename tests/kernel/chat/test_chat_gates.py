"""The gates of a chat call in the platform's order, and the users' settings about confirmation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.conftest import Write
from workbench.kernel.chat.catalogue import Entry
from workbench.kernel.chat.feedback import Attempt, LocalCorrector, complaints_of
from workbench.kernel.chat.gating import Call, Gates
from workbench.kernel.chat.turn import Turn
from workbench.kernel.declarations import Declarations
from workbench.kernel.kernel import Kernel
from workbench.kernel.personas import Persona

ORDER = [
    "exists", "scopes", "secrets", "intent", "placeholders", "bleed", "target", "confirmation",
    "id_shape", "params",
]  # fmt: skip
DECLARED = Declarations(
    app_id="demo",
    functions=[
        {"name": "read_it", "action_type": "read"},
        {"name": "drop_it", "action_type": "destructive"},
        {"name": "guarded", "action_type": "read", "scopes": ["vault:open"]},
    ],
)
ADA = Persona("u-ada", "Ada", "ada@acme.test", "owner", "acme", "Acme", ("*",))
BEN = Persona("u-ben", "Ben", "ben@acme.test", "member", "acme", "Acme", ("notes:read",))


def call(function: str = "read_it", **more: Any) -> Call:
    action = "destructive" if function == "drop_it" else "read"
    given = {"args": {}, "intent": action, "user": ADA, **more}
    return Call("demo", function, action, **given)


@pytest.mark.parametrize(
    ("asked", "stopped_at", "code"),
    [
        (call("nothing"), "exists", "UNKNOWN_SUB_FUNCTION"),
        (call("guarded", user=BEN), "scopes", "PERMISSION_DENIED"),
        (call(args={"x": ["<NOTE_ID>"]}), "placeholders", "BLOCKED"),
        (
            call("drop_it", args={"why": "VALIDATION_TYPE_ERROR: …"}, failed_before=True),
            "bleed",
            "BLOCKED",
        ),
        (call("drop_it", args={"user_id": "u-eve"}, user=BEN), "target", "PERMISSION_DENIED"),
    ],
)
def test_a_gate_stops_a_call_and_those_before_it_have_passed(
    asked: Call, stopped_at: str, code: str
) -> None:
    gates = Gates(asked)
    error = gates.before_confirmation(DECLARED, [])
    assert error is not None
    assert error.code == code
    assert [row.gate for row in gates.verdicts] == ORDER[: ORDER.index(stopped_at) + 1]
    assert gates.verdicts[-1].verdict == "stopped"
    assert gates.verdicts[-1].reason == error.message


def test_a_missing_secret_stops_a_call_after_its_scopes() -> None:
    gates = Gates(call())
    error = gates.before_confirmation(DECLARED, ["api_key"])
    assert error is not None
    assert (error.code, gates.verdicts[-1].gate) == ("SECRET_MISSING", "secrets")


def test_a_write_that_was_understood_as_a_read_is_escalated_not_blocked() -> None:
    gates = Gates(call("drop_it", intent="read"))
    assert gates.before_confirmation(DECLARED, []) is None
    assert [row.verdict for row in gates.verdicts if row.gate == "intent"] == ["escalated"]


def test_a_destructive_call_on_another_user_is_always_confirmed() -> None:
    gates = Gates(call("drop_it", args={"user_id": "u-eve"}))
    assert gates.before_confirmation(DECLARED, []) is None
    assert gates.confirmation(False, "confirmation_enabled is off") is True
    own = Gates(call("drop_it", args={"user_id": "u-ada"}))
    own.before_confirmation(DECLARED, [])
    assert own.confirmation(False, "off") is False


def test_a_made_up_id_is_seen_before_the_parameter_model() -> None:
    gates = Gates(call())
    error = gates.id_shape({"message_id": "mail-msg-12"})
    assert error is not None
    assert error.code == "FABRICATED_ID_SHAPE"


ENTRY = Entry("demo", "list_it", "", "read", None, None, {})
SOURCE = """
class Which(BaseModel):
    note_id: str = "n"

@chat.function("edit_note", description="Edit a note.", action_type="write")
async def edit_note(ctx, params: Which) -> ActionResult:
    return ActionResult.success(data={}, summary="edited")

@chat.function("drop_note", description="Drop a note.", action_type="destructive")
async def drop_note(ctx, params: Which) -> ActionResult:
    return ActionResult.success(data={}, summary="dropped")
"""


async def say(kernel: Kernel, function: str) -> Turn:
    return await kernel.chat.say("", plan=[{"tool": function}])


async def test_every_gate_of_a_call_is_on_record(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    turn = await say(kernel, "drop_note")
    await kernel.chat.answer(turn.confirmations[0].id, True)
    assert [row["gate"] for row in turn.steps[0].gates] == ORDER
    (record,) = await kernel.journal.query(["gate"])
    assert (record.status, record.parent_id) == ("passed", turn.steps[0].id)
    assert record.body["gates"] == turn.steps[0].gates
    assert {r["gate"]: r["verdict"] for r in turn.steps[0].gates}["confirmation"] == "accepted"


@pytest.mark.parametrize(
    ("settings", "write_asks", "drop_asks"),
    [
        ({}, True, True),
        ({"enabled": False}, False, False),
        ({"actions": {"write": False}}, False, True),
        ({"actions": {"write": False, "destructive": False, "all": True}}, True, True),
        ({"overrides": {"demo.drop_note": False}}, True, False),
        ({"overrides": {"demo": False}}, False, False),
    ],
)
async def test_the_user_s_settings_say_what_is_asked_about(
    kernel: Kernel, write: Write, settings: dict[str, Any], write_asks: bool, drop_asks: bool
) -> None:
    await kernel.load(write(SOURCE))
    kernel.chat.settings.change("u-ada", **settings)
    asked = [bool((await say(kernel, name)).confirmations) for name in ("edit_note", "drop_note")]
    assert asked == [write_asks, drop_asks]


async def test_settings_that_do_not_exist_are_refused(kernel: Kernel) -> None:
    with pytest.raises(TypeError):
        kernel.chat.settings.change("u-ada", colour="green")


@pytest.mark.parametrize(
    ("args", "message", "mended"),
    [
        (
            {"limit": 500},
            "limit: Input should be less than or equal to 50 (got 500)",
            {"limit": 50},
        ),
        ({"n": 0}, "n: Input should be greater than 0 (got 0)", {"n": 1}),
        ({"n": "7 apples"}, "n: Input should be a valid integer (got '7 apples')", {"n": 7}),
        (
            {"t": "abcdef"},
            "t: String should have at most 3 characters (got 'abcdef')",
            {"t": "abc"},
        ),
        ({"p": "HIGH"}, "p: Input should be 'low' or 'high' (got 'HIGH')", {"p": "high"}),
        ({"x": 7}, "x: Input should be a valid string (got 7)", {"x": "7"}),
        ({"x": []}, "x: something odd (got [])", {}),
    ],
)
async def test_what_can_be_mended_is_mended(
    args: dict[str, Any], message: str, mended: dict[str, Any]
) -> None:
    attempt = Attempt(args, complaints_of(message))
    assert await LocalCorrector().correct(ENTRY, [attempt]) == mended


async def test_a_missing_value_cannot_be_made_up() -> None:
    attempt = Attempt({}, complaints_of("title: Field required"))
    assert await LocalCorrector().correct(ENTRY, [attempt]) is None
