"""Steps from one version of the tables to the next, run by Alembic when a store is opened.

A new step is a file `versions/v0002_what_it_does.py` with `revision`, `down_revision`, `upgrade` and `downgrade`, and
the same change in `schema.py`. `tests/integration/test_migrations.py` says whether the two agree, on both databases.
A step that is released is never changed.
"""
