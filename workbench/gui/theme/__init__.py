"""Colours, fonts and icons: `theme.manager().current` is what to paint with."""

from __future__ import annotations

from workbench.gui.theme import fonts
from workbench.gui.theme.manager import APPLICATION, ThemeManager, dress, manager, system_theme
from workbench.gui.theme.theme import Theme

__all__ = ["APPLICATION", "Theme", "ThemeManager", "dress", "fonts", "manager", "system_theme"]
