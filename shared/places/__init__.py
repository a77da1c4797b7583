"""Postcodes, points and the distance between them."""
