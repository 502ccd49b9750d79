# Every target does all its own set-up. Needed beforehand: Python 3.11 or newer, and make.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -m uv pip install --quiet --compile-bytecode --python $(BIN)/python
LOCK := $(BIN)/python -m uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
RUN := .venv/.installed
DEV := .venv/.installed-dev
SPARK := .venv/.installed-spark

.PHONY: dashboard test test-extended trust store bench check format docs lock clean spark

dashboard: $(RUN)  ## Serve the pages; builds the store first if needed
	$(BIN)/setupscope dashboard

store: $(RUN)  ## Score the shipped study into data/store
	$(BIN)/setupscope build

TEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: $(DEV)  ## Run the tests, on up to four cores
	$(TEST)

test-extended: $(DEV)  ## Run more of what each run samples: slices, made-up tables, readers, addresses
	$(TEST) -m "extended or hypothesis" --hypothesis-profile=extended

trust: $(DEV)  ## Attack commands, pages and a server for half an hour; needs Linux, root and Chromium for all of it
	$(BIN)/python tests/trust/run.py --minutes 30

spark: $(DEV) $(SPARK)  ## Add PySpark, so that the tests try that engine too (needs Java)

bench: $(DEV)  ## Measure speed, memory, size, and how often chance is called clear, into bench.json
	@rm -f bench.json; missed=0; for part in readers build growth tables pages exports calibration; do \
		echo "$$part:"; $(BIN)/python tests/bench/bench_$$part.py --json bench.json || missed=1; \
		done; exit $$missed

check: $(DEV)  ## Format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(DEV)  ## Format, and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(DEV)  ## Write the table of options in docs/figures.md
	$(BIN)/python tests/option_reference.py

lock: $(DEV)  ## Pin what pyproject.toml asks for; newest versions: make lock UPGRADE=--upgrade
	echo uv | $(LOCK) - -o requirements/uv.txt
	$(LOCK) --group build pyproject.toml -o requirements/run.txt
	$(LOCK) --group dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	$(LOCK) --extra spark -c requirements/dev.txt pyproject.toml -o requirements/spark.txt

clean:  ## Remove everything that Make made
	rm -rf .venv data/store data/store.d

.venv/bin/uv: requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Setupscope needs Python 3.11 or newer."; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	touch $@

$(RUN): .venv/bin/uv requirements/run.txt pyproject.toml
	$(INSTALL) --require-hashes -r requirements/run.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(DEV): $(RUN) requirements/dev.txt
	$(INSTALL) --require-hashes -r requirements/dev.txt
	touch $@

$(SPARK): $(RUN) requirements/spark.txt
	$(INSTALL) --no-cache --require-hashes -r requirements/spark.txt
	touch $@
