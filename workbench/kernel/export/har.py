"""The requests of a session as an HTTP archive (HAR 1.2), which browsers and proxies open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from workbench import __version__
from workbench.kernel.journal.record import Record

_TEXT = "text/plain"


def har(records: Iterable[Record]) -> dict[str, Any]:
    """Every request among these records; the instants are virtual, the durations real."""
    entries = [_entry(r) for r in records if r.kind == "http" and r.duration_ms is not None]
    creator = {"name": "Imperal Workbench", "version": __version__}
    return {"log": {"version": "1.2", "creator": creator, "entries": entries}}


def _entry(record: Record) -> dict[str, Any]:
    took = record.duration_ms or 0.0
    body = record.body
    return {
        "startedDateTime": datetime.fromtimestamp(record.at, UTC).isoformat(),
        "time": took,
        "request": _request(_part(body, "request") or _part(body, "args")),
        "response": _response(_part(body, "value"), _part(body, "error")),
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        "comment": " ".join(str(body[name]) for name in ("source", "rule") if body.get(name)),
    }


def _request(request: Mapping[str, Any]) -> dict[str, Any]:
    url, text = str(request.get("url") or ""), request.get("body")
    headers = _part(request, "headers")
    made: dict[str, Any] = {
        "method": str(request.get("method") or "GET").upper(),
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(headers),
        "queryString": _pairs(dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))),
        "headersSize": -1,
        "bodySize": len(str(text or "").encode()),
    }
    if text:
        made["postData"] = {"mimeType": headers.get("content-type", _TEXT), "text": str(text)}
    return made


def _response(value: Mapping[str, Any], error: Mapping[str, Any]) -> dict[str, Any]:
    """The answer; without one the status is 0, as browsers write it, and the error is told."""
    status, headers = int(value.get("status_code") or 0), _part(value, "headers")
    text, kind = value.get("body"), value.get("body_kind")
    if kind == "json":
        text = orjson.dumps(text).decode()
    content: dict[str, Any] = {
        "size": len(str(text or "").encode()),
        "mimeType": headers.get("content-type", _TEXT),
        "text": str(text or ""),
    }
    if kind == "bytes":
        content["encoding"] = "base64"
    return {
        "status": status,
        "statusText": HTTPStatus(status).phrase if status in set(HTTPStatus) else "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(headers),
        "content": content,
        "redirectURL": str(headers.get("location") or ""),
        "headersSize": -1,
        "bodySize": -1,
        "comment": f"{error.get('type')}: {error.get('message')}" if error else "",
    }


def _pairs(values: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"name": str(name), "value": str(value)} for name, value in values.items()]


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}
