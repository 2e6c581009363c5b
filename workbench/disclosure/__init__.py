"""The gate: the only maker of released values."""
