"""Exceptions of chat handlers."""

from __future__ import annotations


class TaskCancelled(Exception):  # noqa: N818 - the platform's name
    """The user cancelled the task; raised by ``ctx.progress``. Let it propagate.

    Source: long-running AI calls, Progress emissions.
    """
