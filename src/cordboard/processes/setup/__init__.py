"""Makes an installation whole: one module a step, each idempotent, each leaving either all of its work or none."""
