"""Time tables, holidays, switches and ring services: what time and hand decide."""
