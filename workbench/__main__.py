"""``python -m workbench``: the program; from a fresh checkout it first builds its environment."""

from __future__ import annotations

import importlib.util
import sys


def main() -> int:
    """Start the command line, in the checkout's own environment if this one lacks its needs."""
    if any(importlib.util.find_spec(name) is None for name in ("orjson", "fakeredis")):
        from workbench import bootstrap

        if bootstrap.is_checkout():
            try:
                return bootstrap.run_module("workbench", sys.argv[1:])
            except bootstrap.SetupError as error:
                print(f"workbench: {error}", file=sys.stderr)
                return 5
    from workbench.cli.main import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
