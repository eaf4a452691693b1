"""The first link: someone chooses a password and is signed in."""
