"""Conditions as published annotations describe them: which fit a profile, and how they resemble one another."""
