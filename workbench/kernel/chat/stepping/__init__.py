"""A turn taken in hand: stop, step, edit, skip, run again, fork, and go back."""
