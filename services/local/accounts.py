"""Who may do what on NATS: one account for the house, one for each partner and each Jobcentre consumer.

An account each, because permissions inside one account do not check the reply subject of an allowed request.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

API_PREFIX = "wayfare"  # `nc.jetstream(prefix="wayfare")` in an outside account
Json = dict[str, object]


class Outsider(Struct, frozen=True, kw_only=True):
    """Somebody outside the house who reads one durable consumer of one stream, and may ask on some subjects."""

    account: str
    nkey: str
    stream: str
    consumer: str
    asks: tuple[str, ...] = ()


def partner(partner_id: object, nkey: str) -> Outsider:
    """A partner system: its notices, `collect.<id>` and `replies.<id>`."""
    return Outsider(
        account=f"PARTNER_{partner_id}",
        nkey=nkey,
        stream="HANDOFFS",
        consumer=f"partner-{partner_id}",
        asks=(f"collect.{partner_id}", f"replies.{partner_id}"),
    )


def jobcentre(consumer_id: str, nkey: str) -> Outsider:
    """A Jobcentre system: its own stream and nothing else."""
    return Outsider(account=f"JOBCENTRE_{consumer_id}", nkey=nkey, stream=f"JOBCENTRE_{consumer_id}", consumer="reader")


def accounts(house: Mapping[str, str], outsiders: Sequence[Outsider]) -> Json:
    """The `accounts` of the server's configuration. `house` has the public NKey of each service."""
    users = [{"nkey": key, "permissions": PERMISSIONS[name]} for name, key in house.items()]
    exports = [export for outsider in outsiders for export in _exports(outsider)]
    inside: Json = {"jetstream": "enabled", "users": users, "exports": exports}
    return {"HOUSE": inside, **{outsider.account: _account(outsider) for outsider in outsiders}}


def configuration(port: int, store: Path, accounts: Json) -> Json:
    """A whole server on loopback. `sync_interval: always`: what was acknowledged survives a power cut."""
    return {
        "host": "127.0.0.1",
        "port": port,
        "server_name": "wayfare",
        "jetstream": {"store_dir": str(store), "sync_interval": "always"},
        "accounts": accounts,
    }


def _account(outsider: Outsider) -> Json:
    renamed: list[Json] = [{"service": _of_house(name), "to": _outside(name)} for name in _api(outsider)]
    plain: list[Json] = [{"service": _of_house(name)} for name in _plain(outsider)]
    return {"users": [{"nkey": outsider.nkey}], "imports": [*renamed, *plain]}


def _of_house(subject: str) -> Json:
    return {"account": "HOUSE", "subject": subject}


def _exports(outsider: Outsider) -> list[Json]:
    pull, info = _api(outsider)
    to = [outsider.account]
    exports: list[Json] = [{"service": pull, "response_type": "stream", "accounts": to}]
    return exports + [{"service": subject, "accounts": to} for subject in (info, *_plain(outsider))]


def _api(outsider: Outsider) -> tuple[str, str]:
    of = f"{outsider.stream}.{outsider.consumer}"
    return f"$JS.API.CONSUMER.MSG.NEXT.{of}", f"$JS.API.CONSUMER.INFO.{of}"


def _plain(outsider: Outsider) -> tuple[str, ...]:
    return (f"$JS.ACK.{outsider.stream}.{outsider.consumer}.>", *outsider.asks)


def _outside(subject: str) -> str:
    return subject.replace("$JS.API", API_PREFIX, 1)


def _stream_owner(*streams: str) -> list[str]:
    verbs = ("STREAM.CREATE", "STREAM.UPDATE", "STREAM.INFO", "STREAM.MSG.GET", "DIRECT.GET")
    return [f"$JS.API.{verb}.{stream}" for stream in streams for verb in verbs] + [
        f"$JS.API.DIRECT.GET.{stream}.>" for stream in streams
    ]


def _consumer(stream: str) -> list[str]:
    verbs = ("CONSUMER.CREATE", "CONSUMER.DURABLE.CREATE", "CONSUMER.MSG.NEXT", "CONSUMER.INFO", "CONSUMER.DELETE")
    return [f"$JS.API.{verb}.{stream}.>" for verb in verbs] + [
        f"$JS.API.CONSUMER.CREATE.{stream}",
        f"$JS.API.STREAM.INFO.{stream}",
        f"$JS.ACK.{stream}.>",
    ]


PERMISSIONS: dict[str, Json] = {
    "directory": {
        "publish": ["directory.>", *_stream_owner("DIRECTORY"), *_consumer("TRACK"), *_consumer("GAPS")],
        "subscribe": ["_INBOX.directory.>"],
    },
    "matcher": {
        "publish": _consumer("DIRECTORY"),
        "subscribe": ["_INBOX.matcher.>"],
    },
    "referrals": {
        "publish": {
            "allow": [
                *("handoffs.*", "jobcentre.*", "track.*", "gaps.*"),
                *_stream_owner("*"),  # a stream for each Jobcentre consumer, which no pattern can name
                *("$JS.API.CONSUMER.CREATE.HANDOFFS.>", "$JS.API.CONSUMER.DURABLE.CREATE.HANDOFFS.>"),
                *("$JS.API.CONSUMER.CREATE.*.reader.>", "$JS.API.CONSUMER.DURABLE.CREATE.*.reader"),
            ],
            "deny": [*_stream_owner("DIRECTORY"), "$JS.API.CONSUMER.CREATE.DIRECTORY.>"],
        },
        "subscribe": ["collect.*", "replies.*", "_INBOX.referrals.>"],
        "allow_responses": True,
    },
}
