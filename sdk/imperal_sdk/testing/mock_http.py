"""Outside HTTP in memory."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

from imperal_sdk.http.client import HTTPClient, check_keywords
from imperal_sdk.types.models import HTTPResponse

logger = logging.getLogger("imperal_sdk.testing")


@dataclass
class MockedCall:
    """One call a handler made: HTTP method, URL and the keywords of the call."""

    method: str
    url: str
    kwargs: dict[str, Any] = field(default_factory=dict)


class MockHTTP(HTTPClient):
    """``ctx.http`` for tests: answers registered by a part of the URL, 404 for the rest.

    The first registered part that fits wins, so register ``/notes/special`` before ``/notes``;
    registering the same part again replaces its answer. A response may be an exception, which
    is raised. ``calls`` lists what was asked. Timeouts are checked as in production, and with
    ``strict`` so are keywords, such as a body on ``get`` or ``delete``.
    """

    def __init__(self, *, strict: bool = False) -> None:
        super().__init__()
        self._strict = strict
        self._mocks: list[tuple[Any, ...]] = []
        self.calls: list[MockedCall] = []
        self._injected = self._serve

    def mock_get(
        self,
        url_pattern: str,
        response: Any,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Answer GET of URLs that contain ``url_pattern``."""
        self.mock("GET", url_pattern, response, status, headers)

    def mock_post(
        self,
        url_pattern: str,
        response: Any,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Answer POST to URLs that contain ``url_pattern``."""
        self.mock("POST", url_pattern, response, status, headers)

    def mock_put(
        self,
        url_pattern: str,
        response: Any,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Answer PUT to URLs that contain ``url_pattern``."""
        self.mock("PUT", url_pattern, response, status, headers)

    def mock_patch(
        self,
        url_pattern: str,
        response: Any,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Answer PATCH of URLs that contain ``url_pattern``."""
        self.mock("PATCH", url_pattern, response, status, headers)

    def mock_delete(
        self,
        url_pattern: str,
        response: Any,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Answer DELETE of URLs that contain ``url_pattern``."""
        self.mock("DELETE", url_pattern, response, status, headers)

    def mock(
        self,
        method: str,
        url_pattern: str,
        response: Any,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Answer ``method`` on URLs that contain ``url_pattern``."""
        entry = (method, url_pattern, response, status, headers or {})
        for index, known in enumerate(self._mocks):
            if known[:2] == entry[:2]:
                self._mocks[index] = entry
                return
        self._mocks.append(entry)

    async def _request(
        self, method: str, url: str, timeout: float | None, kwargs: dict[str, Any]
    ) -> HTTPResponse:
        given = {"timeout": timeout} if timeout is not None else {}
        self.calls.append(MockedCall(method, url, {**given, **kwargs}))
        return await super()._request(method, url, timeout, self._taken(method, kwargs))

    def _taken(self, method: str, kwargs: dict[str, Any]) -> dict[str, Any]:
        try:
            check_keywords(method, kwargs)
        except TypeError as error:
            if self._strict:
                raise
            logger.warning("In production this is a TypeError: %s", error)
            return {}
        return kwargs

    async def _serve(self, service: str, method: str, args: dict[str, Any]) -> dict[str, Any]:
        for verb, pattern, response, status, *headers in self._mocks:
            if verb == args["method"] and pattern in args["url"]:
                if isinstance(response, BaseException):
                    raise response
                # Entries that a test appended by hand may lack headers, as in SDK 4.
                sent = headers[0] if headers else {}
                return {"status_code": status, "body": response, "headers": sent}
        return {"status_code": 404, "body": {"error": "No mock registered"}, "headers": {}}
