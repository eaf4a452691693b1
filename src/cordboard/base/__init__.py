"""Values every other package stands on: errors, identifiers, configuration, time. Standard library (and `cryptography`) only."""
