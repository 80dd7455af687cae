"""Open extensions and their builds: loaded, watched, reloaded, swapped, drained, restarted."""
