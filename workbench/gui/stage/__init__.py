"""The stage: an extension's panels in the platform's three slots, and the chat beside them."""
