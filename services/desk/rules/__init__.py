"""What the desk decides by itself: pure functions, without web framework or clock."""
