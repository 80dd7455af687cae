"""The parts :class:`imperal_sdk.extension.Extension` is assembled from."""
