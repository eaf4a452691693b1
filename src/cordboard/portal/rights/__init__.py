"""Pages of the rights room."""
