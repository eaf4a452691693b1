"""One's own account: who one is here, and the way to password, second factors and sessions."""
