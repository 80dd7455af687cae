"""The window imports modules with Python's own `import`, not with PySide's reading one."""

from __future__ import annotations

import subprocess
import sys

PROBE = """
import builtins
own = builtins.__import__
from workbench.gui import app
import PySide6.QtSvg
print(builtins.__import__ is own)
"""


def test_importing_the_window_leaves_pythons_own_import_in_place() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
