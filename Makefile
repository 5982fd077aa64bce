# make graph   sets up .venv, builds the graph from corpus/ and says what to look at
# make test    sets up .venv with what tests need, and runs them
# make check   style, types, which module may use which, and the ontology
# make model   trains the reader's model: make model TREEBANKS=FOLDER (see training/README.md)
# make bench   prints how fast it is, and what it costs as the graph grows (make bench BENCH="--sizes 1000,10000,100000")
# make interop installs other triplestores, asks them the named questions, and writes docs/interop.md
# make screenshots takes the pictures of the README, of the pages of corpus/ (needs Chromium)
# make outline makes the outline map of the pages anew, from Natural Earth's open data (needs npm)

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
TESTS ?= tests

.PHONY: graph test check model bench outline screenshots wheel clean

graph: $(VENV)/installed
	$(BIN)/sahelkg build corpus --out out
	@echo
	@echo "Open out/graph.html in a browser, or ask:"
	@echo "  $(BIN)/sahelkg query who-attacked-whom"
	@echo "  $(BIN)/sahelkg queries"

test: $(VENV)/installed-test
	$(BIN)/python -m pytest -n auto $(TESTS)

check: $(VENV)/installed-test
	$(BIN)/ruff check src tests benchmarks training scripts
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sahelkg check

model: $(VENV)/installed-training
	@test -n "$(TREEBANKS)" || { echo "make model: name the folder of treebanks: make model TREEBANKS=FOLDER (training/README.md)"; exit 2; }
	$(BIN)/python training/make.py "$(TREEBANKS)" $(if $(TYPED),--typed "$(TYPED)")

bench: $(VENV)/installed-test
	@$(BIN)/python benchmarks/bench.py $(BENCH)
	@for program in annotate coreference pages; do echo "== $$program"; $(BIN)/python benchmarks/$$program.py || exit 1; done

screenshots: $(VENV)/installed-test
	$(BIN)/sahelkg build corpus --out out
	$(BIN)/python docs/screenshots.py out/store docs/img

outline: $(VENV)/installed
	@folder=$$(mktemp -d) && cd $$folder && npm pack --silent world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && cd $(CURDIR) \
	&& $(BIN)/python scripts/make_outline.py $$folder/package/countries-50m.json; rm -rf $$folder

interop: $(VENV)/installed-test
	$(BIN)/python scripts/interop.py --install --write docs/interop.md

wheel: $(VENV)/installed-test
	$(BIN)/python -m build --wheel --outdir dist .

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# A file per set of dependencies, so that each is installed once and again when pyproject.toml has changed.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sahelkg needs Python 3.11 or later: make PYTHON=python3.11 …" or 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-training: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[training]'
	@touch $@
