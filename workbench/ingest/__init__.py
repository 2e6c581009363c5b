"""Files and published annotations become donors here."""
