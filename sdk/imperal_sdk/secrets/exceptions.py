"""Errors of ``ctx.secrets`` and ``ext.secret`` (SDK reference, Secrets)."""

from __future__ import annotations


class SecretDeclarationConflict(Exception):  # noqa: N818 - the platform's name
    """The same secret was declared twice on one extension."""


class SecretNotDeclaredError(Exception):
    """A secret was used that ``ext.secret`` does not declare."""


class SecretWriteForbidden(Exception):  # noqa: N818 - the platform's name
    """The extension tried to write a secret that only its user may write."""


class SecretValueTooLarge(Exception):  # noqa: N818 - the platform's name
    """The value is longer than the secret's ``max_bytes``."""


class SecretVaultUnavailable(Exception):  # noqa: N818 - the platform's name
    """The vault cannot be reached; try again later."""
