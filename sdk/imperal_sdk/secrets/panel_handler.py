"""The built-in ``secrets`` panel every extension with secrets gets."""

from __future__ import annotations

from typing import Any

from imperal_sdk.secrets.exceptions import SecretVaultUnavailable


async def builtin_secrets_panel_handler(ctx: Any, **_params: Any) -> dict[str, Any]:
    """Return the node tree that lists the extension's secrets and whether each is set.

    Never shows a value, and takes none: its buttons lead to the page where values are entered.
    Answers with an error notice when the vault cannot be reached.
    """
    from imperal_sdk import ui

    app_id = getattr(ctx, "_extension_id", "") or ""
    page = f"/ext/{app_id}/secrets"
    children: list[Any] = [
        ui.Header(f"Secrets · {app_id}" if app_id else "Secrets", level=2),
        ui.Text("What this extension needs to sign in elsewhere. Values are never shown."),
    ]
    children += await _cards(ctx, page)
    children.append(ui.Link(label="Open the secrets page", href=page))
    tree: dict[str, Any] = ui.Stack(children).to_dict()
    return tree


async def _cards(ctx: Any, page: str) -> list[Any]:
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
    declared = getattr(getattr(ctx, "_extension", None), "secrets", {})
    return [_card(status, declared.get(status.name), page) for status in statuses]


def _card(status: Any, declared: Any, page: str) -> Any:
    from imperal_sdk import ui

    state = ui.Badge("Set", color="green") if status.is_set else ui.Badge("Not set", color="gray")
    rows: list[Any] = [ui.Text(status.description), state]
    if getattr(declared, "write_mode", "user") == "extension":
        rows.append(ui.Text("Written by the extension itself.", variant="caption"))
    else:
        rows.append(
            ui.Button(
                "Manage" if status.is_set else "Set value",
                variant="secondary" if status.is_set else "primary",
                on_click=ui.Navigate(f"{page}#{status.name}"),
            )
        )
    return ui.Card(title=status.name, content=ui.Stack(rows, align="start"))
