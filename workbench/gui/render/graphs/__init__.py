"""Graph: nodes and edges laid out on a canvas."""
