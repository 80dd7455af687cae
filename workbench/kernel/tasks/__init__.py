"""Background work: detached, followed, capped, cancelled, delivered, taken over after a crash."""
