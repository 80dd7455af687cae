"""The extension object, its chat interface and its cached models."""

from pydantic import BaseModel

from imperal_sdk import ChatExtension, Extension, HealthStatus

ext = Extension(
    "notes",
    version="1.0.0",
    capabilities=["notes:read", "notes:write"],
    display_name="Notes",
    description="Notes: create, edit and organise notes in folders, and find them again from chat.",
    icon="icon.svg",
    actions_explicit=True,
)

chat = ChatExtension(
    ext,
    tool_name="notes",
    description="Creates, edits, moves, finds and deletes notes that the user keeps in folders.",
)


@ext.cache_model("folder_list")
class FolderList(BaseModel):
    """All folders of a user; they change rarely."""

    folders: list[dict] = []


@ext.cache_model("folder_stats")
class FolderStats(BaseModel):
    """How many notes each folder holds, by folder id."""

    counts: dict[str, int] = {}


@ext.emits("notes.created")
@ext.emits("notes.updated")
@ext.emits("notes.moved")
@ext.emits("notes.deleted")
async def _declare_events() -> None:
    """Only declares what the write functions announce; never called."""


@ext.health_check
async def health(ctx) -> HealthStatus:
    """Healthy as long as the module is loaded: the service behind it reports its own state."""
    return HealthStatus.ok()


@ext.on_install
async def on_install(ctx) -> None:
    """Nothing to prepare: the service creates a user's first folder by itself."""
