"""Phones: SIP accounts of people's devices, how they are encrypted and which codecs they speak."""
