"""Studies: what a team proposes, who approved it, and until when."""
