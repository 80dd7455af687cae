"""Writes the manifest of an extension with the SDK in use, as ``imperal build`` does.

Rules: SDK reference, Manifest. The icon is looked for in the working folder, which is the
extension's.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any


def write_manifest(extension: Any, root: Path) -> str:
    """Write `root`/imperal.json; what was kept in it by hand stays. Returns the file's path.

    Raises ValueError for an existing file that is not JSON, OSError when it cannot be written.
    """
    save = importlib.import_module("imperal_sdk.manifest").save_manifest
    return str(root / save(extension, str(root)))
