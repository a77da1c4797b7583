"""The demo's sign-in: an OIDC issuer for one machine, where people choose who they are. Local mode only."""
