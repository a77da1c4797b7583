"""Where each program listens: the usual ports, a row of them, or free ones."""

import socket
from contextlib import ExitStack
from typing import Self

import msgspec
from msgspec import Struct

from services.local.programs import WouldNotStart


class Ports(Struct, frozen=True, kw_only=True):
    """A port on loopback for each program. PostgreSQL takes any free one."""

    desk: int = 8000
    directory: int = 8001
    matcher: int = 8002
    referrals: int = 8003
    issuer: int = 8004
    nats: int = 4222

    @classmethod
    def row(cls, first: int) -> Self:
        """Six ports in a row: desk, directory, matcher, referrals, issuer, NATS."""
        return cls(**{name: first + step for step, name in enumerate(cls.__struct_fields__)})

    @classmethod
    def free(cls) -> Self:
        """Ports that nobody uses just now."""
        return cls(**dict(zip(cls.__struct_fields__, free_ports(len(cls.__struct_fields__)), strict=True)))


def free_ports(count: int) -> list[int]:
    """Different ports on loopback that nobody uses just now."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def taken(ports: Ports) -> dict[str, int]:
    """The programs whose port somebody else uses."""
    wanted: dict[str, int] = msgspec.structs.asdict(ports)
    return {name: port for name, port in wanted.items() if not _is_free(port)}


def insist(ports: Ports) -> None:
    """Raise `WouldNotStart` naming every program whose port is taken."""
    busy = taken(ports)
    if busy:
        names = ", ".join(f"{name} ({port})" for name, port in busy.items())
        raise WouldNotStart(
            f"Another program already uses the port of: {names}. "
            "Stop that program, or choose other ports with --free-ports or --port-base."
        )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
