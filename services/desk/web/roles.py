"""Who may open which pages."""

from shared.access import only
from shared.contracts.words import Role

CASE_WORKERS = (Role.CASE_WORKER, Role.CAREERS_ADVISER, Role.BENEFITS_ADVISER, Role.SPECIALIST)

case_worker = only(*CASE_WORKERS)
