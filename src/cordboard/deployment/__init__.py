"""From rooms' data to a running engine: nodes, specs, apply runs."""
