"""Who is like whom: measures by name, the nearest donors of a profile, the nearest donors of every donor."""
