"""Sessions of a workspace: listing, opening, and one file out and in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.bindings.records import Records
from workbench.gui.bindings.sessions import Sessions
from workbench.gui.chrome import Chrome
from workbench.gui.panes.record_link import RecordLink, read_link
from workbench.gui.session_list import SessionList
from workbench.kernel.journal.journal import Journal
from workbench.kernel.kernel import Kernel
from workbench.kernel.options import KernelOptions
from workbench.kernel.sessions.viewing import viewing_options

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest_asyncio.fixture
async def kernel(chrome: Chrome, tmp_path: Path) -> Kernel:
    """The kernel of a window whose session is kept in a folder, with an earlier one beside it."""
    earlier = Journal.open(tmp_path / "state" / "sessions" / "earlier.sqlite")
    earlier.append("build", "notes", app_id="notes")
    earlier.append("panel", "sidebar", id="panel-7", app_id="notes")
    await earlier.close()
    await chrome.session.start(lambda: KernelOptions(state=tmp_path / "state"), [])
    assert chrome.session.kernel is not None
    return chrome.session.kernel


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines of windows that would have been opened."""
    found: list[list[str]] = []

    def start(program: str, arguments: list[str]) -> bool:
        found.append([program, *arguments])
        return True

    monkeypatch.setattr(QProcess, "startDetached", start)
    return found


def binding(chrome: Chrome) -> Sessions:
    return next(found for found in chrome.bindings if isinstance(found, Sessions))


async def listed(chrome: Chrome) -> SessionList:
    """The list, opened with its keys."""
    QTest.keyClick(chrome.window, Qt.Key.Key_O, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    sessions = binding(chrome)
    await until(lambda: sessions.layer is not None and sessions.layer.isVisible(), "the list")
    assert sessions.layer is not None
    return sessions.layer


def rows(layer: SessionList) -> list[tuple[str, ...]]:
    model = layer.model
    return [
        tuple(str(model.index(row, column).data()) for column in (1, 2, 3))
        for row in range(model.rowCount())
    ]


async def test_an_earlier_session_opens_in_a_window_of_its_own(
    chrome: Chrome, kernel: Kernel, launched: list[list[str]], tmp_path: Path
) -> None:
    layer = await listed(chrome)
    await until(lambda: len(rows(layer)) == 2, "both sessions")
    assert ("notes", "ended", "2") in rows(layer)
    QTest.keyClicks(layer.field, "earlier")
    assert rows(layer) == [("notes", "ended", "2")]
    QTest.keyClick(layer.field, Qt.Key.Key_Return)
    assert not layer.isVisible()
    journal = tmp_path / "state" / "sessions" / "earlier.sqlite"
    assert launched[0][1:6] == ["-m", "workbench", "open", "--session", str(journal)]
    assert "earlier" in chrome.toasts.texts()[-1]


async def test_the_session_that_runs_cannot_be_opened_again(
    chrome: Chrome, kernel: Kernel, launched: list[list[str]]
) -> None:
    layer = await listed(chrome)
    QTest.keyClicks(layer.field, "running")
    assert layer.chosen() is not None
    assert not layer.open_button.isEnabled()
    QTest.keyClick(layer.field, Qt.Key.Key_Return)
    assert layer.isVisible()
    assert launched == []


async def test_a_session_goes_out_as_a_file_and_comes_in_again(
    chrome: Chrome, kernel: Kernel, tmp_path: Path
) -> None:
    sessions, file = binding(chrome), tmp_path / "out.imperal-session"
    kernel.journal.append("log", "hello")
    await sessions.export_to(file)
    assert "out.imperal-session" in chrome.toasts.texts()[-1]
    await sessions.import_from(file)
    layer = sessions.layer
    assert layer is not None
    assert layer.isVisible()
    assert [row[1] for row in rows(layer)].count("imported") == 1
    file.write_bytes(file.read_bytes()[:200])
    await sessions.import_from(file)
    assert "was not imported" in chrome.toasts.texts()[-1]
    assert [row[1] for row in rows(layer)].count("imported") == 1


async def test_a_session_in_memory_has_no_list(chrome: Chrome) -> None:
    await chrome.session.start(lambda: KernelOptions(), [])
    chrome.actions.run("file.session_open")
    await until(chrome.toasts.texts, "a word")
    assert chrome.toasts.texts() == ["This session is kept in memory only"]


@pytest_asyncio.fixture
async def past(chrome: Chrome, tmp_path: Path) -> AsyncIterator[Chrome]:
    """A window that looks at an earlier session."""
    path = tmp_path / "state" / "sessions" / "old.sqlite"
    journal = Journal.open(path)
    journal.append("turn", "say hello", id="turn-1", actor="u-ada", status="done")
    journal.append("chat", "Hello", parent_id="turn-1", body={"text": "Hello"})
    journal.append("audit", "demo.hello", app_id="demo", body={"action_type": "read"})
    await journal.close()
    await chrome.session.start(lambda: viewing_options(path), [])
    yield chrome


async def test_an_earlier_session_shows_its_records_and_its_chat(past: Chrome) -> None:
    assert past.session.kernel is not None
    views = past.stage.chat.turn_views()
    assert [view.answers()[0].text() for view in views] == ["Hello"]
    past.actions.run("pane.audit")
    model = past.deck.panes["audit"].model  # type: ignore[attr-defined]
    await until(model.rowCount, "the ledger")
    assert "old" in past.window.windowTitle()
    told: list[str] = []
    past.session.notice.connect(told.append)
    await past.session.folders.open(Path("/anywhere"))
    assert "only looked at" in told[0]


# -- links


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("workbench://record/s-1/panel-17", RecordLink("s-1", "panel-17")),
        ("  workbench://record/a%20b/x%2Fy ", RecordLink("a b", "x/y")),
        ("panel-17", RecordLink(id="panel-17")),
        ("#204", RecordLink(seq=204)),
        ("204", RecordLink(seq=204)),
        ("workbench://record/", None),
        ("workbench://record/only", None),
        ("", None),
        ("two words", None),
    ],
)
def test_what_leads_to_a_record(text: str, link: RecordLink | None) -> None:
    assert read_link(text) == link
    if link is not None and link.session:
        assert read_link(str(link)) == link


def go_to(chrome: Chrome) -> Records:
    return next(found for found in chrome.bindings if isinstance(found, Records))


async def test_a_copied_link_leads_back_to_its_record(chrome: Chrome, kernel: Kernel) -> None:
    for number in range(700):
        kernel.journal.append("audit", f"demo.f{number}", id=f"audit-{number}", app_id="demo")
    chrome.actions.run("pane.audit")
    audit = chrome.deck.panes["audit"]
    await until(lambda: audit.model.rowCount() >= 200, "the ledger")  # type: ignore[attr-defined]
    audit.focus_content()
    record = audit.selected_record()
    assert record is not None
    await until(chrome.actions.action("pane.copy_link").isEnabled, "the command")
    QTest.keyClick(chrome.window, Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == f"workbench://record/{kernel.journal.path.stem}/{record.id}"

    chrome.actions.run("pane.trace")
    QTest.keyClick(chrome.window, Qt.Key.Key_G, CONTROL)
    layer = go_to(chrome).layer
    assert layer is not None
    assert layer.field.text() == copied
    layer.field.setText("audit-3")
    QTest.keyClick(layer.field, Qt.Key.Key_Return)
    await until(lambda: not layer.isVisible(), "the way there")
    assert chrome.deck.current == "audit"

    def arrived() -> bool:
        shown = audit.selected_record()
        return shown is not None and shown.id == "audit-3"

    await until(arrived, "the old record")


async def test_a_record_that_is_not_there_is_said(chrome: Chrome, kernel: Kernel) -> None:
    records = go_to(chrome)
    assert "holds no record nothing-9" in await records.go_to("nothing-9")
    assert "no link" in await records.go_to("two words")
    assert "no session gone" in await records.go_to("workbench://record/gone/panel-1")


async def test_a_link_into_another_session_opens_that_one(
    chrome: Chrome, kernel: Kernel, launched: list[list[str]]
) -> None:
    assert await go_to(chrome).go_to("workbench://record/earlier/panel-7") == ""
    assert launched[0][-2:] == ["--record", "panel-7"]
