"""What the kernel refuses is raised in the author's line, as the class it names."""

from __future__ import annotations

from typing import Any

import pytest

from tests.host.line_runner import run
from tests.host.peer import Peer, RefusalError

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("refusal", "module", "bases"),
    [
        (
            RefusalError("StoreConflict", doc_id="d", expected_etag="a", current_etag="b"),
            "imperal_sdk.store.exceptions",
            "StoreError",
        ),
        (
            RefusalError("StoreUnavailable", retry_after=5),
            "imperal_sdk.store.exceptions",
            "StoreError",
        ),
        (RefusalError("NotFoundError", resource="doc", id="1"), "imperal_sdk.errors", "APIError"),
        (RefusalError("AuthError", "no"), "imperal_sdk.errors", "ImperalError"),
        (
            RefusalError("ExtensionError", app_id="a", message="m"),
            "imperal_sdk.errors",
            "ImperalError",
        ),
        (
            RefusalError("QuotaExceededError", resource="r", limit=1),
            "imperal_sdk.errors",
            "ImperalError",
        ),
        (
            RefusalError("CircularCallError", call_stack=["a", "b", "a"]),
            "imperal_sdk.extensions.client",
            "ExtensionError",
        ),
        (
            RefusalError("SecretNotDeclaredError", "undeclared"),
            "imperal_sdk.secrets.exceptions",
            "Exception",
        ),
        (RefusalError("TaskCancelled", "stop"), "imperal_sdk.chat.exceptions", "Exception"),
        (RefusalError("ConnectError", "refused"), "httpx", "TransportError"),
        (RefusalError("ReadTimeout", "late"), "httpx", "TimeoutException"),
        (RefusalError("UnsupportedProtocol", "no scheme"), "httpx", "TransportError"),
        (RefusalError("ValueError", "bad"), "builtins", "ValueError"),
        (RefusalError("PermissionError", "no"), "builtins", "OSError"),
        (RefusalError("NobodyKnowsThisError", "odd"), "imperal_sdk", "RuntimeError"),
    ],
    ids=lambda value: value.error.type if isinstance(value, RefusalError) else None,
)
async def test_a_refusal_is_raised_as_the_class_it_names(
    peer: Peer, refusal: RefusalError, module: str, bases: str
) -> None:
    def refuse(*_: Any) -> None:
        raise refusal

    peer.services["store.count"] = refuse
    answer = await run(peer, "return await ctx.store.count('n')")
    assert answer["raised"] == refusal.error.type
    assert answer["module"].startswith(module)
    assert bases in answer["bases"]
    for name, value in refusal.error.fields.items():
        if name in answer["vars"]:
            assert answer["vars"][name] == repr(value)


async def test_an_uncaught_refusal_points_at_the_authors_line(peer: Peer) -> None:
    code = "raise_it = True\nreturn await ctx.store.count('n')"
    assert (await run(peer, code))["message"] == "store.count is not scripted"
    assert peer.calls[-1]["at"]["line"] == 3
