"""Results, calls and records: what they hold and what leaves over the wire."""

from __future__ import annotations

import dataclasses
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from imperal_sdk import (
    ActionResult,
    ChatResult,
    Document,
    FunctionCall,
    HealthStatus,
    HTTPResponse,
    Page,
    UserContext,
    WebhookRequest,
    WebhookResponse,
    ui,
)
from imperal_sdk.types import client_contracts, contracts
from imperal_sdk.types.models import HTTPStatusError


class Made(BaseModel):
    note_id: str


def test_success_needs_data_and_summary() -> None:
    with pytest.raises(TypeError):
        ActionResult.success({"a": 1})  # type: ignore[call-arg]
    result: ActionResult[Any] = ActionResult.success({"a": 1}, "Done")
    assert result.to_dict() == {"status": "success", "summary": "Done", "data": {"a": 1}}
    assert result.error is None


def test_error_says_why_and_whether_to_try_again() -> None:
    result = ActionResult.error("Backend down", True, code="BACKEND_5XX")
    assert result.to_dict() == {
        "status": "error",
        "summary": "",
        "data": {},
        "error": "Backend down",
        "error_code": "BACKEND_5XX",
        "retryable": True,
    }


def test_instance_made_by_hand_serialises_without_an_error() -> None:
    result = ActionResult[Any](status="success")
    assert result.error is None
    assert "error" not in result.to_dict()
    assert dataclasses.asdict(result)["error"] is None
    assert pickle.loads(pickle.dumps(ActionResult.error("why"))).error == "why"
    assert dataclasses.replace(ActionResult.error("why"), retryable=True).error == "why"


def test_models_and_nodes_become_plain_and_an_empty_refresh_list_is_kept() -> None:
    result = ActionResult.success(
        Made(note_id="n1"), "Made", ui=ui.Text("x"), refresh_panels=[], diff={"a": [1, 2]}
    )
    assert result.to_dict() == {
        "status": "success",
        "summary": "Made",
        "data": {"note_id": "n1"},
        "ui": ui.Text("x").to_dict(),
        "refresh_panels": [],
        "diff": {"a": [1, 2]},
    }


def test_morph_puts_the_state_into_the_answer() -> None:
    state = ui.MorphingState(context="order", summary="Order is ready")
    result = ActionResult.morph(state, {"id": 1})
    assert result.ui is state
    assert (result.status, result.summary, result.data) == ("success", "Order is ready", {"id": 1})


def test_from_dict_brings_back_all_but_ui_and_code() -> None:
    wire = ActionResult.error("why", True, code="INTERNAL").to_dict() | {"ui": {"type": "Text"}}
    back = ActionResult.from_dict(wire)
    assert (back.status, back.error, back.retryable) == ("error", "why", True)
    assert (back.ui, back.error_code) == (None, "")
    assert ActionResult.from_dict({}).status == "error"


@pytest.mark.parametrize(("data", "warns"), [({"note_id": "1"}, False), ({"id": 1}, True)])
def test_validate_against_only_warns(
    data: dict[str, Any], warns: bool, caplog: pytest.LogCaptureFixture
) -> None:
    result: ActionResult[Any] = ActionResult.success(data, "x")
    assert result.validate_against(Made) is result
    assert result.validate_against(int) is result
    assert ("data_model mismatch" in caplog.text) is warns


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    data=st.dictionaries(st.text(), JSON, max_size=4),
    summary=st.text(),
    panels=st.none() | st.lists(st.text(), max_size=3),
)
def test_what_goes_over_the_wire_comes_back(
    data: dict[str, Any], summary: str, panels: list[str] | None
) -> None:
    wire = json.loads(
        json.dumps(ActionResult.success(data, summary, refresh_panels=panels).to_dict())
    )
    back = ActionResult.from_dict(wire)
    assert (back.data, back.summary, back.refresh_panels) == (data, summary, panels)
    assert contracts.validate_action_result_dict(wire) == []


def test_chat_result_and_its_calls_survive_the_wire() -> None:
    call = FunctionCall(
        "create", {"t": 1}, "write", True, ActionResult.success({}, "ok"), event="e"
    )
    result = ChatResult("Done", handled=True, functions_called=[call], action_meta={"a": 1})
    wire = result.to_dict()
    assert set(wire) == {
        "response",
        "_handled",
        "_functions_called",
        "_had_successful_action",
        "_message_type",
        "_action_meta",
        "_intercepted",
        "_task_cancelled",
        "_narration_emission",
    }
    assert ChatResult.from_dict(wire) == result
    assert contracts.validate_chat_result_dict(wire) == []


@pytest.mark.parametrize(
    ("result", "wire"),
    [(None, None), ({"a": 1}, {"a": 1}), (object, {"repr": repr(object)})],
)
def test_function_call_result_of_any_kind_becomes_plain(result: Any, wire: Any) -> None:
    out = FunctionCall("f", {}, "read", True, result).to_dict()
    assert out.get("result") == wire


@pytest.mark.parametrize(
    ("body", "parsed", "text"),
    [
        ({"a": 1}, {"a": 1}, '{"a": 1}'),
        ([1], [1], "[1]"),
        ('{"a":1}', {"a": 1}, '{"a":1}'),
        (b'{"a":1}', {"a": 1}, '{"a":1}'),
    ],
)
def test_http_response_reads_any_body(body: Any, parsed: Any, text: str) -> None:
    response = HTTPResponse(200, body)
    assert response.ok
    assert response.json() == parsed
    assert response.text() == text
    response.raise_for_status()


def test_http_response_says_what_is_wrong_with_a_body_that_is_not_json() -> None:
    with pytest.raises(json.JSONDecodeError, match=r"HTTP 502 .*'<html>'.*Fix: check resp.ok"):
        HTTPResponse(502, "<html>").json()
    with pytest.raises(ValueError, match="NoneType"):
        HTTPResponse(200, None).json()
    with pytest.raises(HTTPStatusError, match="HTTP 404") as caught:
        HTTPResponse(404, {"e": 1}).raise_for_status()
    assert (caught.value.status_code, caught.value.body) == (404, {"e": 1})
    assert not HTTPResponse(302).ok


def test_document_reads_its_data() -> None:
    document = Document("1", "notes", {"title": "x"})
    assert document["title"] == "x"
    assert document.get("missing", 5) == 5
    with pytest.raises(KeyError):
        document["missing"]


def test_page_is_a_list_with_a_cursor() -> None:
    page = Page[int](data=[1, 2], cursor="c")
    assert list(page) == [1, 2]
    assert len(page) == 2
    assert not Page[int](data=[])
    with pytest.raises(ValidationError):
        Page[int]()  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("scopes", "wanted", "granted"),
    [
        (["*"], "anything", True),
        (["notes.read"], "notes.read", True),
        (["notes.*"], "notes.read", True),
        (["notes.*"], "notes", True),
        (["notes.*"], "notesx.read", False),
        (["notes:*"], "notes:read", False),
        ([], "notes", False),
    ],
)
def test_scopes_grant_exactly_or_by_star(scopes: list[str], wanted: str, granted: bool) -> None:
    user = UserContext(imperal_id="u", email="", tenant_id="t", role="owner", scopes=scopes)
    assert user.has_scope(wanted) is granted
    assert user.has_role("owner")


def test_user_is_frozen_has_no_id_and_refuses_unknown_fields() -> None:
    user = UserContext(imperal_id="u", email="", tenant_id="t", role="user")
    assert not hasattr(user, "id")
    with pytest.raises(ValidationError):
        setattr(user, "role", "owner")  # noqa: B010 - type checkers refuse the plain form
    for wrong in ({"imperal_id": ""}, {"tenant_id": ""}, {"extra": 1}):
        with pytest.raises(ValidationError):
            UserContext.model_validate(
                {"imperal_id": "u", "email": "", "tenant_id": "t", "role": "r"} | wrong
            )


def test_health_and_webhook_shapes() -> None:
    assert HealthStatus.ok({"db": 1}).details == {"db": 1}
    assert HealthStatus.degraded("slow").status == "degraded"
    assert HealthStatus.unhealthy("down").message == "down"
    assert WebhookRequest("POST", body=b'{"a":1}').json() == {"a": 1}
    assert WebhookRequest("POST", body="é".encode()).text() == "é"
    assert WebhookResponse.ok().to_dict() == {"status_code": 200, "headers": {}, "body": "OK"}
    assert WebhookResponse.error("no", 403).to_dict()["body"] == {"error": "no"}


@pytest.mark.parametrize(
    ("validate", "data", "rules"),
    [
        (contracts.validate_action_result_dict, 3, ["AR1"]),
        (contracts.validate_action_result_dict, {"status": "error"}, ["AR4"]),
        (contracts.validate_action_result_dict, {"status": "success", "error": "x"}, ["AR4"]),
        (contracts.validate_function_call_dict, {"zz": 1}, ["FC2", "FC2", "FC2", "FC3"]),
        (contracts.validate_event_dict, {"event_type": "bad"}, ["EV4"]),
        (contracts.validate_event_dict, {"event_type": "a.b"}, []),
        (client_contracts.validate_document_dict, {"id": ""}, ["DOC4", "DOC2"]),
        (client_contracts.validate_http_response_dict, {"status_code": 99}, ["HRS4"]),
        (client_contracts.validate_file_info_dict, {"path": "p", "size": -1}, ["FIL4"]),
    ],
)
def test_contract_validators_name_rule_place_and_fix(
    validate: Any, data: Any, rules: list[str]
) -> None:
    issues = validate(data)
    assert [issue.rule for issue in issues] == rules
    assert all(issue.message and issue.fix and issue.level == "ERROR" for issue in issues)


def test_schemas_carry_their_id() -> None:
    assert contracts.get_event_schema()["$id"] == "https://imperal.io/schemas/event.schema.json"
    assert "_handled" in contracts.get_chat_result_schema()["properties"]
    assert client_contracts.get_metered_event_schema()["properties"]["v"]["const"] == 1
