"""Consent: what a donor allows, since when, who may say so, and whether it stands today."""
