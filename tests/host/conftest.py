"""The bundled SDK is importable in these tests, as it is in a child."""

from __future__ import annotations

import sys

from workbench import paths

if str(paths.bundled_sdk()) not in sys.path:
    sys.path.append(str(paths.bundled_sdk()))
