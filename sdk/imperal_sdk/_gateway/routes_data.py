"""Routes of the services that keep data: store, cache, skeleton, storage."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from imperal_sdk._gateway.endpoint import Endpoint
from imperal_sdk._gateway.http import Exchange, Route, body, missing_as, nothing, succeeded
from imperal_sdk.cache import envelope
from imperal_sdk.store.exceptions import StoreConflict, StoreUnavailable

if TYPE_CHECKING:
    import httpx

_UNAVAILABLE = frozenset({502, 503, 504})
_CONFLICT = 409
_STORAGE_TIMEOUT_S = 60.0
_CACHE_TIMEOUT_S = 5.0
_SHORT_TIMEOUT_S = 10.0


def _store_headers(at: Endpoint) -> dict[str, str]:
    return {
        "X-Service-Token": at.auth_token or at.service_token,
        "X-Extension-ID": at.extension_id,
        "X-Tenant-ID": at.tenant_id,
    }


def _owner(at: Endpoint) -> dict[str, Any]:
    return {"extension_id": at.extension_id, "tenant_id": at.tenant_id}


def _store(
    at: Endpoint,
    method: str,
    path: str,
    read: Callable[[httpx.Response], Any],
    *,
    params: dict[str, Any] | None = None,
    json: Any = None,
) -> Exchange:
    url = f"{at.internal}/store{path}"
    return Exchange(method, url, read, _store_headers(at), params=params, json=json)


def _store_create(at: Endpoint, args: dict[str, Any]) -> Exchange:
    payload = {
        "collection": args["collection"],
        "data": args["data"],
        "user_id": at.user_id,
        **_owner(at),
    }
    return _store(at, "POST", "", body, json=payload)


def _document_path(args: dict[str, Any]) -> str:
    return f"/{args['collection']}/{args['doc_id']}"


def _store_get(at: Endpoint, args: dict[str, Any]) -> Exchange:
    return _store(at, "GET", _document_path(args), missing_as(None, body), params=_owner(at))


def _store_update(at: Endpoint, args: dict[str, Any]) -> Exchange:
    payload = {"data": args["data"], **_owner(at)}
    if args.get("if_match"):
        payload["if_match"] = args["if_match"]
    doc_id, expected = args["doc_id"], args.get("if_match", "")

    def read(response: httpx.Response) -> Any:
        if response.status_code == _CONFLICT:
            raise StoreConflict(doc_id, expected, _current_etag(response))
        return body(response)

    return _store(at, "PATCH", _document_path(args), read, json=payload)


def _current_etag(response: httpx.Response) -> str:
    answer = response.json()
    detail = answer.get("detail", answer) if isinstance(answer, dict) else {}
    return str(detail.get("current_etag", "")) if isinstance(detail, dict) else ""


def _store_delete(at: Endpoint, args: dict[str, Any]) -> Exchange:
    return _store(at, "DELETE", _document_path(args), succeeded, params=_owner(at))


def _store_query(at: Endpoint, args: dict[str, Any]) -> Exchange:
    payload = {
        "where": args.get("where") or {},
        "order_by": args.get("order_by"),
        "limit": args.get("limit", 100),
        "user_id": at.user_id,
        **_owner(at),
    }
    if args.get("cursor"):
        payload["cursor"] = args["cursor"]
    empty: dict[str, Any] = {"data": [], "cursor": None, "has_more": False, "total": None}
    return _store(at, "POST", f"/{args['collection']}/query", missing_as(empty, body), json=payload)


def _store_list(at: Endpoint, args: dict[str, Any]) -> Exchange:
    query = _store_query(at, {"collection": args.get("prefix", "")})

    def read(response: httpx.Response) -> Any:
        return query.read(response)["data"]

    return _store(at, "POST", f"/{args.get('prefix', '')}/query", read, json=query.json)


def _store_count(at: Endpoint, args: dict[str, Any]) -> Exchange:
    payload = {"where": args.get("where") or {}, "user_id": at.user_id, **_owner(at)}
    return _store(
        at, "POST", f"/{args['collection']}/count", lambda r: body(r)["count"], json=payload
    )


def _available(read: Callable[[httpx.Response], Any]) -> Callable[[httpx.Response], Any]:
    def reader(response: httpx.Response) -> Any:
        if response.status_code in _UNAVAILABLE:
            raise StoreUnavailable
        return read(response)

    return reader


def _store_list_users(at: Endpoint, args: dict[str, Any]) -> Exchange:
    params = {**_owner(at), "cursor": args.get("cursor") or "0", "limit": args["limit"]}

    def read(response: httpx.Response) -> Any:
        page = body(response)
        # A malformed page is passed on: the client names what is wrong with it.
        if not isinstance(page, dict) or "user_ids" not in page:
            return page
        return {"users": page["user_ids"], "cursor": page.get("next_cursor")}

    path = f"/{args['collection']}/list_users"
    return _store(at, "GET", path, _available(read), params=params)


def _store_query_all(at: Endpoint, args: dict[str, Any]) -> Exchange:
    params = {**_owner(at), "limit": args["limit"]}

    def read(response: httpx.Response) -> Any:
        answer = body(response)
        if isinstance(answer, dict):
            return answer.get("documents", answer.get("data", answer))
        return answer

    return _store(at, "GET", f"/{args['collection']}/all", _available(read), params=params)


STORE: dict[str, Route] = {
    "create": _store_create,
    "get": _store_get,
    "query": _store_query,
    "update": _store_update,
    "delete": _store_delete,
    "count": _store_count,
    "list": _store_list,
    "list_users": _store_list_users,
    "query_all": _store_query_all,
}


def _cache(
    at: Endpoint,
    method: str,
    args: dict[str, Any],
    read: Callable[[httpx.Response], Any],
    content: bytes | None = None,
) -> Exchange:
    place = envelope.address(at.extension_id, at.user_id, args["model"], args["key"])
    headers = {
        "X-Service-Token": at.service_token,
        "Authorization": f"ImperalCallToken {at.call_token}",
    }
    if content is not None:
        headers["Content-Type"] = "application/json"
    return Exchange(
        method,
        f"{at.internal}/extcache/{place}",
        read,
        headers,
        content=content,
        timeout=_CACHE_TIMEOUT_S,
    )


def _cache_get(at: Endpoint, args: dict[str, Any]) -> Exchange:
    def read(response: httpx.Response) -> Any:
        return envelope.unwrap(body(response), args["model"])

    return _cache(at, "GET", args, missing_as(None, read))


def _cache_set(at: Endpoint, args: dict[str, Any]) -> Exchange:
    wrapped = envelope.wrap(args["model"], args["data"])
    content = envelope.packed(wrapped, args["ttl_seconds"])
    return _cache(at, "PUT", args, nothing, content)


def _cache_delete(at: Endpoint, args: dict[str, Any]) -> Exchange:
    return _cache(at, "DELETE", args, missing_as(None, nothing))


CACHE: dict[str, Route] = {"get": _cache_get, "set": _cache_set, "delete": _cache_delete}


def _skeleton_get(at: Endpoint, args: dict[str, Any]) -> Exchange:
    headers = {
        "X-Service-Token": at.auth_token or at.service_token,
        "Authorization": f"ImperalCallToken {at.call_token}",
    }
    url = f"{at.internal}/skeleton/{at.extension_id}/{at.user_id}/{args['section']}"
    read = missing_as(None, lambda response: body(response).get("data"))
    return Exchange("GET", url, read, headers, timeout=_SHORT_TIMEOUT_S)


SKELETON: dict[str, Route] = {"get": _skeleton_get}


def _storage(
    at: Endpoint,
    method: str,
    path: str,
    read: Callable[[httpx.Response], Any],
    timeout: float,
    **fields: Any,
) -> Exchange:
    headers = {"Authorization": f"Bearer {at.auth_token or at.service_token}"}
    return Exchange(
        method, f"{at.internal}/storage{path}", read, headers, timeout=timeout, **fields
    )


def _storage_upload(at: Endpoint, args: dict[str, Any]) -> Exchange:
    content = base64.b64decode(args["data_b64"])
    name = args["path"].rpartition("/")[2]
    return _storage(
        at,
        "POST",
        "/upload",
        body,
        _STORAGE_TIMEOUT_S,
        data={"path": args["path"], **_owner(at)},
        files={"file": (name, content, args["content_type"])},
    )


def _storage_download(at: Endpoint, args: dict[str, Any]) -> Exchange:
    def read(response: httpx.Response) -> Any:
        response.raise_for_status()
        return {"data_b64": base64.b64encode(response.content).decode("ascii")}

    params = {"path": args["path"], **_owner(at)}
    return _storage(at, "GET", "/download", read, _STORAGE_TIMEOUT_S, params=params)


def _storage_delete(at: Endpoint, args: dict[str, Any]) -> Exchange:
    params = {"path": args["path"], **_owner(at)}
    return _storage(at, "DELETE", "", succeeded, _SHORT_TIMEOUT_S, params=params)


def _storage_list(at: Endpoint, args: dict[str, Any]) -> Exchange:
    params = {"prefix": args["prefix"], **_owner(at)}
    return _storage(at, "GET", "/list", body, _SHORT_TIMEOUT_S, params=params)


STORAGE: dict[str, Route] = {
    "upload": _storage_upload,
    "download": _storage_download,
    "delete": _storage_delete,
    "list": _storage_list,
}
