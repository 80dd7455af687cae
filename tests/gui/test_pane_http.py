"""The HTTP pane: who answered a request, what went over the wire, and the answer as a mock rule."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.gui.gui_fakes import record
from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.http import HttpPane, answered_by, describe_request, mock_rule, outcome
from workbench.kernel.options import KernelOptions
from workbench.kernel.services.http_rules import RuleBook
from workbench.kernel.workspace import Workspace

ASKS = """
from imperal_sdk import Extension, ui

ext = Extension("asks", version="1.0.0", display_name="Asks", icon="icon.svg",
                description="Asks the outside world for the weather.")


@ext.panel("side", slot="left", title="Side")
async def side(ctx, **params):
    answer = await ctx.http.post("https://weather.example.com/now?city=Lund", json={"unit": "C"})
    return ui.Text(str(answer.status_code))
"""

RULES = """
[[http.rule]]
method = "POST"
url = "/now"
status = 201
json = { degrees = 4, sky = "grey" }
"""

LINE = ASKS[: ASKS.index("await ctx.http")].count("\n") + 1


def http(**body: Any) -> Any:
    return record(1, "http", body=body)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"value": {"status_code": 204}}, ("204", "success")),
        ({"value": {"status_code": 302}}, ("302", "info")),
        ({"value": {"status_code": 404}}, ("404", "warning")),
        ({"value": {"status_code": 503}}, ("503", "danger")),
        ({"error": {"type": "ReadTimeout", "message": "too slow"}}, ("ReadTimeout", "danger")),
    ],
)
def test_an_outcome_is_the_status_code_or_the_error(
    body: dict[str, Any], shown: tuple[str, str]
) -> None:
    assert outcome(record(1, "http", status="error", body=body)) == shown


def test_a_request_that_left_the_machine_stands_out() -> None:
    assert answered_by(http(source="live")) == ("the network", "danger")
    assert answered_by(http(source="unmatched")) == ("nobody", "warning")


def test_a_request_without_an_answer_is_described_by_its_error() -> None:
    said = describe_request(
        http(
            args={"method": "get", "url": "https://a.example/x?y=1"},
            error={"type": "ConnectError", "message": "the session is offline"},
        )
    )
    assert (said.title, said.badge) == ("GET /x?y=1", "ConnectError")
    assert said.blocks[0] == ("error", "ConnectError: the session is offline")


@pytest.mark.parametrize(
    "value",
    [
        {"status_code": 200, "body": {"a": [1, 2.5, True], "b": {"c": "d"}}, "body_kind": "json"},
        {"status_code": 200, "body": {"a": None, "b": [{"c": None}]}, "body_kind": "json"},
        {"status_code": 418, "body": 'a "teapot"\nwith lines', "body_kind": "text"},
        {"status_code": 204, "body": "", "body_kind": "text"},
    ],
)
def test_an_answer_as_a_rule_answers_the_same(value: dict[str, Any], tmp_path: Path) -> None:
    text = mock_rule(http(args={"method": "GET", "url": "https://a.example/x?y=1"}, value=value))
    (tmp_path / "workbench.toml").write_text(text)
    rule = RuleBook(Workspace.load(tmp_path).http.rules).answer("GET", "https://b.example/x")
    assert rule is not None
    assert rule.status == value["status_code"]
    body = rule.json if rule.text is None else rule.text
    if value["body_kind"] == "json" and rule.text is not None:
        import json

        body = json.loads(rule.text)
    assert (body or "") == value["body"]


@pytest_asyncio.fixture
async def running(chrome: Chrome, tmp_path: Path) -> Chrome:
    """A window with an extension that sends one request."""
    root = tmp_path / "asks"
    root.mkdir()
    (root / "main.py").write_text(ASKS)
    (root / "workbench.toml").write_text(RULES)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    return chrome


async def test_a_person_reads_both_messages_and_copies_the_answer_as_a_rule(
    running: Chrome,
) -> None:
    running.deck.show_pane("http")
    pane = running.deck.panes["http"]
    assert isinstance(pane, HttpPane)
    await until(lambda: pane.model.rowCount(), "the request")
    row = [pane.model.index(0, column).data() for column in range(pane.model.columnCount())]
    assert row[1:6] == ["asks", "POST", "weather.example.com/now?city=Lund", "201", "mock rule"]
    assert row[8] == f"main.py:{LINE}"
    QTest.mouseClick(
        pane.table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=pane.table.visualRect(pane.model.index(0, 2)).center(),
    )
    await until(lambda: pane.side.record is not None, "the description")
    texts = [text for _, text in pane.side.texts()]
    assert '{"unit":"C"}' in texts[0].replace(" ", "")
    assert '"degrees": 4' in texts[1]
    button = next(b for b in pane.side.findChildren(type(pane.bar.pause)) if "rule" in b.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    (rule,) = tomllib.loads(QGuiApplication.clipboard().text())["http"]["rule"]
    assert rule == {
        "method": "POST", "url": "/now", "status": 201, "json": {"degrees": 4, "sky": "grey"},
    }  # fmt: skip
