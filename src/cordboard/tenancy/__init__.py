"""Platform > reseller > company: who is sealed from whom, and how much each may use."""
