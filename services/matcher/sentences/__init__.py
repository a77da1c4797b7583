"""What people read: why an offer fits, what to ask first, and why another does not fit. Plain, warm and short."""
