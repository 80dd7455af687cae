"""Keeps Python's own `import` in place; to be imported before PySide6.

PySide replaces `import` by one that reads the source of every module imported from then on, to
learn whether it asks for `__feature__`. None of ours does, and the reading costs a start 50 ms and
keeps the text of 500 modules in memory.
"""

import builtins

_own = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _own
