"""Cordboard: a multi-tenant phone system and unified-communications platform on Asterisk."""

__version__ = "0.1.0"
