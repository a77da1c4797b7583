"""The commands of `wayfare`, a module each."""
