"""Outside HTTP in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from imperal_sdk.http.client import HTTPClient
from imperal_sdk.types.models import HTTPResponse


@dataclass
class MockedCall:
    """One call a handler made: HTTP method, URL and the keywords of the call."""

    method: str
    url: str
    kwargs: dict[str, Any] = field(default_factory=dict)


class MockHTTP(HTTPClient):
    """``ctx.http`` for tests: answers registered by a part of the URL, 404 for the rest.

    The longest registered part wins, the latest among equals. A response may be an exception,
    which is raised. ``calls`` lists what was asked. Timeouts are checked as in production.
    """

    def __init__(self) -> None:
        super().__init__()
        self._mocks: list[tuple[str, str, Any, int, dict[str, str]]] = []
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
        self._mocks.append((method, url_pattern, response, status, headers or {}))

    async def _request(
        self, method: str, url: str, timeout: float | None, kwargs: dict[str, Any]
    ) -> HTTPResponse:
        given = {"timeout": timeout} if timeout is not None else {}
        self.calls.append(MockedCall(method, url, {**given, **kwargs}))
        return await super()._request(method, url, timeout, kwargs)

    async def _serve(self, service: str, method: str, args: dict[str, Any]) -> dict[str, Any]:
        fitting = [m for m in self._mocks if m[0] == args["method"] and m[1] in args["url"]]
        if not fitting:
            return {"status_code": 404, "body": {"error": "No mock registered"}, "headers": {}}
        _, _, response, status, headers = max(reversed(fitting), key=lambda mock: len(mock[1]))
        if isinstance(response, BaseException):
            raise response
        return {"status_code": status, "body": response, "headers": headers}
