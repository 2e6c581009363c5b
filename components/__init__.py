"""Reusable parts, figures and panels. Draws released values only."""
