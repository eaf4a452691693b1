"""Menus (IVR trees): callers choose by keys."""
