"""Rights of a donor: to see and take everything that is held, and to leave without a trace."""
