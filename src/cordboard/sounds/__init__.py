"""Announcements and music of a company."""
