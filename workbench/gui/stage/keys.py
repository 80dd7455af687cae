"""The keys of commands, for controls that name them."""

from __future__ import annotations

from functools import cache

from workbench.gui.actions import shown_keys
from workbench.gui.command_table import COMMANDS


@cache
def shortcut(command_id: str) -> str:
    """The first key of a command as the system writes it; KeyError for an unknown command."""
    return {command.id: shown_keys(command) for command in COMMANDS}[command_id]


def with_key(text: str, command_id: str) -> str:
    """ "Step over (F10)"."""
    key = shortcut(command_id)
    return f"{text} ({key})" if key else text
