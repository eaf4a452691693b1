"""Numbers: extensions, DIDs, feature codes, number formats, and what each leads to."""
