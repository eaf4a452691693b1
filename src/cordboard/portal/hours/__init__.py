"""Pages of the hours room."""
