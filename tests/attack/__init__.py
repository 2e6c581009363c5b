"""The attack harness: what a researcher with an account and patience can learn of one donor, measured."""
