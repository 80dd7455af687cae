"""The parts of the manifest: its sections as models, and how each is made from an Extension."""
