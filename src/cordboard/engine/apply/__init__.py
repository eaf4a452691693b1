"""Makes the engine be as the specs say: prepare, compare, swap, reload what changed, verify."""
