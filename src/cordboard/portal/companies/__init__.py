"""Companies as their provider sees them: the list, founding one, details, limits, contacts."""
