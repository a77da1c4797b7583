"""The index: offers as arrays in immutable layers, by place, by need and by word."""
