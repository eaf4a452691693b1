"""The journal in words: who did what, when, and for whom."""
