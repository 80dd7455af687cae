"""What floats over a panel: dialogs, slide-overs, menus and toasts, all children of the window."""

from __future__ import annotations

from workbench.gui.render.overlays import dialog, menu, slideover, toast

__all__ = ["dialog", "menu", "slideover", "toast"]
