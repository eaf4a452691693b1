"""Pages of the routing room."""
