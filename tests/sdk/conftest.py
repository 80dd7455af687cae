"""Put the bundled SDK on the path: these tests are about ours, not about an installed one."""

from __future__ import annotations

import sys

from workbench import paths

if str(paths.bundled_sdk()) not in sys.path:
    sys.path.insert(0, str(paths.bundled_sdk()))
