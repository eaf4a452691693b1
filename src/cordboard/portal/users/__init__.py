"""A company's users: the list, the form that equips a newcomer, and each one's page."""
