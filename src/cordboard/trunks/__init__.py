"""Lines to the outside: SIP trunks of the platform, of resellers and of companies."""
