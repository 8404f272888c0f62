# Every target sets up what it needs by itself; a second run finds that done. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test test-long test-browser fuzz chaos soak audit-dependencies mutate-rules shots stop status lint bench up lock clean
SET_UP := @sh operations/set-up.sh
RUN := @.venv/bin/python -m
OURS := auditor services gateway access audit custody documents shared_kernel contracts operations workbench plugins
# Whatever a shell says: a dozen processes would compile the same modules at each start.
unexport PYTHONDONTWRITEBYTECODE
UPGRADE :=
ARGUMENTS :=

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: ## set up, start everything, play the story, leave it running
	$(SET_UP) runtime
	$(RUN) operations demo

up: ## as demo, without the story
	$(SET_UP) runtime
	$(RUN) operations up

status: ## what runs, where, since when, with how much memory
	$(SET_UP) runtime
	$(RUN) operations status

stop: ## end what demo or up started, and nothing else
	@if [ -x .venv/bin/python ]; then .venv/bin/python -m operations down; else echo "nothing was set up"; fi

lint: ## style, formatting, types, import rules, and that nothing is slower beside its limit than was recorded
	$(SET_UP) test
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy .
	@.venv/bin/lint-imports
	$(RUN) bandit --quiet --recursive --severity-level medium --confidence-level medium $(OURS)
	$(RUN) benchmarks.guard

# What is tried on a real broker and store, or as a person types it, waits most of its time: what needs neither is tried meanwhile, and
# gives way to it. The platform, of which some tests want an answer in time, then has the machine to itself.
test: lint ## lint, then every test: those that need nothing beside those on a real broker and store, then the whole platform
	@.venv/bin/python -m pytest --timeout=300 tests/integration tests/typed >.run/tests-beside.log 2>&1 & beside=$$!; \
	{ nice .venv/bin/python -m pytest -n auto --timeout=300 tests/unit tests/rules tests/contract tests/architecture; echo $$? >.run/tests-alone; } \
	| tee .run/tests-alone.log; wait $$beside; beside=$$?; cat .run/tests-beside.log; \
	grep -E "^(FAILED|ERROR)|(passed|failed|error).* in " .run/tests-alone.log; exit $$(($$(cat .run/tests-alone) | beside))
	$(RUN) pytest --timeout=600 tests/e2e

test-long: ## the tests that take minutes, each of something that a shorter one of `make test` shows too
	$(SET_UP) test
	$(RUN) pytest -m long tests/typed

fuzz: ## attacks for a long time: on everything that is decoded, and on every operation of the contract
	$(SET_UP) test
	$(RUN) fuzz $(ARGUMENTS)
	@NEEDFIRE_ATTACK_EXAMPLES=150 NEEDFIRE_ATTACK_SEED=$$(date +%s) .venv/bin/python -m pytest tests/contract/test_attacks.py

chaos: ## everything goes wrong, for hours: processes killed and stopped, ways cut, clocks moved; a verdict in JSON for each seed
	$(SET_UP) test
	$(RUN) pytest tests/chaos
	@NEEDFIRE_HISTORIES=3000 .venv/bin/python -m pytest --timeout=3600 tests/unit/guarantees
	$(RUN) tests.chaos.clocks
	$(RUN) tests.chaos.outage
	$(RUN) tests.chaos.restored
	$(RUN) tests.chaos.country
	$(RUN) tests.chaos --outages $(ARGUMENTS)

soak: ## half of what the platform can do, for MINUTES (30), most of it by one tenant: what grows, and how long the others wait
	$(SET_UP) test
	$(RUN) tests.chaos.soak --minutes $(or $(MINUTES),30) $(ARGUMENTS)

audit-dependencies: ## known weaknesses of every package in the lock; asks the package index, so it needs the network
	$(SET_UP) test
	$(RUN) pip_audit --requirement requirements/test.txt --disable-pip --strict --progress-spinner off $(ARGUMENTS)

mutate-rules: ## change every number and condition of every procedure, one at a time; print what no test notices
	$(SET_UP) test
	$(RUN) tests.mutation $(ARGUMENTS)

shots: ## every page of the running demonstration as an image in .run/shots, also at 320 pixels and 200 per cent
	$(SET_UP) runtime
	@sh operations/set-up-browser.sh
	@.venv-browser/bin/python -m tests.browser.shots $(ARGUMENTS)

test-browser: ## the pages of the running demonstration in Chromium: by axe's rules, by keyboard alone, without scripts
	$(SET_UP) runtime
	@sh operations/set-up-browser.sh
	@.venv-browser/bin/python -m pytest -c tests/browser/pytest.ini --rootdir . tests/browser $(ARGUMENTS)

bench: ## the benchmarks, each with its peer beside it
	$(SET_UP) test
	$(RUN) benchmarks $(ARGUMENTS)

lock: ## compile requirements/*.in into the lock (UPGRADE=--upgrade takes newer releases)
	$(SET_UP) test
	@sh operations/lock.sh $(UPGRADE)

clean: stop ## stop, then delete the environment, the demo's data and the logs
	@rm -rf .venv .venv-browser .run
