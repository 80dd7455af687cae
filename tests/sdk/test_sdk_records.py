"""Plain records and errors: documented order, documented defaults, nothing shared, nothing lost.

``record_facts.json`` holds the facts: per record its fields in order, ``[name]`` when required
and ``[name, default]`` when not.
"""

from __future__ import annotations

import importlib
import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from imperal_sdk import errors, ui
from imperal_sdk.chat.exceptions import TaskCancelled
from imperal_sdk.secrets import exceptions as secrets
from imperal_sdk.store import exceptions as store
from imperal_sdk.types import Document, Page, WebhookRequest
from imperal_sdk.types.identity import Tenant, TenantContext, User

FACTS: dict[str, list[list[Any]]] = json.loads(
    (Path(__file__).parent / "record_facts.json").read_text(encoding="utf-8")
)
AS_TEXT = {("imperal_sdk.types.events:WebhookRequest", "body"): b""}
"""Defaults that JSON cannot hold."""

SECRET = "imperal_sdk.secrets.spec:SecretSpec"
CHECKED = {
    ("status", "imperal_sdk.types.health:HealthStatus"): "ok",
    ("name", SECRET): "api_key",
    ("write_mode", SECRET): "user",
    ("max_bytes", SECRET): 5,
    ("rotation_hint_days", SECRET): 6,
    ("scope", SECRET): "app",
    ("env_fallback", SECRET): "IMPERAL_APPSECRET_K",
}
"""Values for fields that take certain words only."""


def find(full: str) -> Any:
    module, _, name = full.partition(":")
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize("full", FACTS)
def test_a_record_has_the_documented_defaults(full: str) -> None:
    required = {field[0]: CHECKED.get((field[0], full), "given") for field in FACTS[full]}
    required = {name: value for name, value in required.items() if [name] in FACTS[full]}
    record = find(full)(**required)
    expected = {
        field[0]: required[field[0]] if len(field) == 1 else AS_TEXT.get((full, field[0]), field[1])
        for field in FACTS[full]
    }
    assert {name: getattr(record, name) for name in expected} == expected
    other = find(full)(**required)
    assert record == other
    for name, value in expected.items():
        if isinstance(value, (dict, list)):
            assert getattr(record, name) is not getattr(other, name)


@pytest.mark.parametrize("full", FACTS)
def test_a_record_keeps_its_fields_in_the_documented_order(full: str) -> None:
    names = [field[0] for field in FACTS[full]]
    taken = [
        parameter.name
        for parameter in inspect.signature(find(full)).parameters.values()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD and parameter.name in names
    ]
    values = [CHECKED.get((name, full), f"value of {name}") for name in taken]
    record = find(full)(*values)
    assert [getattr(record, name) for name in taken] == values
    assert set(taken) == set(names)


IDENTITIES: list[tuple[Any, dict[str, Any]]] = [
    (
        User,
        {
            "role": "owner",
            "scopes": ["mail.*"],
            "imperal_id": "u1",
            "email": "a@b.c",
            "tenant_id": "t1",
            "auth_method": "password",
            "created_at": "2026-01-01",
        },
    ),
    (
        Tenant,
        {
            "id": "1",
            "tenant_id": "t1",
            "name": "Acme",
            "db_backend": "pg",
            "isolation": "shared",
            "allowed_auth_methods": "all",
            "max_connections": 5,
            "created_at": "2026-01-01",
            "updated_at": "2026-01-02",
        },
    ),
    (TenantContext, {"tenant_id": "t1", "name": "Acme"}),
]


@pytest.mark.parametrize(("model", "fields"), IDENTITIES, ids=["User", "Tenant", "TenantContext"])
def test_an_identity_is_frozen_and_knows_all_its_fields(model: Any, fields: dict[str, Any]) -> None:
    identity = model(**fields)
    dumped = identity.model_dump()
    assert {name: dumped[name] for name in fields} == fields
    assert dumped["is_active"] is True
    with pytest.raises(ValueError, match="frozen"):
        identity.tenant_id = "t2"
    with pytest.raises(ValueError, match="Extra"):
        model(**fields, unknown=1)
    with pytest.raises(ValueError, match="required"):
        model()
    if model is User:
        assert identity.has_scope("mail.send")
        assert not identity.has_scope("notes.read")
        assert identity.has_role("owner")


ERRORS: list[tuple[Any, tuple[Any, ...], dict[str, Any], type[BaseException]]] = [
    (errors.ImperalError, ("m",), {"message": "m", "code": "unknown"}, Exception),
    (errors.APIError, ("m", 500), {"status_code": 500, "code": "api_error"}, errors.ImperalError),
    (
        errors.NotFoundError,
        ("note", "n1"),
        {"status_code": 404, "code": "not_found", "resource": "note", "id": "n1"},
        errors.APIError,
    ),
    (
        errors.RateLimitError,
        (),
        {"status_code": 429, "retry_after": 60},
        errors.APIError,
    ),
    (
        errors.AuthError,
        (),
        {"message": "Unauthorized", "code": "auth_error"},
        errors.ImperalError,
    ),
    (errors.ValidationError, ("title", "too long"), {"field": "title"}, errors.ImperalError),
    (errors.ExtensionError, ("notes", "broke"), {"app_id": "notes"}, errors.ImperalError),
    (
        errors.QuotaExceededError,
        ("tokens", 10),
        {"resource": "tokens", "limit": 10},
        errors.ImperalError,
    ),
    (store.StoreUnavailable, (), {"retry_after": 30}, store.StoreError),
    (store.StoreContractError, ("odd",), {"args": ("odd",)}, store.StoreError),
    (
        store.StoreConflict,
        ("n1", "a", "b"),
        {"doc_id": "n1", "expected_etag": "a", "current_etag": "b"},
        store.StoreError,
    ),
]


@pytest.mark.parametrize(("error", "given", "kept", "base"), ERRORS)
def test_an_error_carries_what_happened(
    error: Any, given: tuple[Any, ...], kept: dict[str, Any], base: type[BaseException]
) -> None:
    with pytest.raises(base) as caught:
        raise error(*given)
    assert {name: getattr(caught.value, name) for name in kept} == kept
    for word in (value for value in given if isinstance(value, str)):
        assert word in str(caught.value)


def test_the_families_of_errors_stay_apart() -> None:
    for mishap in (store.StoreUnavailable, store.StoreContractError, store.StoreConflict):
        assert issubclass(mishap, store.StoreError)
    assert not issubclass(store.StoreError, errors.ImperalError)
    assert issubclass(errors.SkeletonAccessForbidden, PermissionError)
    for error in (
        secrets.SecretNotDeclaredError,
        secrets.SecretWriteForbidden,
        secrets.SecretValueTooLarge,
        secrets.SecretVaultUnavailable,
        secrets.SecretDeclarationConflict,
        TaskCancelled,
    ):
        assert not issubclass(error, (errors.ImperalError, store.StoreError))


def test_a_webhook_request_is_read_as_json_or_text() -> None:
    request = WebhookRequest("POST", {"x-sig": "1"}, '{"name": "Ä"}'.encode())
    assert request.json() == {"name": "Ä"}
    assert request.text() == '{"name": "Ä"}'
    with pytest.raises(json.JSONDecodeError):
        WebhookRequest("POST", body=b"no json").json()


def test_a_document_and_a_page_are_read_like_a_dict_and_a_list() -> None:
    document = Document("1", "notes", {"title": "A"})
    assert (document["title"], document.get("title"), document.get("no", 5)) == ("A", "A", 5)
    with pytest.raises(KeyError, match="no"):
        document["no"]
    page: Page[int] = Page(data=[1, 2], cursor="c", has_more=True)
    assert (list(page), len(page), bool(page)) == ([1, 2], 2, True)
    assert not Page(data=[])


def test_what_adapts_to_the_surface_is_written_out_whole() -> None:
    affordance = ui.Affordance("a", "Act", risk="write", shortcut="x")
    assert affordance.to_dict()["risk"] == "write"
    assert affordance.to_dict()["shortcut"] == "x"
    situation = ui.CognitiveContext("incident", "critical")
    assert situation.to_dict()["situation"] == "incident"
    assert situation.to_dict()["urgency"] == "critical"
    state = ui.MorphingState(
        "ctx",
        "Down",
        "critical",
        risk="write",
        details="d",
        affected_entities=["e"],
        metrics={"m": 1},
        cognitive=situation,
    )
    assert (state.context, state.urgency, state.risk) == ("ctx", "critical", "write")
    assert (state.details, state.affected_entities, state.metrics) == ("d", ["e"], {"m": 1})
    assert state.to_dict()["cognitive"] == situation.to_dict()
    assert state.cognitive == situation.to_dict()
    box, link = ui.CanvasNode("n", "N", icon="Server"), ui.CanvasEdge("n", "m", latency_ms=2.0)
    assert (box.to_dict()["id"], box.to_dict()["icon"]) == ("n", "Server")
    assert (link.to_dict()["from"], link.to_dict()["latency_ms"]) == ("n", 2.0)
