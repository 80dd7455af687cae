"""The desktop window over the kernel: stage, panes, commands and the renderer of panel trees."""

import builtins

# PySide replaces `import` by one that reads the source of every module imported from then on, to
# learn whether it asks for `__feature__`. None of ours does, and the reading costs a start 80 ms
# and keeps the text of 500 modules in memory, so Python's own is put back.
_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _import
