"""Pages of this room, a module per noun."""
