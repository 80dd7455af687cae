"""Enlarges all of a running program: panels, chrome and text alike, sharp at every step.

Qt scales what a screen shows by a factor that it reads whenever it is asked, but only documents an
environment variable that sets it when a program starts. The function behind that variable
(``QHighDpiScaling::setScreenFactor``) is exported by the Qt that PySide6 brings; where a later one
is without it, `enlarge` says so and nothing is changed.

A window takes up another factor when it is made on the screen. So its native window is made anew,
in the same place; the widgets in it stay as they are, with what was typed and scrolled.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import PySide6
import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

_SYMBOL = (
    "?setScreenFactor@QHighDpiScaling@@SAXPEAVQScreen@@N@Z"
    if sys.platform == "win32"
    else "_ZN15QHighDpiScaling15setScreenFactorEP7QScreend"
)
_LIBRARIES = (
    "Qt/lib/libQt6Gui.so.6",
    "Qt/lib/QtGui.framework/Versions/A/QtGui",
    "Qt6Gui.dll",
)
_OWN_RATIO = frozenset({"cocoa", "wayland", "wayland-egl"})
"""Platforms that enlarge by themselves first: there Qt's own factor begins at 1."""

Setter = Callable[[int, float], None]


def enlarge(ratio: float, started: float) -> bool:
    """Show everything ``ratio`` times as large as now; False where this Qt cannot.

    ``started`` is the factor Qt was started with, which stays.
    """
    set_factor = setter()
    if set_factor is None:
        return False
    shown = [window for window in QApplication.topLevelWidgets() if _stands(window)]
    places = {window: _shrunk(window.geometry(), ratio) for window in shown}
    focus = QApplication.focusWidget()
    for screen in QGuiApplication.screens():
        set_factor(shiboken6.getCppPointer(screen)[0], _factor(screen, started) * ratio)
    for window, place in places.items():
        _make_anew(window, place)
    if focus is not None and shiboken6.isValid(focus):
        focus.setFocus(Qt.FocusReason.OtherFocusReason)
    return True


def _make_anew(window: QWidget, place: QRect) -> None:
    handle, state = window.windowHandle(), window.windowState()
    window.hide()
    handle.destroy()
    if not state & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
        window.setGeometry(place)
    window.setWindowState(state)
    window.show()


def _stands(window: QWidget) -> bool:
    """Whether a window is on the screen and stays there: no menu, no tooltip."""
    passing = window.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
    return window.isVisible() and not passing and window.windowHandle() is not None


def _shrunk(area: QRect, ratio: float) -> QRect:
    """The same part of the screen in pixels that are ``ratio`` times as large."""
    corners = (area.x(), area.y(), area.width(), area.height())
    return QRect(*(round(part / ratio) for part in corners))


_native: dict[str, float] = {}


def _factor(screen: QScreen, started: float) -> float:
    """The factor of a screen that `setter` sets: without Qt's own, and without the platform's."""
    ratio = screen.devicePixelRatio() / started
    if QGuiApplication.platformName() not in _OWN_RATIO:
        return ratio
    return ratio / _native.setdefault(screen.name(), ratio)


@cache
def setter() -> Setter | None:
    """Qt's function for the factor of a screen, given by its address; None where there is none."""
    for name in _LIBRARIES:
        path = Path(PySide6.__file__).parent / name
        if path.exists():
            function = getattr(ctypes.CDLL(str(path)), _SYMBOL, None)
            if function is None:
                return None
            function.argtypes, function.restype = [ctypes.c_void_p, ctypes.c_double], None
            found: Setter = function
            return found
    return None
