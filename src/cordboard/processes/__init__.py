"""The entry points, and the only package that knows every room."""
