"""Pages of the menus room."""
