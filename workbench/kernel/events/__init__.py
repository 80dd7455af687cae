"""The event bus: published, delivered to each subscriber apart, and as frames for a frontend."""
