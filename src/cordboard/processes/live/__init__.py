"""The live process: what the engine does now, told to every browser that may see it.

`watch` keeps `board` true to the engine; `viewers` tells changes over the unix socket of `server`; `mailbox_news` lets
the worker know of mailboxes that changed. `python -m cordboard.processes.live` runs it. docs/live.md is the protocol.
"""
