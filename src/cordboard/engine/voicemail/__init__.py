"""Voice messages as the engine keeps them: read from its files, changed only through it."""
