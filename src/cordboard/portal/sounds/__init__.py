"""Pages of the sounds room."""
