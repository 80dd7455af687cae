"""A `QPalette` in the theme's colours, so that Fusion widgets match what is painted by hand."""

from __future__ import annotations

from PySide6.QtGui import QPalette

from workbench.gui.theme.theme import Theme

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "surface-0",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface-input",
    QPalette.ColorRole.AlternateBase: "surface-2",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text-placeholder",
    QPalette.ColorRole.Button: "surface-2",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "text-on-primary",
    QPalette.ColorRole.ToolTipBase: "surface-3",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "primary",
    QPalette.ColorRole.HighlightedText: "text-on-primary",
    QPalette.ColorRole.Accent: "primary",
    QPalette.ColorRole.Link: "primary",
    QPalette.ColorRole.LinkVisited: "primary",
    QPalette.ColorRole.Light: "surface-3",
    QPalette.ColorRole.Midlight: "surface-2",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border-strong",
    QPalette.ColorRole.Shadow: "border-strong",
}
_DIMMED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def make(theme: Theme) -> QPalette:
    """The palette of a theme; disabled inks are the subtle text colour."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, theme.color(token))
    for role in _DIMMED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.color("text-subtle"))
    return palette
