"""How the tables of the identity store are made and changed."""
