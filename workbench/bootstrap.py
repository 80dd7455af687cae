"""Make a source checkout runnable on a fresh machine, then start the real program in it.

Standard library only: it runs before anything is installed. The environment lives in ``.venv``
beside ``pyproject.toml`` and is built again only when that file changes. On Linux the few system
libraries that Qt needs are installed when this may be done without asking (root, or password-less
sudo on a Debian-like system); otherwise one line says what to install.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Shared library -> Debian package that brings it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
}
# Program -> Debian package: what the tests of a real window and of a real event bus need.
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "redis-server": "redis-server",
}


class SetupError(Exception):
    """The environment cannot be made ready; the message says what the user has to do."""


def is_checkout() -> bool:
    """Whether this package stands in its source tree (and not in site-packages)."""
    return (ROOT / "pyproject.toml").is_file()


def run_module(module: str, arguments: Sequence[str], *, extras: Sequence[str] = ()) -> int:
    """Run ``python -m module`` in an environment that has everything it needs.

    Parameters: `extras` are the optional dependency groups of ``pyproject.toml`` to install.
    Returns the exit code of the module. Raises `SetupError` when the environment cannot be built.
    """
    python = ensure_environment(extras)
    command = [str(python), "-m", module, *arguments]
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.call(command)


def ensure_environment(extras: Sequence[str] = ()) -> Path:
    """Build or refresh ``.venv`` and the system libraries; returns its interpreter."""
    ensure_system("test" in extras)
    folder = ROOT / ".venv"
    spec = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    return ensure_venv(folder, ["--editable", spec])


def ensure_venv(folder: Path, requirements: Sequence[str]) -> Path:
    """Build the virtual environment `folder` with `requirements` unless it is already so.

    Raises `SetupError` when ``venv`` or ``pip`` fails; their own output is left on stderr.
    """
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / ".workbench-stamp"
    wanted = _fingerprint(requirements)
    if python.exists() and stamp.exists() and wanted in stamp.read_text().split():
        return python
    if not python.exists():
        _say(f"creating {folder.name} …")
        _create_venv(folder)
    _say(f"installing into {folder.name} (the first time takes a minute) …")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, *requirements], stdout=sys.stderr) != 0:
        raise SetupError(f"pip could not install {' '.join(requirements)}; see its message above")
    stamp.write_text(wanted + "\n")
    return python


def missing_libraries() -> list[str]:
    """Debian package names of the shared libraries that Qt would not find here."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for name, package in QT_LIBRARIES.items() if not _loads(name)]


def ensure_system(with_test_programs: bool = False) -> None:
    """Install missing system packages when allowed, else say which ones are missing."""
    packages = missing_libraries()
    if with_test_programs and sys.platform.startswith("linux"):
        packages += [p for program, p in TEST_PROGRAMS.items() if shutil.which(program) is None]
    if not packages:
        return
    prefix = _privilege()
    if shutil.which("apt-get") is None or prefix is None:
        _say("missing system packages; please install: " + " ".join(packages))
        return
    _say("installing system packages: " + " ".join(packages))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.call([*prefix, "apt-get", *step], stdout=sys.stderr, env=environment)


def _create_venv(folder: Path) -> None:
    try:
        venv.EnvBuilder(with_pip=True, clear=folder.exists()).create(folder)
    except (subprocess.CalledProcessError, OSError) as error:
        # Debian splits ensurepip out of python3; without it a venv has no pip.
        prefix = _privilege()
        if shutil.which("apt-get") is None or prefix is None:
            raise SetupError(
                f"cannot create {folder}: {error}. On Debian or Ubuntu install python3-venv."
            ) from error
        subprocess.call([*prefix, "apt-get", "update", "-qq"], stdout=sys.stderr)
        subprocess.call([*prefix, "apt-get", "install", "-y", "-qq", "python3-venv"])
        venv.EnvBuilder(with_pip=True, clear=True).create(folder)


def _privilege() -> list[str] | None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0
    ):
        return ["sudo", "-n"]
    return None


def _fingerprint(requirements: Sequence[str]) -> str:
    text = (ROOT / "pyproject.toml").read_bytes() + "\0".join(requirements).encode()
    return hashlib.sha256(text + sys.version.encode()).hexdigest()


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _say(text: str) -> None:
    print(f"workbench: {text}", file=sys.stderr, flush=True)
