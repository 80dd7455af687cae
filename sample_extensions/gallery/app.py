"""The extension object and its chat interface."""

from imperal_sdk import ChatExtension, Extension, HealthStatus

ext = Extension(
    "gallery",
    version="1.0.0",
    capabilities=["gallery:read"],
    display_name="Gallery",
    description="Gallery: every component an extension can show, in each of its states, to try.",
    icon="icon.svg",
    actions_explicit=True,
)

chat = ChatExtension(
    ext,
    tool_name="gallery",
    description="Shows the components of the platform's panels and what they do when used.",
)


@ext.health_check
async def health(ctx) -> HealthStatus:
    """There is nothing here that could be down."""
    return HealthStatus.ok()


@ext.on_install
async def on_install(ctx) -> None:
    """Nothing to prepare: the gallery stores nothing."""
