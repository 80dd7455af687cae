"""Serves mock rules on the loopback interface, for extensions that do not use ``ctx.http``.

They import httpx themselves, so the rules cannot answer for the network; with ``--http live`` and
the addresses of their backends pointing here, nothing leaves the machine either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from workbench.kernel.services.http_rules import RuleBook
from workbench.kernel.workspace import HttpRule, load_rules

_NOTHING = HttpRule("*", json={})


class _Handler(BaseHTTPRequestHandler):
    """Answers every method by the first rule that matches; ``200 {}`` without one."""

    protocol_version = "HTTP/1.1"
    book: RuleBook

    def answer(self) -> None:
        """One request."""
        self.rfile.read(int(self.headers.get("content-length") or 0))
        url = f"http://{self.headers.get('host')}{self.path}"
        rule = self.book.answer(self.command, url) or _NOTHING
        is_text = rule.text is not None
        body = (rule.text if rule.text is not None else json.dumps(rule.json)).encode()
        self.send_response(rule.status)
        self.send_header("content-type", "text/plain" if is_text else "application/json")
        self.send_header("content-length", str(len(body)))
        for name, value in rule.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_PROPFIND = answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; the run's own output is the report."""


@contextmanager
def serving(rules: Path | None) -> Iterator[str]:
    """The address of a server that answers by the rules of a mock file while it is open."""
    book = RuleBook(load_rules(rules) if rules else ())
    handler = type("Handler", (_Handler,), {"book": book})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
