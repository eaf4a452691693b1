"""Pages of recorded calls: one's own, a company's, and those of all companies in reach."""
