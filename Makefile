.PHONY: demo test check bench run lock
PYTHON ?= python3
ARGS ?=

demo: .venv/ready
	.venv/bin/wayfare demo $(ARGS)

run: .venv/ready
	.venv/bin/wayfare up $(ARGS)

test: .venv/ready-dev
	.venv/bin/pytest -n 2 --dist loadgroup -m "not bench" $(ARGS)

check: .venv/ready-dev
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports --no-logo && .venv/bin/pyright

bench: .venv/ready-dev
	.venv/bin/pytest tests/bench -m bench -s $(ARGS)

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra local build.in pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra local --extra dev build.in pyproject.toml -c requirements.lock -o requirements-dev.lock

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/ready: requirements.lock pyproject.toml | .venv/bin/python
	.venv/bin/pip install --disable-pip-version-check --progress-bar on --require-hashes -r requirements.lock
	.venv/bin/pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-dev: requirements-dev.lock .venv/ready
	.venv/bin/pip install --disable-pip-version-check --progress-bar on --require-hashes -r requirements-dev.lock
	@touch $@
