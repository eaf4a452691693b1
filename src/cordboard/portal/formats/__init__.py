"""How dates are written where Django's own way would mislead: English here is read on both sides of the Atlantic."""
