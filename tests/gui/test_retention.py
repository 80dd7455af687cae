"""Old sessions in the window: what would go is said, what is kept stays, the rest goes."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.gui.until import until
from workbench.gui.bindings.sessions import Sessions
from workbench.gui.chrome import Chrome
from workbench.gui.parts.question import Question
from workbench.gui.session_list import SessionList
from workbench.kernel.journal.journal import Journal
from workbench.kernel.options import KernelOptions
from workbench.kernel.sessions import retention
from workbench.kernel.sessions.kept import kept_as
from workbench.kernel.sessions.retention import RetentionRule, Verdict
from workbench.kernel.sessions.viewing import viewing_options

LONG_AGO = 1_000_000_000


@pytest_asyncio.fixture
async def old(tmp_path: Path) -> list[Path]:
    """Twenty-two sessions of long ago, the oldest first: one more than stay beside a new one."""
    found = []
    for number in range(22):
        path = tmp_path / "state" / "sessions" / f"old-{number:02}.sqlite"
        journal = Journal.open(path)
        journal.append("build", "notes", app_id="notes")
        await journal.close()
        os.utime(path, (LONG_AGO + number, LONG_AGO + number))
        found.append(path)
    return found


async def by_hand(chrome: Chrome, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window whose profile leaves old sessions to whoever asks for it."""
    from dataclasses import replace

    from workbench.kernel.profile import Profile

    load = Profile.load
    monkeypatch.setattr(Profile, "load", lambda name: replace(load(name), session_prune="by_hand"))
    await chrome.session.start(lambda: KernelOptions(state=state), [])
    await until(lambda: not len(chrome.tasks), "a window at rest")


def question(chrome: Chrome) -> Question | None:
    found = chrome.window.findChildren(Question)
    return next((layer for layer in found if layer.isVisible()), None)


async def test_old_sessions_go_by_themselves_once_the_panels_are_drawn(
    chrome: Chrome, old: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    settled: list[bool] = []
    prune = retention.prune

    def watched(state: Path, rule: RetentionRule, now: float) -> Sequence[Verdict]:
        threads.append(threading.current_thread())
        assert settled
        return prune(state, rule, now)

    chrome.session.settled.connect(lambda: settled.append(True))
    monkeypatch.setattr(retention, "prune", watched)
    await chrome.session.start(lambda: KernelOptions(state=tmp_path / "state"), [])
    await until(lambda: not any(path.exists() for path in old[:3]), "the oldest gone")
    await until(chrome.toasts.texts, "a word")
    assert [path.exists() for path in old] == [False] * 3 + [True] * 19
    assert threads[0] is not threading.main_thread()
    assert "Removed 3 sessions (" in chrome.toasts.texts()[-1]


async def test_what_would_go_is_said_before_it_does(
    chrome: Chrome, old: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await by_hand(chrome, tmp_path / "state", monkeypatch)
    assert all(path.exists() for path in old)
    for answer, left in ((Qt.Key.Key_Escape, 22), (Qt.Key.Key_Return, 19)):
        chrome.actions.run("file.session_prune")
        await until(lambda: question(chrome) is not None, "the question")
        asked = question(chrome)
        assert asked is not None
        texts = " ".join(child.text() for child in asked.findChildren(QLabel))
        assert "3 sessions (" in texts
        assert "older than 30 days" in texts
        QTest.keyClick(asked, answer)
        await until(lambda: question(chrome) is None, "the answer")
        await until(lambda: not len(chrome.tasks), "what follows")
        assert sum(path.exists() for path in old) == left
    chrome.actions.run("file.session_prune")
    await until(lambda: "old enough" in chrome.toasts.texts()[-1], "nothing more to do")


async def test_a_session_that_is_kept_in_the_list_stays(
    chrome: Chrome, old: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await by_hand(chrome, tmp_path / "state", monkeypatch)
    chrome.actions.run("file.session_open")
    sessions = next(found for found in chrome.bindings if isinstance(found, Sessions))
    await until(lambda: sessions.layer is not None and sessions.layer.isVisible(), "the list")
    layer = sessions.layer
    assert layer is not None
    QTest.keyClicks(layer.field, "old-00")
    assert "23 sessions, " in layer.said.text()
    assert last(layer, 4).endswith("KB")
    QTest.mouseClick(layer.keep_button, Qt.MouseButton.LeftButton)
    await until(lambda: last(layer, 5).endswith("kept"), "the mark")
    assert kept_as(old[0]) == ""
    QTest.mouseClick(layer.prune_button, Qt.MouseButton.LeftButton)
    await until(lambda: question(chrome) is not None, "the question")
    asked = question(chrome)
    assert asked is not None
    QTest.keyClick(asked, Qt.Key.Key_Return)
    await until(lambda: not any(path.exists() for path in old[1:3]), "the others gone")
    await until(lambda: not len(chrome.tasks), "a window at rest")
    assert [path.exists() for path in old[:4]] == [True, False, False, True]


def last(layer: SessionList, column: int) -> str:
    return str(layer.model.index(0, column).data() or "")


async def test_the_session_that_runs_is_kept_or_let_go(chrome: Chrome, tmp_path: Path) -> None:
    await chrome.session.start(lambda: KernelOptions(state=tmp_path / "state"), [])
    kernel = chrome.session.kernel
    assert kernel is not None
    chrome.actions.run("file.session_keep")
    assert kept_as(kernel.journal.path) == ""
    chrome.actions.sync()
    assert chrome.actions.action("file.session_keep").isChecked()
    chrome.actions.run("file.session_keep")
    assert kept_as(kernel.journal.path) is None


async def test_a_window_that_only_looks_removes_nothing(
    chrome: Chrome, old: list[Path], tmp_path: Path
) -> None:
    await chrome.session.start(lambda: viewing_options(old[0]), [])
    chrome.actions.run("file.session_prune")
    await until(chrome.toasts.texts, "a word")
    await until(lambda: not len(chrome.tasks), "a window at rest")
    assert all(path.exists() for path in old)


async def test_a_session_in_memory_leaves_nothing_to_remove(chrome: Chrome) -> None:
    await chrome.session.start(lambda: KernelOptions(), [])
    for command in ("file.session_prune", "file.session_keep"):
        chrome.actions.run(command)
        await until(chrome.toasts.texts, "a word")
        assert chrome.toasts.texts()[-1] == "This session is kept in memory only"
