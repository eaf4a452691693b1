"""The living style guide: every piece of the design system, shown to developers and super administrators."""
