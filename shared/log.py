"""Log lines: JSON, ids and never people."""

import logging
import sys

import structlog

SECRET = frozenset({"authorization", "token", "secret", "password", "cookie", "seed", "dsn", "email", "name", "text"})


def _mask(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {key: "…" if key.lower() in SECRET else value for key, value in event.items()}


def configure(service: str, level: str = "INFO") -> None:
    """Send this process's log lines to standard error as JSON. Library loggers join in from WARNING."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s %(levelname)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _mask,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    structlog.contextvars.bind_contextvars(service=service)


def get() -> structlog.typing.FilteringBoundLogger:
    """The logger of this process."""
    return structlog.get_logger()
