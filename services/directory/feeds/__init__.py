"""Readers of feeds: each turns files into listings and refusals, one record after another, and knows no database."""
