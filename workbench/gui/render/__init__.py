"""Draws the UI trees that extensions answer with.

`PanelView` shows a tree and follows its changes; `registered_types` says what can be drawn.
A family of nodes is one module: it subclasses `NodeView` (painted by its surface) or `WidgetView`
(owns a widget) and registers itself.
"""

from __future__ import annotations

from workbench.gui.render.actions import ActionHost, ActionRun, SilentHost, fire
from workbench.gui.render.node import Node
from workbench.gui.render.panel_view import PanelView
from workbench.gui.render.registry import register, registered_types
from workbench.gui.render.scope import Scope
from workbench.gui.render.view import NodeView
from workbench.gui.render.widget_view import WidgetView

__all__ = [
    "ActionHost",
    "ActionRun",
    "Node",
    "NodeView",
    "PanelView",
    "Scope",
    "SilentHost",
    "WidgetView",
    "fire",
    "register",
    "registered_types",
]
