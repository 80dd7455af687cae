"""Which theme is in force, and the signal that it changed."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QToolTip

from workbench.gui.theme import fonts, qt_palette
from workbench.gui.theme.agency import PLATFORM, Agency
from workbench.gui.theme.theme import Theme

NAMES = ("light", "dark", "contrast")
APPLICATION = ("imperal-workbench", "-style", "fusion")
"""The arguments every `QApplication` of ours is made with.

The style is asked for here because the first frame would wait 5 ms for Python's view of a `QStyle`.
"""


class ThemeManager(QObject):
    """Holds the current `Theme`; `changed` carries the new one after the palette is set.

    Extensions' panels have a theme of their own, which an agency may dress: `panels`, announced by
    `panels_changed` whenever it is another one.
    """

    changed = Signal(object)
    panels_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._themes: dict[str, Theme] = {}
        self._dressed: dict[str, Theme] = {}
        self._agency = PLATFORM
        self._current = self._panels = self.get("dark")

    @property
    def current(self) -> Theme:
        """The theme in force."""
        return self._current

    @property
    def panels(self) -> Theme:
        """The theme in force for what extensions draw."""
        return self._panels

    def panel_theme(self, name: str) -> Theme:
        """What panels look like in ``light`` or ``dark``."""
        if self._agency == PLATFORM:
            return self.get(name)
        if name not in self._dressed:
            self._dressed[name] = Theme(self.get(name).name, self._agency)
        return self._dressed[name]

    def dress_panels(self, agency: Agency) -> None:
        """Let panels wear an agency's theme; `agency.PLATFORM` takes it off."""
        if agency != self._agency:
            self._agency = agency
            self._dressed = {}
            self._panels = self.panel_theme(self._current.name)
            self.panels_changed.emit(self._panels)

    def get(self, name: str) -> Theme:
        """The theme of that name; one that is not in `NAMES` raises ``ValueError``."""
        if name not in NAMES:
            raise ValueError(f"no theme called {name!r}: choose one of {', '.join(NAMES)}")
        if name not in self._themes:
            self._themes[name] = Theme(name)
        return self._themes[name]

    def use(self, name: str) -> Theme:
        """Make a theme current, dress the application in it and tell listeners."""
        theme = self.get(name)
        self._current, self._panels = theme, self.panel_theme(name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, theme)
        self.changed.emit(theme)
        self.panels_changed.emit(self._panels)
        return theme

    def toggle(self) -> Theme:
        """Change between light and dark."""
        return self.use("light" if self._current.dark else "dark")


def dress(app: QApplication, theme: Theme) -> None:
    """The bundled fonts and the theme's palette on an application; no style sheet.

    A style sheet on the application doubles the cost of every widget: what Fusion and the palette
    cannot give is painted by the widgets themselves.
    """
    fonts.load()
    palette = qt_palette.make(theme)
    app.setPalette(palette)
    app.setFont(theme.font("body"))
    QToolTip.setPalette(palette)
    QToolTip.setFont(theme.font("caption"))


@cache
def manager() -> ThemeManager:
    """The one theme manager of the program."""
    return ThemeManager()


def system_theme() -> str:
    """light, dark or contrast, as the desktop says; dark where it says nothing."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    scheme = hints.colorScheme()
    return "light" if scheme == Qt.ColorScheme.Light else "dark"
