"""The simulator: a Qt-free asyncio model of the platform an extension runs on."""
