"""The clients of ``ctx``, each of which asks the kernel and answers with the SDK's own classes."""
