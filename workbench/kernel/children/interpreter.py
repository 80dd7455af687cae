"""Which Python runs an extension: the one asked for, the author's own environment, or ours."""

from __future__ import annotations

import sys
from pathlib import Path

_LAYOUTS = (Path(".venv/bin/python"), Path(".venv/Scripts/python.exe"))


def choose_python(root: Path | None, wanted: Path | str | None = None) -> str:
    """The interpreter for the extension in ``root``, or for one that is not known yet (None).

    ``wanted`` wins; else a ``.venv`` beside ``main.py`` in its POSIX or Windows layout; else the
    interpreter the workbench itself runs on. The path is not resolved: an environment's ``python``
    is a link, and following it would lose the environment.
    """
    if wanted is not None:
        return str(Path(wanted).absolute())
    if root is None:
        return sys.executable
    for layout in _LAYOUTS:
        candidate = root / layout
        if candidate.is_file():
            return str(candidate.absolute())
    return sys.executable
