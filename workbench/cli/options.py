"""The options that all headless commands share, and the kernel they describe."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import paths
from workbench.cli.output import CommandError, Exit

if TYPE_CHECKING:
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.options import KernelOptions

HTTP_MODES = ("mock", "offline", "live", "record", "replay")


def add_common(parser: argparse.ArgumentParser) -> None:
    """Declare the common options on a command's parser."""
    group = parser.add_argument_group("common options")
    group.add_argument("--python", type=Path, help="interpreter that runs the extension")
    group.add_argument("--sdk", choices=("auto", "bundled", "installed"), default="auto")
    group.add_argument("--profile", default="seeds", help="named kernel behaviour")
    group.add_argument("--user", help="imperal_id of the acting persona")
    group.add_argument("--state", help="folder for stores and journal, or :memory:")
    group.add_argument("--http", choices=HTTP_MODES, default="mock")
    group.add_argument("--mock", type=Path, metavar="FILE", help="more [[http.rule]] in TOML")
    group.add_argument("--mock-default", metavar="'STATUS BODY'", help="answer of no rule")
    group.add_argument("--redis", metavar="URL", help="a real server instead of the embedded one")
    group.add_argument("--faults", type=Path, metavar="FILE", help="[[fault.rule]] in TOML")
    group.add_argument("--env-file", type=Path, help="IMPERAL_SECRET_<NAME> lines")


def kernel_options(
    arguments: argparse.Namespace,
    roots: Sequence[Path],
    *,
    watch: bool = False,
    drivers: bool = False,
) -> KernelOptions:
    """The kernel that the common options ask for; its state is keyed by the opened folders.

    With `drivers` time itself fires skeletons and schedules; a command that ends does not want it.
    """
    from workbench.kernel.options import KernelOptions

    return KernelOptions(
        state=state_folder(arguments.state, roots),
        profile=arguments.profile,
        user=arguments.user,
        python=arguments.python,
        sdk=arguments.sdk,
        http=arguments.http,
        mock_file=arguments.mock,
        mock_default=arguments.mock_default,
        redis_url=arguments.redis,
        env_file=arguments.env_file,
        faults=arguments.faults,
        watch=watch,
        drivers=drivers,
    )


@asynccontextmanager
async def open_kernel(
    arguments: argparse.Namespace, roots: Sequence[Path], **more: Any
) -> AsyncIterator[Kernel]:
    """A started kernel with the extensions in `roots` loaded, closed at the end.

    `more` are options of the kernel that a command sets by itself.

    Raises `CommandError` 2 for a folder without ``main.py``; a load failure propagates as the
    kernel's `LoadError`.
    """
    from workbench.kernel.children.standby import Standby

    for root in roots:
        require_extension(root)
    options = replace(kernel_options(arguments, roots), **more)
    standby = await Standby.begin(options, roots[0])
    from workbench.kernel.kernel import Kernel

    kernel = await Kernel.start(options, standby)
    try:
        for root in roots:
            await kernel.load(root)
        yield kernel
    finally:
        await kernel.close()


def require_extension(root: Path) -> None:
    """Raise `CommandError` 2 unless `root` is a folder with a ``main.py``."""
    if not root.is_dir():
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", f"no such folder: {root}")
    if not (root / "main.py").is_file():
        hint = "An extension's entry is always main.py, with `ext` at its root."
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", f"no main.py in {root}", hint)


def state_folder(wanted: str | None, roots: Sequence[Path]) -> Path | str:
    """The folder of stores and journals that ``--state`` names, or the one kept for `roots`."""
    if wanted == ":memory:":
        return ":memory:"
    if wanted:
        return Path(wanted).absolute()
    import hashlib  # only for this, and the first frame does not wait for it

    key = hashlib.sha256("\0".join(str(root.resolve()) for root in roots).encode()).hexdigest()
    return workspaces() / key[:16]


def workspaces() -> Path:
    """The folder with the state folders of workspaces for which none was named."""
    return paths.state_dir() / "workspaces"
