"""The sessions of a state folder: which run, where each stood, what they said, as one file."""
