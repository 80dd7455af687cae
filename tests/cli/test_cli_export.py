"""A session as other tools read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import SAMPLES, Ran, Run

Schemas = dict[str, dict[str, Any]]


@pytest.fixture
def session(run: Run, tmp_path: Path) -> Path:
    """The state folder of a session that drew the notes sample's sidebar."""
    assert run("render", SAMPLES / "notes", "--panel", "sidebar").code == 0
    return tmp_path / "state"


def export(run: Run, session: Path, name: str) -> Ran:
    return run("export", session, "--as", name, state=False)


def test_a_chrome_trace_has_the_panel_and_what_it_waited_for(
    run: Run, session: Path, schemas: Schemas
) -> None:
    done = export(run, session, "chrome-trace")
    assert done.code == 0
    jsonschema.validate(done.only, schemas["export"])
    events = [event for event in done.only["traceEvents"] if event["ph"] == "X"]
    panel = next(event for event in events if event["name"] == "panel sidebar")
    inside = [event for event in events if event["args"]["trace"] == panel["args"]["id"]]
    assert {"panel", "cache", "http"} <= {event["cat"] for event in inside}
    assert all(event["ts"] >= panel["ts"] for event in inside)


def test_a_har_has_every_request_with_both_messages(
    run: Run, session: Path, schemas: Schemas
) -> None:
    done = export(run, session, "har")
    jsonschema.validate(done.only, schemas["export"])
    entries = done.only["log"]["entries"]
    stats = next(e for e in entries if e["request"]["url"].endswith("/v1/folders/stats"))
    assert stats["response"]["status"] == 200
    assert "counts" in json.loads(stats["response"]["content"]["text"])
    assert {"name": "x-user", "value": "u-ada"} in stats["request"]["headers"]


def test_otlp_spans_hang_together(run: Run, session: Path, schemas: Schemas) -> None:
    done = export(run, session, "otlp")
    jsonschema.validate(done.only, schemas["export"])
    spans = [
        span
        for resource in done.only["resourceSpans"]
        for scope in resource["scopeSpans"]
        for span in scope["spans"]
    ]
    by_id = {span["spanId"]: span for span in spans}
    request = next(span for span in spans if span["name"].startswith("http"))
    parent = by_id[request["parentSpanId"]]
    assert parent["name"] == "panel sidebar"
    assert parent["traceId"] == request["traceId"]


def test_an_export_can_go_to_a_file(run: Run, session: Path, tmp_path: Path) -> None:
    file = tmp_path / "trace.json"
    done = run("export", session, "--as", "chrome-trace", "--out", file, state=False)
    assert (done.code, done.lines) == (0, [])
    assert json.loads(file.read_text())["traceEvents"]


def test_a_folder_without_a_session_is_not_found(run: Run, tmp_path: Path) -> None:
    done = export(run, tmp_path, "har")
    assert (done.code, done.only["error"]["type"]) == (2, "NotFound")


def test_a_file_that_is_no_session_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite"
    file.write_text("not a database at all, but long enough to be read as one")
    done = export(run, file, "har")
    assert (done.code, done.only["error"]["type"]) == (1, "NotASession")


def test_a_page_is_written_for_people(run: Run, session: Path, tmp_path: Path) -> None:
    file = tmp_path / "session.html"
    done = run("export", session, "--as", "html", "--out", file, state=False)
    assert done.code == 0
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "panel sidebar" in page
    assert "http://" not in page
