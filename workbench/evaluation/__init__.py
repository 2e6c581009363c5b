"""Accuracy on public, labelled cases. Never on donors: nothing here knows a store or a snapshot."""
