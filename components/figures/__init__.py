"""Pure figure functions: a released value in, a Plotly figure out."""
