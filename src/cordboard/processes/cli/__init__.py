"""The commands of `./cordboard`: one module each, found by name."""
