"""The services behind the desk, as it calls them by HTTP."""
