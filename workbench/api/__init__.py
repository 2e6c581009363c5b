"""The one door: the questions that may be asked, each answered with released values."""
