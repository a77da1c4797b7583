"""Programs that the house starts: they end with it, however it ends."""

import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from shared.errors import Unavailable

PR_SET_PDEATHSIG = 1
LAST_LINES = 12


class WouldNotStart(Unavailable):
    """A program of the house did not start."""


class Account(Struct, frozen=True, kw_only=True):
    """The user that a program runs as when we are root (PostgreSQL refuses to be root)."""

    uid: int
    gid: int


class Program:
    """One running program. `stop` sends `ending`, waits, and kills what does not listen."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]", log: Path, ending: signal.Signals) -> None:
        self.name = name
        self.process = process
        self.log = log
        self._ending = ending
        self._asked = False

    @classmethod
    def start(
        cls,
        name: str,
        command: Sequence[str],
        log: Path,
        *,
        environ: Mapping[str, str] | None = None,
        account: Account | None = None,
        ending: signal.Signals = signal.SIGTERM,
        orphaned: signal.Signals | None = None,
        handed: Sequence[int] = (),
    ) -> "Program":
        """Start it in a session of its own, its output in `log`, bound to our life: `orphaned` ends it after us.

        `handed` are open descriptors that it inherits.

        Call it from the main thread: Linux binds a program to the thread that started it.
        """
        with log.open("ab") as output:
            process = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environ) if environ is not None else None,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
                cwd="/" if account else None,
                start_new_session=True,
                pass_fds=tuple(handed),
                preexec_fn=bound_to_parent(orphaned or ending),  # noqa: PLW1509 -- one system call, no locks
            )
        return cls(name, process, log, ending)

    def running(self) -> bool:
        """Is it still there?"""
        return self.process.poll() is None

    def check(self) -> None:
        """Raise `WouldNotStart` with the end of its log if it has ended."""
        if not self.running():
            raise WouldNotStart(f"{self.name} ended with status {self.process.returncode}. {self.last_words()}")

    def last_words(self) -> str:
        """The end of its log."""
        lines = self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        return "\n".join([f"Its last words, from {self.log}:", *lines])

    def ask_to_end(self) -> None:
        """Send its ending signal, once."""
        if self.running() and not self._asked:
            self.process.send_signal(self._ending)
        self._asked = True

    def stop(self, seconds: float = 10) -> None:
        """End it and wait for it."""
        self.ask_to_end()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def kill(self) -> None:
        """End it without a word, as a power cut would (for tests of faults)."""
        self.process.kill()
        self.process.wait()


def unprivileged() -> Account | None:
    """Somebody without rights when we are root, else None: we run programs as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=found.pw_uid, gid=found.pw_gid)
    return Account(uid=65534, gid=65534)


def free_port() -> int:
    """A port on loopback that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bound_to_parent(ending: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: on Linux the kernel sends `ending` to the child when the thread that started it is gone."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def bind() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(ending))
        if os.getppid() != parent:
            os._exit(1)

    return bind
