"""The ``secrets`` panel that comes with the first declared secret: what there is, what is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from imperal_sdk.secrets.exceptions import SecretVaultUnavailable

if TYPE_CHECKING:
    from imperal_sdk.ui.base import UINode

NONE_DECLARED = "No secrets declared"


async def builtin_secrets_panel_handler(ctx: Any, **_params: Any) -> dict[str, Any]:
    """Return the tree of the built-in panel: a card per secret, never a value.

    Each card leads to the page where the platform takes the value, except for secrets that
    the extension writes itself. A vault that cannot be reached is said, not raised. ``ctx`` is
    the panel's context; parameters are ignored.
    """
    from imperal_sdk import ui

    app_id = _app_id(ctx)
    page = f"/ext/{app_id}/secrets"
    nodes: list[UINode] = [ui.Header(f"Secrets · {app_id}".rstrip(" ·"), level=2)]
    try:
        known = await _known(ctx)
    except SecretVaultUnavailable as error:
        nodes.append(ui.Alert(message=str(error), title="Vault unavailable", type="error"))
    else:
        nodes.append(ui.Text("What this extension signs in with. Values are never shown."))
        nodes += [_card(secret, page) for secret in known] or [ui.Empty(NONE_DECLARED)]
    nodes.append(ui.Link(label="Open the secrets page", href=page))
    tree: dict[str, Any] = ui.Stack(nodes).to_dict()
    return tree


def _app_id(ctx: Any) -> str:
    names = ("_extension_id", "ext_id", "extension_id")
    return next((found for name in names if (found := getattr(ctx, name, ""))), "")


async def _known(ctx: Any) -> list[dict[str, Any]]:
    """Return name, description, state and writer of each secret, as the vault lists them."""
    vault = getattr(ctx, "secrets", None)
    declared: Mapping[str, Any] = getattr(getattr(ctx, "_extension", None), "secrets", {})
    return [
        {
            "name": status.name,
            "description": status.description,
            "is_set": status.is_set,
            "writer": getattr(declared.get(status.name), "write_mode", "user"),
        }
        for status in (await vault.list() if vault is not None else ())
    ]


def _card(secret: dict[str, Any], page: str) -> UINode:
    from imperal_sdk import ui

    label, color = ("Set", "green") if secret["is_set"] else ("Not set", "gray")
    content = [ui.Text(secret["description"]), ui.Badge(label, color=color)]
    if secret["writer"] == "extension":
        content.append(ui.Text("Written by the extension itself.", variant="caption"))
    else:
        content.append(_button(secret, page))
    return ui.Card(title=secret["name"], content=ui.Stack(content, align="start"))


def _button(secret: dict[str, Any], page: str) -> UINode:
    from imperal_sdk import ui

    label, variant = ("Manage", "secondary") if secret["is_set"] else ("Set value", "primary")
    there = ui.Navigate(f"{page}#{secret['name']}")
    return ui.Button(label, variant=variant, on_click=there)
