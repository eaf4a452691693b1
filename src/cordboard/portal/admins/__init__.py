"""Administrators above companies: the platform's and each reseller's."""
