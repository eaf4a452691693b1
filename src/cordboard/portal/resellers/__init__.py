"""Resellers, for the platform: the list, each one's administrators."""
