"""The composition root of the web app."""
