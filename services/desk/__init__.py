"""Web pages for case workers, partners, managers and the person. It keeps an opaque cookie and nothing else."""
