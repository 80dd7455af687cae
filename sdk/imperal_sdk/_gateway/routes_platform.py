"""Routes of the platform's directory: users, apps, conversations, roles and scopes.

The whole directory is one table: the HTTP method, the path with the arguments that belong in
it, the arguments of the query, and what makes the body.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from imperal_sdk._gateway.endpoint import Endpoint
from imperal_sdk._gateway.http import Exchange, Route
from imperal_sdk.errors import APIError, AuthError, NotFoundError

if TYPE_CHECKING:
    import httpx

_TIMEOUT_S = 15.0
_ATTEMPTS = 3
_REFUSED = frozenset({401, 403})
_NOT_FOUND = 404


@dataclass(frozen=True)
class _Entry:
    """One row. ``{name}`` in the path is an argument, ``query`` names those of the query.

    ``body`` is the argument that is the whole body, "*" for all remaining ones, "" for none;
    ``rename`` maps arguments to the gateway's names in the body.
    """

    method: str
    path: str
    query: tuple[str, ...] = ()
    body: str = ""
    rename: dict[str, str] = field(default_factory=dict)
    missing: Any = NotFoundError


_ACTIVE = {"active": "is_active"}

_TABLE: dict[tuple[str, str], _Entry] = {
    ("users", "create"): _Entry("POST", "/users", body="fields"),
    ("users", "list"): _Entry("GET", "/users", ("search", "include_inactive")),
    ("users", "get"): _Entry("GET", "/users/{user_id}"),
    ("users", "update"): _Entry("PATCH", "/users/{user_id}", body="fields"),
    ("users", "set_active"): _Entry("PATCH", "/users/{user_id}", body="*", rename=_ACTIVE),
    ("users", "delete"): _Entry("DELETE", "/users/{user_id}", ("permanent",)),
    ("users", "extensions"): _Entry("GET", "/users/{user_id}/extensions"),
    ("users", "reset_conversation"): _Entry("POST", "/users/{user_id}/reset-conversation"),
    ("users", "get_settings"): _Entry("GET", "/internal/users/{user_id}/settings", ("tenant_id",)),
    ("users", "update_settings"): _Entry(
        "PATCH", "/internal/users/{user_id}/settings", body="patch"
    ),
    ("users", "surfaces"): _Entry("GET", "/internal/surfaces/{user_id}"),
    ("apps", "list_all"): _Entry("GET", "/admin/apps"),
    ("apps", "list_pending"): _Entry("GET", "/admin/apps/pending"),
    ("apps", "approve"): _Entry("POST", "/admin/apps/{app_id}/approve"),
    ("apps", "reject"): _Entry("POST", "/admin/apps/{app_id}/reject", body="*"),
    ("apps", "set_status"): _Entry("POST", "/admin/apps/{app_id}/status", body="*"),
    ("apps", "remove"): _Entry("DELETE", "/admin/apps/{app_id}"),
    ("apps", "users"): _Entry("GET", "/extensions/{app_id}/users"),
    ("apps", "get_settings"): _Entry("GET", "/internal/config/app/{app_id}", missing={}),
    ("apps", "update_settings"): _Entry(
        "PUT", "/internal/config/app/{app_id}", body="*", rename={"patch": "config"}
    ),
    ("conversations", "create"): _Entry("POST", "/conversations", body="*"),
    ("conversations", "list"): _Entry("GET", "/conversations", ("limit", "include_archived")),
    ("conversations", "update"): _Entry("PATCH", "/conversations/{conversation_id}", body="*"),
    ("conversations", "delete"): _Entry("DELETE", "/conversations/{conversation_id}"),
    ("conversations", "activate"): _Entry("POST", "/conversations/{conversation_id}/activate"),
    ("conversations", "messages"): _Entry(
        "GET", "/conversations/{conversation_id}/messages", ("limit",)
    ),
    ("rbac", "create_role"): _Entry("POST", "/roles", body="fields"),
    ("rbac", "list_roles"): _Entry("GET", "/roles"),
    ("rbac", "update_role"): _Entry("PATCH", "/roles/{role_id}", ("cascade",), body="fields"),
    ("rbac", "delete_role"): _Entry("DELETE", "/roles/{role_id}"),
    ("rbac", "create_scope"): _Entry("POST", "/scopes", body="fields"),
    ("rbac", "list_scopes"): _Entry("GET", "/scopes", ("resource",)),
    ("rbac", "delete_scope"): _Entry("DELETE", "/scopes/{scope_id}"),
    ("rbac", "effective_scopes"): _Entry("GET", "/scopes/effective/{user_id}"),
}


def _exchange(at: Endpoint, args: dict[str, Any], entry: _Entry, service: str) -> Exchange:
    named = {name: quote(str(value), safe="") for name, value in args.items()}
    return Exchange(
        entry.method,
        at.public + entry.path.format_map(named),
        lambda response: _read(response, entry, service.removesuffix("s"), args),
        {
            "X-Service-Token": at.service_token,
            "X-Acting-User": at.user_id,
            "X-Extension-ID": at.extension_id,
            "X-Tenant-ID": at.tenant_id,
        },
        params={name: _flag(args[name]) for name in entry.query if _given(args.get(name))} or None,
        json=_body(args, entry),
        timeout=_TIMEOUT_S,
        attempts=_ATTEMPTS,
    )


def _body(args: dict[str, Any], entry: _Entry) -> Any:
    if not entry.body:
        return {} if entry.method == "POST" else None
    if entry.body != "*":
        return args[entry.body]
    return {
        entry.rename.get(name, name): value
        for name, value in args.items()
        if value is not None and f"{{{name}}}" not in entry.path and name not in entry.query
    }


def _given(value: Any) -> bool:
    return value is not None and value != ""


def _flag(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _read(response: httpx.Response, entry: _Entry, resource: str, args: dict[str, Any]) -> Any:
    if response.is_success:
        return response.json() if response.content else {}
    detail = _detail(response)
    if response.status_code in _REFUSED:
        raise AuthError(detail)
    if response.status_code == _NOT_FOUND:
        if entry.missing is not NotFoundError:
            return entry.missing
        raise NotFoundError(resource, ", ".join(str(value) for value in args.values()))
    raise APIError(detail, response.status_code)


def _detail(response: httpx.Response) -> str:
    try:
        answer = response.json()
    except ValueError:
        return response.text or f"HTTP {response.status_code}"
    detail = answer.get("detail") if isinstance(answer, dict) else None
    return str(detail or f"HTTP {response.status_code}")


def _route(service: str, entry: _Entry) -> Route:
    return lambda at, args: _exchange(at, args, entry, service)


PLATFORM: dict[tuple[str, str], Route] = {
    (service, method): _route(service, entry) for (service, method), entry in _TABLE.items()
}
