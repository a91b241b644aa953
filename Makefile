# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

PYTHON ?= python3
VENV_PYTHON = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run reset-demo test test-peers pictures architecture bench upgrade findings lint messages lock

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## try Dorflinde out with a demo town (PORT=8000)
	@$(PYTHON) tools/run.py $(if $(PORT),--port $(PORT))

reset-demo: ## delete the demo's data; the next make run starts over
	@$(PYTHON) tools/run.py --reset

test: ## install what tests need and run all of them (ONLY=stage,stage for a part)
	@$(PYTHON) tools/test.py $(if $(ONLY),--only $(ONLY))

test-peers: ## the contract suite and the main job against a real AT Protocol network
	@$(PYTHON) tools/test_peers.py

pictures: ## take the pictures of README and handbook from the demo town
	@$(PYTHON) tools/test.py --only style
	@SCREENSHOTS=docs/bilder $(VENV_PYTHON) tools/services.py -- $(VENV_PYTHON) -m pytest -q tests/e2e/test_pictures.py tests/e2e/test_konstanz.py

architecture: ## draw docs/architecture.svg from the code
	@$(VENV_PYTHON) tools/architecture.py

bench: ## measure everything, about two hours (ONLY=part,part for a part, QUICK=1 for all parts in small)
	@$(PYTHON) tools/bench_all.py $(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick)

upgrade: ## migrate a database filled by an earlier release and visit every page (FROM=revision)
	@$(VENV_PYTHON) tools/services.py -- $(VENV_PYTHON) tools/upgrade.py $(FROM)

findings: ## see whether outside software still surprises as findings/ says (needs the network)
	@status=0; for script in findings/*.sh; do printf '\n── %s\n' "$$script"; "$$script" || status=1; done; exit $$status

lint: ## format, lint, import contracts, types
	@$(PYTHON) tools/test.py --only style,templates,contracts,types

messages: ## collect the strings to translate into locale/ (needs gettext)
	$(VENV_PYTHON) tools/messages.py

lock: ## resolve the dependencies of pyproject.toml anew into requirements/
	$(VENV_PYTHON) tools/lock.py
