"""The headless commands: thin steps over the kernel that print JSON."""
