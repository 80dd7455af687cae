"""Call a webhook as an outside service would, or listen for one that does.

With --listen the webhooks of the extensions are served on loopback, behind a token, until the
command is interrupted: one line says where, then one line per call.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.options import add_common, open_kernel
from workbench.cli.output import CommandError, Exit, report_fields, write

if TYPE_CHECKING:
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.webhooks import WebhookCall


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the webhook and what is sent to it."""
    parser.add_argument("paths", nargs=1, type=Path, metavar="PATH")
    parser.add_argument("hook", nargs="?", help="its path, such as in/orders")
    parser.add_argument("--method", help="default: the one it declares")
    parser.add_argument("--body", default="", help="text, or @FILE")
    parser.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'")
    parser.add_argument("--query", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--listen", action="store_true", help="serve them on loopback")
    parser.add_argument("--port", type=int, default=0, help="with --listen; 0: any free one")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print the answer the caller gets; 4 if the handler raised, which the caller never learns."""
    if arguments.listen == bool(arguments.hook):
        message = "name a webhook, or say --listen, and not both"
        raise CommandError.of(Exit.USAGE, "UsageError", message)
    if arguments.listen:
        return asyncio.run(_listen(arguments))
    call = asyncio.run(_call(arguments))
    write(_fields(call))
    return Exit.OK if call.reply.error is None else Exit.FAILED


async def _call(arguments: argparse.Namespace) -> WebhookCall:
    async with open_kernel(arguments, arguments.paths) as kernel:
        (app_id,) = kernel.extensions
        _require(kernel, app_id, arguments.hook)
        method = arguments.method or _own_method(kernel, app_id, arguments.hook)
        seen: list[WebhookCall] = []
        kernel.webhooks.called.connect(seen.append)
        await kernel.webhooks.call(
            app_id,
            arguments.hook,
            headers=dict(_pair(text, ":") for text in arguments.header),
            body=_body(arguments.body),
            query_params=dict(_pair(text, "=") for text in arguments.query),
            method=method.upper(),
        )
        await kernel.settled()
        return seen[0]


async def _listen(arguments: argparse.Namespace) -> Exit:
    async with open_kernel(arguments, arguments.paths) as kernel:
        kernel.webhooks.called.connect(lambda call: write(_fields(call)))
        base = await kernel.listener.start(arguments.port)
        urls = {
            f"{app_id}/{path.strip('/')}": kernel.listener.url(app_id, path)
            for app_id, extension in kernel.extensions.items()
            for path in extension.declarations.names("webhook")
        }
        write({"kind": "listening", "base": base, "webhooks": urls})
        await _interrupted()
    return Exit.OK


async def _interrupted() -> None:
    """Wait for Ctrl+C or the end of the session, which is how this command ends.

    Also where the shell that started us has told us to ignore Ctrl+C, as it does in the background.
    """
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, over.set)
    except NotImplementedError:  # Windows: Ctrl+C cancels the task
        with contextlib.suppress(asyncio.CancelledError):
            await over.wait()
        return
    await over.wait()


def _require(kernel: Kernel, app_id: str, path: str) -> None:
    declared = kernel.extensions[app_id].declarations
    if declared.handler("webhook", path) is None:
        hint = f"{app_id} declares: {', '.join(declared.names('webhook')) or 'no webhooks'}"
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", f"no webhook {path!r}", hint)


def _own_method(kernel: Kernel, app_id: str, path: str) -> str:
    """The method a webhook declares: POST where that is one of them."""
    from workbench.kernel.gates import ANY_METHOD, methods_of

    declared = kernel.extensions[app_id].declarations.handler("webhook", path) or {}
    allowed = methods_of(declared)
    return "POST" if "POST" in allowed or allowed & ANY_METHOD else min(allowed)


def _body(text: str) -> str:
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read {text[1:]}: {error}"
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", message) from error


def _pair(text: str, mark: str) -> tuple[str, str]:
    name, found, value = text.partition(mark)
    if not found or not name.strip():
        message = f"{text!r} is not NAME{mark}VALUE"
        raise CommandError.of(Exit.USAGE, "UsageError", message)
    return name.strip(), value.strip()


def _fields(call: WebhookCall) -> dict[str, Any]:
    reply = call.reply
    return {
        "kind": "webhook",
        "id": reply.span_id,
        "app_id": call.app_id,
        "path": call.path,
        "method": call.method,
        "status_code": reply.status_code,
        "headers": reply.headers,
        "body": reply.body,
        "error": report_fields(reply.error) if reply.error else None,
        "duration_ms": reply.duration_ms,
    }
