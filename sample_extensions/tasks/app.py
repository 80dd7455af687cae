"""The extension object and its chat interface."""

from imperal_sdk import ChatExtension, Extension, HealthStatus

ext = Extension(
    "tasks",
    version="1.0.0",
    capabilities=["tasks:read", "tasks:write"],
    display_name="Tasks",
    description="Tasks: a personal to-do list with due dates, reminders and a nightly clean-up.",
    icon="icon.svg",
    actions_explicit=True,
)

chat = ChatExtension(
    ext,
    tool_name="tasks",
    description="Adds, lists, completes and deletes the to-do tasks of the user.",
)


@ext.emits("tasks.added")
@ext.emits("tasks.completed")
@ext.emits("tasks.deleted")
async def _declare_events() -> None:
    """Only declares what the write functions announce; never called."""


@ext.health_check
async def health(ctx) -> HealthStatus:
    """The extension has no service of its own that could be down."""
    return HealthStatus.ok()


@ext.on_install
async def on_install(ctx) -> None:
    """Nothing to prepare: collections appear with their first document."""
