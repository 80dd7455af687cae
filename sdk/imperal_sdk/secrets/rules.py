"""What ``ctx.secrets`` asks of its arguments, checked before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping

from imperal_sdk._messages import explain, shown
from imperal_sdk.secrets.exceptions import (
    SecretNotDeclaredError,
    SecretValueTooLarge,
    SecretWriteForbidden,
)
from imperal_sdk.secrets.spec import SecretSpec


def declared(name: str, specs: Mapping[str, SecretSpec]) -> SecretSpec:
    """Return the declaration of ``name``; raises SecretNotDeclaredError when there is none."""
    spec = specs.get(name)
    if spec is not None:
        return spec
    raise SecretNotDeclaredError(
        explain(
            f"secret {shown(name)} is not declared (declared: {', '.join(specs) or 'none'})",
            "an extension uses only secrets it declares",
            f"add ext.secret({name!r}, 'what it is for') beside the Extension",
        )
    )


def check_writable(spec: SecretSpec, method: str) -> None:
    """Raise SecretWriteForbidden when only the user may write this secret."""
    if spec.write_mode != "user":
        return
    raise SecretWriteForbidden(
        explain(
            f"ctx.secrets.{method}({spec.name!r}): the secret has write_mode='user'",
            "the extension may write secrets with write_mode 'extension' or 'both' only",
            f"declare ext.secret({spec.name!r}, ..., write_mode='both')",
        )
    )


def check_length(spec: SecretSpec, value: str) -> None:
    """Raise SecretValueTooLarge when the value is longer than the declared ``max_bytes``."""
    size = len(value.encode("utf-8"))
    if size <= spec.max_bytes:
        return
    raise SecretValueTooLarge(
        explain(
            f"the value for secret {spec.name!r} is {size} bytes long",
            f"this secret holds at most {spec.max_bytes} bytes of UTF-8",
            f"declare a larger max_bytes on {spec.name!r} (65536 at most)",
        )
    )
