"""The areas Trunks and Dialplan: what is built in and works."""
