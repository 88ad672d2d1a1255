# `make` lists the targets. Everything Python runs in .venv, which the first target that needs it makes.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
INSTALLED := .venv/.installed
STACK := $(PY) -m deploy.local.stack
PROGRAMS := $(patsubst services/%/service/,%,$(wildcard services/*/service/)) gateway
# Counts given as `review=3`; a variable of the environment that has such a name by chance does not count.
COUNTS := $(strip $(foreach p,$(PROGRAMS),$(if $(findstring command,$(origin $(p))),$(p)=$($(p)))))
PYTEST := $(PY) -m pytest
# In the order of their folders, but for the longest, which come first (tests/support/spread.py): those with few long
# tests come early, and the many short ones fill what is left.
SPREAD := --dist loadfile --no-loadscope-reorder
# Two for each of two cores, since tests wait for their servers for two fifths of their time. With those and its browser
# each takes two gigabytes of memory, and as much must be left for servers' files (tests/support/servers.py).
WORKERS = $(or $(shell awk '/^MemAvailable:/ {print ($$2 > 12000000 ? 4 : 3)}' /proc/meminfo 2>/dev/null),3)
# Images and shells that forbid Python to keep what it compiled: tests start hundreds of processes, and read every file.
unexport PYTHONDONTWRITEBYTECODE
# What `make test` did before its tests is a part of its time, too.
BEGAN := $(shell date +%s)
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --excludes not-needed.txt

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(INSTALLED): deploy/local/install.sh deploy/local/jingmei $(wildcard requirements/*.txt)
	deploy/local/install.sh
	@touch $@

.PHONY: install
install: $(INSTALLED) ## what the other targets need: .venv, RabbitMQ, a mongod (they call it themselves)

# --- the running system -------------------------------------------------------------------------------------

# ENGINE=docker: containers by docker compose in place of the private servers and processes.
ifeq ($(ENGINE),docker)
NEEDED := compose-env
UP := docker compose up --build --detach --wait $(if $(N),$(foreach p,$(PROGRAMS),--scale $(p)=$(N)))
DOWN := docker compose down
STATUS := docker compose ps
LOGS := docker compose logs --tail 40 $(if $(f),--follow) $(s)
SCALE := docker compose up --detach --wait --no-recreate $(addprefix --scale ,$(COUNTS))
CLEAN := $(if $(YES),,read -rp 'Remove all volumes of the stack? [y/N] ' a && [ "$$a" = y ] &&) $(DOWN) --volumes
else
NEEDED := $(INSTALLED)
UP := $(STACK) up $(if $(N),--n $(N))
DOWN := $(STACK) down
STATUS := $(STACK) status
LOGS := $(STACK) logs $(if $(s),-s $(s)) $(if $(f),-f)
SCALE := $(STACK) scale $(COUNTS)
CLEAN := $(STACK) clean $(if $(YES),--yes)
endif

.PHONY: up
up: $(NEEDED) ## start everything and wait until it is ready [N=2 of each] [ENGINE=docker]
	$(UP)

.PHONY: down
down: $(NEEDED) ## stop everything; data stays [ENGINE=docker]
	$(DOWN)

.PHONY: status
status: $(NEEDED) ## every process: state, pid, readiness, address [ENGINE=docker]
	@$(STATUS)

.PHONY: logs
logs: $(NEEDED) ## the last log lines [s=outlet] [f=1 to follow] [ENGINE=docker]
	@$(LOGS)

.PHONY: scale
scale: $(NEEDED) ## so many instances of a program: make scale review=3 gateway=2 [ENGINE=docker]
	@test -n "$(COUNTS)" || { echo 'make scale <program>=<count> ..., program one of: $(PROGRAMS)'; exit 2; }
	$(SCALE)

.PHONY: clean
clean: $(NEEDED) ## stop everything and remove its data, after asking [YES=1 does not ask] [ENGINE=docker]
	$(CLEAN)

.PHONY: demo
demo: up ## start, then play a short story through the gateway [INPUT=file.xlsx]
	$(PY) -m deploy.demo $(if $(INPUT),--input "$(INPUT)")

.PHONY: compose-env
compose-env: ## secrets for docker compose in .env, each made once
	@python3 -m deploy.docker.make_env .env

# --- checks -------------------------------------------------------------------------------------------------

.PHONY: test
test: lint ## lint, then every test that takes less than a minute [T="tests/gateway -k upload"] [J=0: one after the other]
	LINT_SECONDS=$$(($$(date +%s) - $(BEGAN))) $(PYTEST) -m "not slow" -n $(or $(J),$(WORKERS)) $(SPREAD) $(T)

.PHONY: lint
lint: $(INSTALLED) ## style, types, walls between the parts, Dockerfile, compose file and scripts
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/hadolint deploy/docker/Dockerfile
	$(PY) -m check_jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	.venv/bin/shellcheck .ci/run deploy/local/jingmei $(wildcard deploy/*.sh deploy/*/*.sh)

.PHONY: fmt
fmt: $(INSTALLED) ## format the code and sort its imports
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

.PHONY: faults
faults: $(INSTALLED) ## the fault scenarios with a no-fault control [SEED=1] [ARGS="--only 6,9"]
	$(PY) -m tests.faults $(if $(SEED),--seed $(SEED)) $(ARGS)

BENCHED := .venv/.installed-bench

# The peers' packages and what draws charts: nothing else needs them.
$(BENCHED): $(INSTALLED) requirements/bench.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/bench.txt
	@touch $@

.PHONY: bench
bench: $(BENCHED) ## speed beside the bare engines and what one would build instead, in one report [ARGS=--quick]
	$(PY) -m tests.load $(ARGS)

.PHONY: image-check
image-check: ## build the image with buildah and run it once (root; some minutes; no engine needed)
	deploy/docker/check.sh $(ARGS)

.PHONY: fresh-check
fresh-check: ## both commands on a system with nothing but the README's [DISTRO=noble] [ROLE=sudo] [PART=install] (root)
	deploy/fresh/check.sh

# --- made files ---------------------------------------------------------------------------------------------

.PHONY: client
client: $(INSTALLED) ## the Python client's methods, anew from the OpenAPI document [ARGS=--check]
	$(PY) -m jingmei_client.generate $(ARGS)

.PHONY: screenshots
screenshots: $(INSTALLED) ## the pictures of the guides, anew from the demo that runs (make demo) [ARGS="--language en overview"]
	$(PY) -m deploy.screenshots $(ARGS)

.PHONY: coverage
coverage: $(INSTALLED) ## which characters names may have, anew from the typefaces [ARGS=--check]
	$(PY) -m gateway.documents.coverage $(ARGS)

.PHONY: events
events: $(INSTALLED) ## the event catalogue as an AsyncAPI document and a page
	$(PY) -m jingmei events render $(ARGS)

.PHONY: lock
lock: ## the locks with hashes from requirements/*.in (needs uv) [ARGS="--upgrade"]
	cd requirements && for name in base dev local bench; do $(LOCK) $(ARGS) $$name.in -o $$name.txt; done
