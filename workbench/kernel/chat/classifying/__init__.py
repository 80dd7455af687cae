"""Which function a message asks for: what it means, what it says, and what that weighs."""
