"""The donated-data store and the snapshot. Knows nothing of the ontology or of anything above."""
