"""The extension object and its chat interface."""

from imperal_sdk import ChatExtension, Extension, HealthStatus

ext = Extension(
    "library",
    version="1.0.0",
    capabilities=["library:read", "library:write"],
    display_name="Library",
    description="Library: books on shelves, with stock and ratings asked of two slow services.",
    icon="icon.svg",
    actions_explicit=True,
)

chat = ChatExtension(
    ext,
    tool_name="library",
    description="Finds shelves, lists, adds and removes the books of a small library.",
)


@ext.emits("library.book_added")
@ext.emits("library.shelf_cleared")
async def _declare_events() -> None:
    """Only declares what the write functions announce; never called."""


@ext.health_check
async def health(ctx) -> HealthStatus:
    """The two services say themselves when they are down."""
    return HealthStatus.ok()


@ext.on_install
async def on_install(ctx) -> None:
    """Nothing to prepare: the shelves are fixed and books come with their first document."""
