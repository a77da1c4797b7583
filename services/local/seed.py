"""Make the demo's people, partners and Jobcentre systems known."""

from services.local.folder import Folder


def seed(folder: Folder, *, with_listings: bool) -> None:
    """x"""
