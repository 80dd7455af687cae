"""Errors the platform's services answer with (SDK reference, Errors)."""

from __future__ import annotations


class ImperalError(Exception):
    """Base of the platform's errors.

    ``message`` is for people, ``code`` is a short machine-readable word.
    """

    def __init__(self, message: str, code: str = "unknown") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class APIError(ImperalError):
    """A platform service answered with an HTTP error.

    ``status_code`` is the HTTP status of the answer.
    """

    def __init__(self, message: str, status_code: int, code: str = "api_error") -> None:
        super().__init__(message, code)
        self.status_code = status_code


class NotFoundError(APIError):
    """The named ``resource`` has no member called ``id`` (HTTP 404)."""

    def __init__(self, resource: str, id: str) -> None:
        super().__init__(f"{resource} not found: {id}", 404, "not_found")
        self.resource = resource
        self.id = id


class RateLimitError(APIError):
    """Too many calls (HTTP 429); try again after ``retry_after`` seconds."""

    def __init__(self, retry_after: int = 60) -> None:
        super().__init__(f"Rate limit exceeded; retry after {retry_after} s", 429, "rate_limited")
        self.retry_after = retry_after


class AuthError(ImperalError):
    """The caller may not do this; raised by calls between extensions.

    Not the same class as :class:`imperal_sdk.auth.AuthError`, which the package root exports.
    """

    def __init__(self, message: str = "Unauthorized") -> None:
        super().__init__(message, "auth_error")


class ValidationError(ImperalError):
    """The value of ``field`` is not acceptable."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}", "validation_error")
        self.field = field


class ExtensionError(ImperalError):
    """The extension ``app_id`` failed or could not be called."""

    def __init__(self, app_id: str, message: str) -> None:
        super().__init__(f"Extension {app_id}: {message}", "extension_error")
        self.app_id = app_id


class QuotaExceededError(ImperalError):
    """The tenant has used up ``limit`` units of ``resource``."""

    def __init__(self, resource: str, limit: int) -> None:
        super().__init__(f"Quota exceeded for {resource}: the limit is {limit}", "quota_exceeded")
        self.resource = resource
        self.limit = limit


class SkeletonAccessForbidden(PermissionError):  # noqa: N818 - the platform's name
    """``ctx.skeleton`` was read outside a skeleton handler (skeletons concept, Access)."""
