"""Example programs of those outside the house: a partner's system and a Jobcentre's. They use NATS alone."""
