"""The arguments of a function, found in the words of a message."""
