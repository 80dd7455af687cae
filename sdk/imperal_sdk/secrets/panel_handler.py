"""The built-in ``secrets`` panel every extension with secrets gets."""

from __future__ import annotations

from typing import Any

from imperal_sdk.secrets.exceptions import SecretVaultUnavailable


async def builtin_secrets_panel_handler(ctx: Any, **_params: Any) -> dict[str, Any]:
    """Return the node tree that lists the extension's secrets and whether each is set.

    Never shows a value. Answers with an error notice when the vault cannot be reached.
    """
    from imperal_sdk import ui

    app_id = getattr(ctx, "_extension_id", "") or ""
    children: list[Any] = [ui.Header(f"Secrets · {app_id}" if app_id else "Secrets", level=2)]
    children += await _cards(ctx)
    children.append(ui.Link(label="Open the secrets page", href=f"/ext/{app_id}/secrets"))
    tree: dict[str, Any] = ui.Stack(children).to_dict()
    return tree


async def _cards(ctx: Any) -> list[Any]:
    from imperal_sdk import ui

    client = getattr(ctx, "secrets", None)
    if client is None:
        return [ui.Empty("No secrets declared")]
    try:
        statuses = await client.list()
    except SecretVaultUnavailable as error:
        return [ui.Alert(message=str(error), title="Vault unavailable", type="error")]
    if not statuses:
        return [ui.Empty("No secrets declared")]
    return [
        ui.Card(
            title=status.name,
            subtitle=status.description,
            content=ui.Badge("set" if status.is_set else "not set"),
        )
        for status in statuses
    ]
