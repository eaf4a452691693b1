"""Direct numbers: the provider's pool, and a company's own with where each leads."""
