"""The Human Phenotype Ontology as a value. Knows nothing of donors."""
