"""Where the files that travel with the program are.

In a source checkout they stand beside the package; in an installed wheel they are data inside it
(the bundled SDK must not be importable by accident, so it is never a top-level package there).
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_DATA = _PACKAGE / "_data"
_ROOT = _DATA if _DATA.is_dir() else _PACKAGE.parent


def resources() -> Path:
    """Folder with icons, fonts, style tokens and kernel profiles."""
    return _ROOT / "resources"


def bundled_sdk() -> Path:
    """Folder to put on ``sys.path`` of a child that has no `imperal_sdk` of its own."""
    return _ROOT / "sdk"


def samples() -> Path:
    """Folder of the sample extensions, one per sub-folder."""
    return _ROOT / "sample_extensions"


def state_dir() -> Path:
    """The user's data directory for stores, journals and window layout; created on first use."""
    from platformdirs import user_data_path

    return user_data_path("imperal-workbench", appauthor=False, ensure_exists=True)
