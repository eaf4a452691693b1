"""Call groups: several who ring for one number."""
