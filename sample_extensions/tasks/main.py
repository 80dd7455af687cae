"""Tasks: a board, a skeleton with an alert, a nightly sweep over all users and a tray item."""

import background
import functions
import panels
import skeleton
from app import chat, ext

__all__ = ["background", "chat", "ext", "functions", "panels", "skeleton"]
