"""The extension object, its chat interface and what its functions answer."""

from pydantic import BaseModel

from imperal_sdk import ChatExtension, Extension, HealthStatus

ext = Extension(
    "refiner",
    version="1.0.0",
    capabilities=["refiner:read", "refiner:write"],
    display_name="Refiner",
    description="Refiner: improves the prose of a text with an AI service that takes its time.",
    icon="icon.svg",
    actions_explicit=True,
)

chat = ChatExtension(
    ext,
    tool_name="refiner",
    description="Refines the prose of texts and whole books.",
)


class Refined(BaseModel):
    """A text after it was worked on."""

    text: str


@ext.health_check
async def health(ctx) -> HealthStatus:
    """Asks the service; a slow answer counts as degraded by the platform's own limit."""
    answer = await ctx.http.get("/v1/models", timeout=1)
    return HealthStatus.ok() if answer.ok else HealthStatus.unhealthy("the AI service is down")


@ext.on_install
async def on_install(ctx) -> None:
    """Nothing to prepare."""
