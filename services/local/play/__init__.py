"""The main job, played from conversation to answered referral by HTTP and NATS, as outside programs would."""

from services.local.play.scenes import play

__all__ = ["play"]
