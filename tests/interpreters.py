"""Interpreters other than the one that runs the tests."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path


def bare_interpreter(folder: Path, *added: Path | str) -> str:
    """A virtual environment without packages, but for the folders `added` to its path."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    found = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    Path(found.stdout.strip(), "added.pth").write_text("\n".join(map(str, added)))
    return str(python)


def our_packages() -> Path:
    import pydantic

    return Path(pydantic.__file__).parent.parent
