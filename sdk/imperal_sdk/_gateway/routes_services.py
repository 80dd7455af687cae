"""Routes of the services that act: ai, notify, chat, secrets, signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from imperal_sdk._gateway.endpoint import Endpoint
from imperal_sdk._gateway.http import Exchange, Route, body, nothing
from imperal_sdk.secrets.exceptions import SecretVaultUnavailable

if TYPE_CHECKING:
    import httpx

AI_TIMEOUT_S = 120.0
SECRETS_TIMEOUT_S = 5.0
_SHORT_TIMEOUT_S = 10.0
_SECRET_ATTEMPTS = 3


def _ai_complete(at: Endpoint, args: dict[str, Any]) -> Exchange:
    payload = {
        "prompt": args["prompt"],
        "model": args["model"],
        "extension_id": at.extension_id,
        **args["options"],
    }
    headers = {"X-Service-Token": at.service_token or at.auth_token}
    return Exchange(
        "POST", f"{at.internal}/ai/complete", body, headers, json=payload, timeout=AI_TIMEOUT_S
    )


AI: dict[str, Route] = {"complete": _ai_complete}


def _notify_send(at: Endpoint, args: dict[str, Any]) -> Exchange:
    payload = {
        "user_id": at.user_id,
        "message": args["message"],
        "extension_id": at.extension_id,
        **args["options"],
    }
    headers = {"Authorization": f"Bearer {at.auth_token or at.service_token}"}
    # A notification that the platform refuses is not an error of the handler.
    return Exchange(
        "POST",
        f"{at.internal}/notify",
        lambda response: None,
        headers,
        json=payload,
        timeout=_SHORT_TIMEOUT_S,
    )


NOTIFY: dict[str, Route] = {"send": _notify_send}


def _chat_deliver(at: Endpoint, args: dict[str, Any]) -> Exchange:
    payload = {
        "ext_id": at.extension_id,
        "user_id": at.user_id,
        "text": args["text"],
        "msg_type": args["msg_type"],
        "refresh_panels": args["refresh_panels"],
    }
    headers = {"X-Service-Token": at.service_token, "X-Acting-User": at.user_id}
    return Exchange(
        "POST",
        f"{at.internal}/chat/inject",
        nothing,
        headers,
        json=payload,
        timeout=_SHORT_TIMEOUT_S,
    )


CHAT: dict[str, Route] = {"deliver": _chat_deliver}


def _secret(
    at: Endpoint,
    method: str,
    path: str,
    what: str,
    read: Callable[[httpx.Response], Any],
    json: Any = None,
) -> Exchange:
    headers = {
        "Authorization": f"Bearer {at.auth_token}",
        "X-Acting-User": at.user_id,
        "X-Ext-Id": at.extension_id,
    }
    return Exchange(
        method,
        f"{at.public}/secrets/{at.extension_id}{path}",
        _vault(what, read),
        headers,
        json=json,
        timeout=SECRETS_TIMEOUT_S,
        attempts=1 if method == "DELETE" else _SECRET_ATTEMPTS,
    )


def _vault(what: str, read: Callable[[httpx.Response], Any]) -> Callable[[httpx.Response], Any]:
    def reader(response: httpx.Response) -> Any:
        if response.status_code == 503:
            raise SecretVaultUnavailable(f"The vault answered 503 to ctx.secrets.{what}")
        if response.status_code >= 400 and response.status_code != 404:
            raise RuntimeError(f"The vault answered {response.status_code} to ctx.secrets.{what}")
        return read(response)

    return reader


def _found(what: str, read: Callable[[httpx.Response], Any]) -> Callable[[httpx.Response], Any]:
    def reader(response: httpx.Response) -> Any:
        if response.status_code == 404:
            raise RuntimeError(f"The vault answered 404 to ctx.secrets.{what}")
        return read(response)

    return reader


def _secret_get(at: Endpoint, args: dict[str, Any]) -> Exchange:
    def read(response: httpx.Response) -> Any:
        return None if response.status_code == 404 else response.json().get("value")

    return _secret(at, "GET", f"/{args['name']}", "get", read)


def _secret_set(at: Endpoint, args: dict[str, Any]) -> Exchange:
    read = _found("set", lambda response: None)
    return _secret(at, "PUT", f"/{args['name']}", "set", read, {"value": args["value"]})


def _secret_delete(at: Endpoint, args: dict[str, Any]) -> Exchange:
    read = _found("delete", lambda response: bool(response.json().get("deleted")))
    return _secret(at, "DELETE", f"/{args['name']}", "delete", read)


def _secret_is_set(at: Endpoint, args: dict[str, Any]) -> Exchange:
    def read(response: httpx.Response) -> Any:
        return response.status_code != 404 and bool(response.json().get("is_set"))

    return _secret(at, "GET", f"/{args['name']}/meta", "is_set", read)


def _secret_list(at: Endpoint, args: dict[str, Any]) -> Exchange:
    def read(response: httpx.Response) -> Any:
        answer = response.json()
        return answer.get("secrets", []) if isinstance(answer, dict) else answer

    return _secret(at, "GET", "", "list", _found("list", read))


SECRETS: dict[str, Route] = {
    "get": _secret_get,
    "set": _secret_set,
    "delete": _secret_delete,
    "is_set": _secret_is_set,
    "list": _secret_list,
}


def _signals_emit(at: Endpoint, args: dict[str, Any]) -> Exchange:
    headers = {"Authorization": f"Bearer {at.service_token}"}
    url = f"{at.gateway_url.rstrip('/')}/api/v1/signals/emit"
    return Exchange("POST", url, nothing, headers, json=args, timeout=SECRETS_TIMEOUT_S)


SIGNALS: dict[str, Route] = {"emit": _signals_emit}
