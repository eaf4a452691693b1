"""The Asterisk boundary, without Django: the only package (with asterisk/) that knows Asterisk's words."""
