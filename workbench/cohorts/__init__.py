"""Which donors, never who: the cohort question, its words and its evaluation."""
