"""Pressing the keys of a command, as a person does."""

from __future__ import annotations

from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome


async def press(chrome: Chrome, command_id: str) -> None:
    """Waits until a command may be given, and presses its first keys in the active window."""
    action = chrome.actions.action(command_id)
    await until(action.isEnabled, f"{command_id} enabled")
    chrome.window.activateWindow()
    await until(chrome.window.isActiveWindow, "the window active")
    QTest.keySequence(chrome.window, action.shortcuts()[0])
