"""HTTP: every request an extension sent, who answered it, and the answer as a mock rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from PySide6.QtGui import QGuiApplication

from workbench.gui.panes.cells import BADGE, MONO, Cell, Column, size, status_tone
from workbench.gui.panes.choices import Choices, Groups
from workbench.gui.panes.columns import app_cell, duration_cell, field, place_cell, time_cell
from workbench.gui.panes.description import (
    Description,
    Fact,
    as_text,
    blocks,
    common_facts,
    error_text,
)
from workbench.gui.panes.detail_pane import DetailPane
from workbench.gui.panes.link import Link
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.parts.button import Button
from workbench.gui.parts.surface import Empty

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.record import Record

ANSWERED: Final = {
    "rule": ("mock rule", "info"),
    "backend": ("your backend", "success"),
    "default": ("mock default", "info"),
    "unmatched": ("nobody", "warning"),
    "offline": ("nobody: offline", "warning"),
    "rate_limit": ("the rate limit", "warning"),
    "live": ("the network", "danger"),
}
"""Who answered, as people call it, and the tone it is shown in."""

EXTENSION, ANSWERER = "Extension", "Answered by"
"""What requests can be narrowed by."""

_CODE_TONES: Final = {2: "success", 3: "info", 4: "warning", 5: "danger"}


def method(record: Record) -> str:
    """GET, POST, …"""
    return str(_part(record, "args").get("method") or "").upper()


def url(record: Record) -> str:
    """The whole URL that was asked for; what the author wrote if it never got so far."""
    return str(_part(record, "request").get("url") or _part(record, "args").get("url") or "")


def outcome(record: Record) -> tuple[str, str]:
    """The status code, or the error's type, and its tone."""
    code = _part(record, "value").get("status_code")
    if isinstance(code, int):
        return str(code), _CODE_TONES.get(code // 100, "muted")
    error = _part(record, "error")
    return str(error.get("type") or record.status), status_tone(record.status)


def answered_by(record: Record) -> tuple[str, str]:
    """Who answered, in words, and the tone."""
    return ANSWERED.get(field(record, "source"), ("–", "subtle"))


def _part(record: Record, name: str) -> dict[str, Any]:
    value = record.body.get(name)
    return value if isinstance(value, dict) else {}


def _outcome_cell(record: Record) -> Cell:
    text, tone = outcome(record)
    return Cell(text, BADGE, tone)


def _answered_cell(record: Record) -> Cell:
    text, tone = answered_by(record)
    return Cell(text, tone=tone if tone in ("warning", "danger") else "muted")


def _size_cell(record: Record) -> Cell:
    count = record.body.get("response_bytes")
    return Cell(size(count) if isinstance(count, int) else "–", MONO, "subtle")


COLUMNS: tuple[Column[Record], ...] = (
    Column("time", time_cell, 116),
    Column("extension", app_cell, 90),
    Column("method", lambda record: Cell(method(record), MONO), 76),
    Column("url", lambda record: Cell(url(record).split("://", 1)[-1], MONO), 300, stretch=True),
    Column("answer", _outcome_cell, 84),
    Column("answered by", _answered_cell, 112),
    Column("ms", duration_cell, 60, right=True),
    Column("size", _size_cell, 74, right=True),
    Column("where", place_cell, 116),
)


def describe_request(record: Record) -> Description:
    """A request and its answer, as they went over the wire."""
    text, tone = outcome(record)
    request, value = _part(record, "request"), _part(record, "value")
    split = urlsplit(url(record))
    path = f"{split.path}?{split.query}" if split.query else split.path
    return Description(
        f"{method(record)} {path or url(record)}",
        text,
        tone,
        facts=(*common_facts(record), *_facts(record)),
        message=field(record, "problem", "warning"),
        blocks=tuple(
            blocks(
                ("error", error_text(record.body.get("error"))),
                ("request", _message(request.get("headers"), request.get("body"))),
                ("answer", _message(value.get("headers"), value.get("body"))),
            )
        ),
    )


def _facts(record: Record) -> list[Fact]:
    who = answered_by(record)[0]
    found: list[Fact] = [("answered by", who, field(record, "rule", "backend"))]
    simulated = record.body.get("simulated_ms")
    if isinstance(simulated, int | float) and simulated:
        found.append(("simulated", f"{simulated:g} ms", "not counted in what it took"))
    redirects = record.body.get("redirects")
    if redirects:
        found.append(("redirects", str(redirects), ""))
    count = record.body.get("response_bytes")
    if isinstance(count, int):
        found.append(("answer", size(count), ""))
    return found


def _message(headers: Any, body: Any) -> str:
    """Headers, one a line, an empty line, and the body."""
    # A table's record has left large headers out.
    known = headers if isinstance(headers, dict) else {}
    lines = [f"{name}: {value}" for name, value in known.items()]
    text = as_text(body)
    return "\n".join([*lines, "", text] if text else lines)


def mock_rule(record: Record) -> str:
    """The answer as a ``[[http.rule]]`` for the author's workbench.toml."""
    import tomli_w

    value = _part(record, "value")
    rule: dict[str, Any] = {
        "method": method(record) or "*",
        "url": urlsplit(url(record)).path or "*",
        "status": value.get("status_code") or 200,
    }
    body, kind = value.get("body"), value.get("body_kind")
    if kind == "json" and not _has_null(body):
        rule["json"] = body
    elif kind == "json":
        # TOML has no null, so such an answer is written as the text it was.
        rule |= {"text": as_text(body), "headers": {"content-type": "application/json"}}
    elif isinstance(body, str) and kind == "text":
        rule["text"] = body
    return tomli_w.dumps({"http": {"rule": [rule]}})


def _has_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_null, value.values()))
    if isinstance(value, list):
        return any(map(_has_null, value))
    return value is None


class HttpPane(DetailPane):
    """Requests, newest first; the selected one with both messages."""

    pane_id = "http"
    title = "HTTP"

    def __init__(self, session: Session, link: Link) -> None:
        empty = Empty(
            "globe",
            "No request has been sent yet",
            "Requests of ctx.http are listed here, with who answered them. Until you say so, "
            "that is a mock rule or your own backend, never the network.",
        )
        super().__init__(session, link, RecordModel(COLUMNS, ("http",)), empty, describe_request)
        rule = Button("Copy as mock rule", icon="copy")
        rule.setToolTip("Puts a [[http.rule]] for workbench.toml on the clipboard")
        rule.clicked.connect(self._copy_rule)
        self.side.add_tool(rule)

        self.only = Choices(self._groups)
        self.bar.layout_.insertWidget(1, self.only)
        self.only.changed.connect(self._narrow)

    def _groups(self) -> Groups:
        """What the requests can be narrowed to."""
        return {
            EXTENSION: [(e.app_id, e.app_id) for e in self.session.extensions()],
            ANSWERER: [(source, words) for source, (words, _) in ANSWERED.items()],
        }

    def _narrow(self) -> None:
        chosen = self.only.chosen
        criteria: dict[str, Any] = {}
        if EXTENSION in chosen:
            criteria["app_id"] = chosen[EXTENSION]
        if ANSWERER in chosen:
            criteria["fields"] = (("source", chosen[ANSWERER]),)
        self.model.choose(criteria)

    def _copy_rule(self) -> None:
        if self.side.record is not None:
            QGuiApplication.clipboard().setText(mock_rule(self.side.record))
            self.session.notice.emit("Copied as a rule for workbench.toml")
