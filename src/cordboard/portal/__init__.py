"""The pages, by audience: platform and resellers, a company's administrators, and everyone's own."""
