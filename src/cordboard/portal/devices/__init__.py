"""A company's phones: the list with who is registered, each one's account, transport, encryption and codecs."""
