"""The portal's design system: what pages are made of. docs/design-system.md shows each piece; `/design/` shows it alive."""
