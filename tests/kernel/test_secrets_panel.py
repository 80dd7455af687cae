"""The ``secrets`` panel an SDK makes by itself: what is declared, and whether it is set."""

from __future__ import annotations

from tests.kernel.conftest import Write
from workbench.kernel.kernel import Kernel

SECRETS = """
ext.secret("api_key", "Key of the weather service")
ext.secret("other_key", "Key of the map service")

@ext.panel("seen", slot="left")
async def seen(ctx):
    return ui.Text(f"{ctx.ext_id}: {sorted(ctx._declared_secrets)}")
"""


async def test_the_panel_lists_what_users_may_set(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SECRETS))
    answer = await kernel.panels.call("demo", "secrets")
    assert answer.ui is not None, answer.error
    for text in ("Key of the weather service", "/ext/demo/secrets#api_key", "Not set"):
        assert text in str(answer.ui)


async def test_the_context_tells_the_sdks_panel_what_is_declared(
    kernel: Kernel, write: Write
) -> None:
    source = SECRETS + 'ext.secret("own", "Written by code", write_mode="extension")\n'
    await kernel.load(write(source))
    answer = await kernel.panels.call("demo", "seen")
    assert answer.ui is not None, answer.error
    assert answer.ui["props"]["content"] == "demo: ['api_key', 'other_key']"
