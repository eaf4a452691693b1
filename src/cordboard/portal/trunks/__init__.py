"""Pages of the trunks room."""
