from __future__ import annotations

import asyncio
import base64
import sys
from collections.abc import AsyncIterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.kernel.clock import Clock
from workbench.kernel.personas import Persona
from workbench.kernel.profile import Profile
from workbench.kernel.services.backend import Backend
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.http import Http
from workbench.kernel.services.http_outside import Outside
from workbench.kernel.services.http_rules import RuleBook, UrlPattern
from workbench.kernel.workspace import HttpRule, HttpSettings

ADA = Scope("notes", Persona("u-ada"), "u-ada", "acme")


class Bench:
    """`ctx.http` of one app, with the notes of the last call."""

    def __init__(self, mode: str = "mock", profile: str = "seeds", **outside: Any) -> None:
        self.clock = Clock(1_000.0, paused=True)
        self.outside = Outside(mode, self.clock, extra=outside.pop("extra", RuleBook()), **outside)
        self.http = Http(self.outside, self.clock, Profile.load(profile))
        self.notes: dict[str, Any] = {}

    def configure(self, *rules: HttpRule, backend: Backend | None = None, **settings: Any) -> None:
        self.outside.configure("notes", HttpSettings(rules=rules, **settings), backend)

    async def __call__(self, method: str, url: str, **args: Any) -> Any:
        call = ServiceCall("http", "request", {"method": method, "url": url, **args}, ADA)
        self.notes = call.notes
        return await self.http.call(call)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    yield made
    made.clock.close()


async def refused(bench: Bench, *args: Any, **kwargs: Any) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        await bench(*args, **kwargs)
    return caught.value


# --- rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "url", "matches"),
    [
        ("/v1/notes", "https://a.example/v1/notes", True),
        ("/v1/notes", "https://b.example/v1/notes/?limit=3", True),
        ("/v1/notes", "https://a.example/v1/notes/7", False),
        ("/v1/notes/*", "https://a.example/v1/notes/7/tags", True),
        ("/v1/*/tags", "https://a.example/v1/7/tags", True),
        ("https://a.example/v1", "https://a.example/v1?x=1#y", True),
        ("https://a.example/v1", "https://b.example/v1", False),
        ("https://*.example/v1", "https://b.example/v1", True),
        ("/v1?limit=3", "https://a.example/v1?limit=3&page=2", True),
        ("/v1?limit=3", "https://a.example/v1?limit=30", False),
        ("/v1?limit=*", "https://a.example/v1?limit=30", True),
        ("/v1?limit=*", "https://a.example/v1", False),
        ("/a.b", "https://a.example/axb", False),
        ("*", "https://a.example/anything?x", True),
        ("/", "https://a.example", True),
    ],
)
def test_a_pattern_matches_what_it_says(pattern: str, url: str, matches: bool) -> None:
    assert UrlPattern(pattern).matches(url) is matches


@given(st.text("abc/.?*+()[]{}^$|\\", max_size=12))
def test_a_path_without_a_star_matches_itself_and_nothing_longer(path: str) -> None:
    plain = "/" + path.replace("*", "").replace("?", "").strip("/")
    assert UrlPattern(plain).matches(f"https://a.example{plain}")
    assert not UrlPattern(plain).matches(f"https://a.example{plain.rstrip('/')}/x")


async def test_the_first_rule_that_matches_answers(bench: Bench) -> None:
    bench.configure(
        HttpRule("/v1/notes", "POST", 201, json={"id": 1}),
        HttpRule("/v1/notes", "GET", 200, {"x-total": "7"}, {"notes": []}),
        HttpRule("/v1/*", text="fallback"),
        base_url="https://api.example.com/",
    )
    answer = await bench("get", "/v1/notes", params={"limit": 3})
    assert answer["status_code"] == 200
    assert (answer["body"], answer["body_kind"]) == ({"notes": []}, "json")
    assert answer["headers"]["x-total"] == "7"
    assert bench.notes["source"] == "rule"
    assert bench.notes["rule"] == "GET /v1/notes"
    assert bench.notes["url"] == "https://api.example.com/v1/notes?limit=3"
    assert (await bench("POST", "v1/notes"))["status_code"] == 201
    other = await bench("DELETE", "https://api.example.com/v1/notes")
    assert (other["body"], other["body_kind"]) == ("fallback", "text")


async def test_a_rule_with_times_ends_and_the_next_one_answers(bench: Bench) -> None:
    rules = (HttpRule("/a", status=500, times=2), HttpRule("/a", status=200))
    bench.configure(*rules)
    assert [(await bench("GET", "/a"))["status_code"] for _ in range(2)] == [500, 500]
    bench.configure(*rules)
    assert (await bench("GET", "/a"))["status_code"] == 200
    bench.configure(*rules, HttpRule("/b"))
    assert (await bench("GET", "/a"))["status_code"] == 500


async def test_an_unmatched_request_is_a_404_that_says_which_rule_to_add(bench: Bench) -> None:
    bench.configure(HttpRule("/other"))
    answer = await bench("PUT", "/v1/notes/7?x=1")
    assert answer["status_code"] == 404
    assert answer["body"]["rule"].startswith('[[http.rule]]\nmethod = "PUT"\nurl = "/v1/notes/7"')
    assert bench.notes["source"] == "unmatched"
    assert "PUT http" in bench.notes["problem"]


async def test_a_sessions_rules_come_first_and_its_default_last() -> None:
    bench = Bench(
        extra=RuleBook([HttpRule("/a", text="session")]),
        default=HttpRule("*", status=503, json={"down": True}),
    )
    bench.configure(HttpRule("/a", text="app"), HttpRule("/b", text="app"))
    assert (await bench("GET", "/a"))["body"] == "session"
    assert (await bench("GET", "/b"))["body"] == "app"
    assert (await bench("GET", "/c"))["status_code"] == 503
    assert bench.notes["source"] == "default"
    bench.clock.close()


async def test_latency_of_a_rule_is_virtual_and_noted(bench: Bench) -> None:
    bench.configure(HttpRule("/slow", latency_ms=20_000))
    task = asyncio.create_task(bench("GET", "/slow"))
    await asyncio.sleep(0.01)
    assert not task.done()
    await bench.clock.jump(1_020.0)
    assert (await task)["status_code"] == 200
    assert bench.notes["simulated_ms"] == 20_000


async def test_a_timeout_is_virtual_too(bench: Bench) -> None:
    bench.configure(HttpRule("/slow", latency_ms=60_000))
    task = asyncio.create_task(bench("GET", "/slow", timeout=10))
    await asyncio.sleep(0.01)
    await bench.clock.jump(1_010.0)
    with pytest.raises(ServiceError) as caught:
        await task
    assert caught.value.type == "ReadTimeout"
    assert "10 s" in caught.value.message


# --- the rules of the client -------------------------------------------------------------------


@pytest.mark.parametrize("timeout", [0, -1, 180.1, 600, True, "30", float("nan")])
async def test_a_timeout_outside_the_cap_is_refused(bench: Bench, timeout: object) -> None:
    error = await refused(bench, "GET", "/a", timeout=timeout)
    assert error.type in ("ValueError", "TypeError")


async def test_a_relative_url_needs_a_scheme_on_the_current_platform() -> None:
    bench = Bench(profile="platform-6")
    bench.configure(base_url="https://api.example.com")
    error = await refused(bench, "GET", "/v1/notes")
    assert error.type == "UnsupportedProtocol"
    bench.clock.close()


async def test_live_mode_without_a_base_says_what_to_set() -> None:
    bench = Bench("live")
    error = await refused(bench, "GET", "/v1/notes")
    assert error.type == "UnsupportedProtocol"
    assert "base_url" in error.message
    bench.clock.close()


async def test_offline_every_request_fails_to_connect() -> None:
    bench = Bench("offline")
    bench.configure(HttpRule("*"))
    error = await refused(bench, "GET", "https://api.example.com/a")
    assert error.type == "ConnectError"
    assert bench.notes["source"] == "offline"
    bench.clock.close()


async def test_redirects_are_followed_five_times_unless_refused(bench: Bench) -> None:
    steps = [HttpRule(f"/{n}", status=302, headers={"location": f"/{n + 1}"}) for n in range(9)]
    bench.configure(*steps[:5], HttpRule("/5", text="arrived"), *steps[6:])
    answer = await bench("GET", "/0")
    assert answer["body"] == "arrived"
    assert bench.notes["redirects"] == 5
    assert (await bench("GET", "/0", follow_redirects=False))["status_code"] == 302
    bench.configure(*steps)
    assert (await refused(bench, "GET", "/0")).type == "TooManyRedirects"


async def test_a_hundred_requests_a_minute_on_the_current_platform() -> None:
    bench = Bench(profile="platform-6")
    bench.configure(HttpRule("*"))
    url = "https://api.example.com/"
    statuses = [(await bench("GET", url))["status_code"] for _ in range(101)]
    assert statuses == [200] * 100 + [429]
    await bench.clock.jump(1_060.0)
    assert (await bench("GET", url))["status_code"] == 200
    bench.clock.close()


# --- a backend of the author's --------------------------------------------------------------------

APP = """
import json
started = []

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                started.append("yes")
                scope["state"]["greeting"] = "hello"
                await send({"type": "lifespan.startup.complete"})
            else:
                await send({"type": "lifespan.shutdown.complete"})
                return
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    if scope["path"] == "/crash":
        raise KeyError("lost")
    if scope["path"] == "/exit":
        import os
        os._exit(3)
    if scope["path"] == "/binary":
        await send({"type": "http.response.start", "status": 200,
                    "headers": [(b"content-type", b"image/png")]})
        await send({"type": "http.response.body", "body": b"\\x89PNG\\xff"})
        return
    headers = {k.decode(): v.decode() for k, v in scope["headers"]}
    answer = {"method": scope["method"], "path": scope["path"], "started": started,
              "query": scope["query_string"].decode(), "body": body.decode("latin-1"),
              "type": headers.get("content-type"), "x": headers.get("x-user"),
              "cookie": headers.get("cookie"), "auth": headers.get("authorization"),
              "state": scope["state"]}
    await send({"type": "http.response.start", "status": 201,
                "headers": [(b"content-type", b"application/json"), (b"x-a", b"1")]})
    text = json.dumps(answer).encode()
    await send({"type": "http.response.body", "body": text[:5], "more_body": True})
    await send({"type": "http.response.body", "body": text[5:]})
"""


@pytest.fixture
async def backend(tmp_path: Path) -> AsyncIterator[Backend]:
    (tmp_path / "boot.py").write_text(APP, "utf-8")  # a name the child itself uses
    made = Backend("boot:app", tmp_path, sys.executable)
    yield made
    await made.close()


async def test_a_backend_answers_what_no_rule_does(bench: Bench, backend: Backend) -> None:
    bench.configure(HttpRule("/mocked", text="rule"), backend=backend)
    assert (await bench("GET", "/mocked"))["body"] == "rule"
    answer = await bench(
        "POST",
        "/v1/n%20otes",
        params=[["a", "1"], ["a", "2"]],
        headers={"X-User": "u-ada"},
        cookies={"sid": "1"},
        auth=["ada", "pw"],
        json={"n": 1},
    )
    assert answer["status_code"] == 201
    assert answer["headers"]["x-a"] == "1"
    assert answer["body"] == {
        "method": "POST",
        "path": "/v1/n otes",
        "query": "a=1&a=2",
        "body": '{"n":1}',
        "type": "application/json",
        "x": "u-ada",
        "cookie": "sid=1",
        "auth": "Basic " + base64.b64encode(b"ada:pw").decode(),
        "started": ["yes"],
        "state": {"greeting": "hello"},
    }
    assert bench.notes["source"] == "backend"
    assert bench.notes["backend_started"] is True
    await bench("GET", "/again")
    assert "backend_started" not in bench.notes


async def test_form_files_and_raw_bodies_arrive(bench: Bench, backend: Backend) -> None:
    bench.configure(backend=backend)
    form = await bench("POST", "/f", data=[["a", "1"], ["a", "2"], ["b", "x y"]])
    assert form["body"]["body"] == "a=1&a=2&b=x+y"
    raw = await bench("PUT", "/r", content_b64=base64.b64encode(b"\x00\xff").decode())
    assert raw["body"]["body"] == "\x00\xff"
    file = {
        "name": "file",
        "filename": "a.txt",
        "content_b64": base64.b64encode(b"hi there").decode(),
        "content_type": "text/plain",
    }
    sent = await bench("POST", "/u", files=[file], data={"k": "v"})
    assert sent["body"]["type"].startswith("multipart/form-data")
    assert 'filename="a.txt"' in sent["body"]["body"]
    assert "hi there" in sent["body"]["body"]
    binary = await bench("GET", "/binary")
    assert binary["body_kind"] == "bytes"
    assert base64.b64decode(binary["body"]) == b"\x89PNG\xff"


async def test_requests_to_a_backend_run_at_once_and_start_it_once(backend: Backend) -> None:
    answers = await asyncio.gather(
        *(backend.request("GET", f"/{n}", "", [], b"", 10) for n in range(20))
    )
    assert [answer.status for answer in answers] == [201] * 20
    assert all(b'"started": ["yes"]' in answer.body for answer in answers)


async def test_a_backend_that_fails_is_a_connection_error_with_its_line(
    bench: Bench, backend: Backend
) -> None:
    bench.configure(backend=backend)
    error = await refused(bench, "GET", "/crash")
    assert error.type == "ConnectError"
    assert "KeyError" in error.message
    assert "boot.py:" in error.message
    assert (await bench("GET", "/fine"))["status_code"] == 201


async def test_a_backend_that_ends_is_started_again(bench: Bench, backend: Backend) -> None:
    bench.configure(backend=backend)
    assert "has ended" in (await refused(bench, "GET", "/exit")).message
    assert (await bench("GET", "/fine"))["status_code"] == 201


async def test_a_backend_that_cannot_be_imported_is_tried_again(
    bench: Bench, backend: Backend, tmp_path: Path
) -> None:
    bench.configure(backend=backend)
    (tmp_path / "boot.py").write_text("import nowhere_to_be_found\n", "utf-8")
    error = await refused(bench, "GET", "/a")
    assert "ModuleNotFoundError" in error.message
    assert "boot.py:1" in error.message
    (tmp_path / "boot.py").write_text(APP, "utf-8")
    assert (await bench("GET", "/a"))["status_code"] == 201
    assert not backend.stale
    (tmp_path / "boot.py").write_text(APP + "\n", "utf-8")
    assert backend.stale


# --- the real network ----------------------------------------------------------------------------


class Local(BaseHTTPRequestHandler):
    """A server on the loopback: nothing else is as live, and nothing leaves the machine."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", "8")
        self.end_headers()
        self.wfile.write(b'{"a": 1}')

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on stderr."""


async def test_live_mode_asks_the_network() -> None:
    server = HTTPServer(("127.0.0.1", 0), Local)
    thread = Thread(target=server.handle_request)
    thread.start()
    bench = Bench("live")
    answer = await bench("GET", f"http://127.0.0.1:{server.server_port}/x")
    assert answer["body"] == {"a": 1}
    assert bench.notes["source"] == "live"
    await asyncio.to_thread(thread.join)
    server.server_close()
    error = await refused(bench, "GET", f"http://127.0.0.1:{server.server_port}/x")
    assert error.type == "ConnectError"
    bench.clock.close()
