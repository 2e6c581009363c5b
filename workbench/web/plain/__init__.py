"""Pages that the server draws by itself: for families, for phones, and for everybody who has not signed in yet."""
