"""People: who may sign in, in what role, and whom they may act for."""
