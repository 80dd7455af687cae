"""The nodes SDK 6 adds beyond forms and overlays; each is a module of its own."""

from __future__ import annotations

from workbench.gui.render import agent_presence, canvas, ghost, morphing_state, stage_node

__all__ = ["agent_presence", "canvas", "ghost", "morphing_state", "stage_node"]
