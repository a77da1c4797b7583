"""The demo listings: invented help around Birmingham and Wolverhampton, as whole Open Referral UK documents."""

from services.local.listings.build import documents

__all__ = ["documents"]
