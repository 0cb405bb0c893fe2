# The commands of the portal. Everything they do is in deploy/run, in Python.
# Paths stay relative, so a checkout may lie in a folder whose name has spaces or Korean letters.

.DEFAULT_GOAL := help
.PHONY: help run test bench build clean

# The first Python from 3.11 on that starts; one that can make virtual environments is preferred.
define PYTHON_DO
p=; \
for need in 'venv, ensurepip' sys; do \
  for c in "$$PYTHON" python3 python3.11 python3.12 python3.13 python3.14 python; do \
    if [ -n "$$c" ] && "$$c" -c "import sys, $$need; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; then \
      p="$$c"; break 2; \
    fi; \
  done; \
done; \
if [ -z "$$p" ]; then \
  echo "Python 3.11 or newer is needed and was not found. Install it, or name it: PYTHON=/path/to/python3 make $@" >&2; \
  exit 1; \
fi; \
exec "$$p" -m deploy.run
endef

help: ## this list
	@echo 'make run     bring up the portal with sample content at http://127.0.0.1:8000 (PORT=8001 make run: elsewhere)'
	@echo 'make test    all checks and tests (ONLY="lint types" make test: some of them)'
	@echo 'make bench   speed, as ratios beside a reference measured in the same run (BENCH="engines pages" make bench: some parts)'
	@echo 'make build   packages, assets and translations, without running anything'
	@echo 'make clean   remove what was built; the data in var/ stay'

run:
	@$(PYTHON_DO) run

test:
	@$(PYTHON_DO) test --only "$$ONLY"

bench: build
	@.venv/bin/python -m tests.bench

build:
	@$(PYTHON_DO) build

clean:
	@$(PYTHON_DO) clean
