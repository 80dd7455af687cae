"""What the encoder reads: a message, and a function as one line of English."""

from __future__ import annotations

from workbench.kernel.chat.catalogue import Entry
from workbench.kernel.chat.classifying.meaning.glossary import in_english
from workbench.kernel.chat.language.lexicon import split_name

MESSAGE_PIECES = 48
"""A message is read this far, in pieces of words."""
FUNCTION_PIECES = 80
_DESCRIPTION = 240
"""Letters of a description: what comes later is about arguments and results."""
_FIELDS = 8


def message(text: str) -> str:
    """A message in English words."""
    return in_english(text)


def function(
    entry: Entry, *, app: bool = True, description: bool = True, fields: bool = True
) -> str:
    """A function by its action type, app, name, description and parameters.

    The flags leave a part out, as the training does now and then.
    """
    told = f"{entry.action_type}. "
    if app:
        told += f"{split_name(entry.app_id)}. "
    told += split_name(entry.name)
    if description and entry.description:
        told += f": {in_english(entry.description)[:_DESCRIPTION]}"
    names = list((entry.schema or {}).get("properties") or ()) if fields else []
    if names:
        told += f" ({', '.join(split_name(name) for name in names[:_FIELDS])})"
    return told
