"""OAuth grants: an extension gets a link to the consent page, as on the platform."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.kernel.conftest import Write
from workbench.kernel.kernel import Kernel

CONNECT = """
ext.oauth("google", collection="accounts", scopes=["openid", "email"])
ext.secret("google_client_id", "OAuth client of this app")
ext.secret("google_client_secret", "Secret of that client")

@ext.panel("connect", slot="left")
async def connect(ctx):
    return ui.Link("Connect", href=await ctx.oauth_authorize_url("google", login_hint="a@b.test"))
"""


async def test_a_panel_offers_the_consent_page_of_the_provider(
    kernel: Kernel, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IMPERAL_OAUTH_STATE_SECRET", raising=False)
    await kernel.load(write(CONNECT))
    answer = await kernel.panels.call("demo", "connect")
    assert answer.ui is not None, answer.error
    link = urlsplit(answer.ui["props"]["href"])
    query = parse_qs(link.query)
    assert link.hostname == "accounts.google.com"
    assert query["scope"] == ["openid email"]
    assert query["login_hint"] == ["a@b.test"]
    assert query["redirect_uri"] == ["https://panel.imperal.io/v1/ext/demo/oauth/google/callback"]
    assert query["state"][0]
