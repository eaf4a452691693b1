"""Procedures: how a called number is treated, step by step."""
