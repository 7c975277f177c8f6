# Two commands do all the set-up on a machine that has only Python (3.11 or newer) and make:
#   make demo    virtual environment, installation of what memocert itself needs, the main job on real data
#   make test    the rest of the installation, then every check that is worth a wait of minutes
# And: make test-all takes what is long and shows little more as well, make coverage measures what the tests run, make proofs
# checks the theorems in Coq, make native builds the checker that is proved there (make native-web: as a script for pages), make docs builds the site into build/site, make package the files for pip into dist, make
# benchmark measures, make clean removes what was made.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
STAMP := $(VENV)/.installed
PLAIN := $(VENV)/.plain

# Modules are compiled once, not anew in each of the processes that the tests start, also where Python is told otherwise.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-all lint types unit bare coverage proofs native native-web native-source docs package benchmark clean

demo: $(PLAIN)
	@$(BIN)/memocert demo

# What the tests leave idle of two cores the types and the bare checker use.
test: lint
	$(MAKE) --no-print-directory --jobs 3 types unit bare

# What is marked as slow as well: every size, long searches, eight times as many random cases.
test-all: lint types bare $(VENV)/.suites
	TIMES_EXAMPLES=8 $(BIN)/python -m pytest --quiet --numprocesses 2 --dist loadgroup -m 'slow or not slow'

$(PLAIN): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "memocert needs Python 3.11 or newer: make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --constraint constraints.txt --editable .
	touch $(PLAIN)

$(STAMP): $(PLAIN)
	$(PIP) --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)

# The conformance suites of VNN-LIB, and Dask, which nothing else needs.
$(VENV)/.suites: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[suites,dask]'
	touch $@

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

# The libraries of other packages wait in busy loops for threads that have no core of their own; the tests use both themselves.
unit test-all coverage: export OMP_NUM_THREADS := 1

unit: $(STAMP)
	$(BIN)/python -m pytest --quiet --numprocesses 2 --dist worksteal

# The checker in an interpreter without any of the packages that the rest needs.
bare: $(STAMP)
	$(PYTHON) -m venv --without-pip $(VENV)/bare
	$(VENV)/bare/bin/python -I tests/check_bare.py

# Which lines and branches the tests take (docs/explanation/coverage.md). The tool lies apart: nothing else needs it. On one core, for
# it follows this process only; what tests run in others is not counted.
PACKAGES := constructions,exchange,verify,lowerbound,guide,memocert
coverage: $(STAMP)
	$(PIP) --target build/coverage coverage
	PYTHONPATH=build/coverage $(BIN)/python -m coverage run --branch --source=$(PACKAGES) --data-file=build/.coverage -m pytest --quiet
	PYTHONPATH=build/coverage $(BIN)/python -m coverage json --quiet --data-file=build/.coverage -o build/coverage.json
	$(BIN)/python tests/coverage_table.py build/coverage.json

# The theorems in Coq 8.16, standard library only (Debian: apt-get install coq).
proofs: proofs/CoqMakefile
	$(MAKE) --no-print-directory -C proofs -f CoqMakefile

proofs/CoqMakefile: proofs/_CoqProject
	cd proofs && coq_makefile -f _CoqProject -o CoqMakefile

# The checker that is proved in Coq, as a program: build/native/memocert-check. What Coq makes of it lies in proofs/native/ocaml,
# so that OCaml and Zarith are enough here; `make native-source` makes it anew.
NATIVE := proofs/native/ocaml
OCAMLOPT := ocamlfind ocamlopt -package zarith,unix -inline 100
WARNED := -w +a-4-9-40..42-70
native:
	@missing=; \
	command -v ocamlopt >/dev/null || missing="$$missing ocaml-nox"; \
	command -v ocamlfind >/dev/null || missing="$$missing ocaml-findlib"; \
	ocamlfind query zarith >/dev/null 2>&1 || missing="$$missing libzarith-ocaml-dev"; \
	if [ -n "$$missing" ]; then echo "make native needs packages that are not there (Debian): apt-get install$$missing" >&2; exit 1; fi
	mkdir -p build/native
	cp $(NATIVE)/*.ml $(NATIVE)/*.mli build/native
	cd build/native && $(OCAMLOPT) $(WARNED) -c big.ml && $(OCAMLOPT) -w -a -c checker.mli checker.ml && \
	$(OCAMLOPT) $(WARNED) -c verdicts.ml main.ml && $(OCAMLOPT) -linkpkg big.cmx checker.cmx verdicts.cmx main.cmx -o memocert-check.new && \
	mv memocert-check.new memocert-check
	@echo "the checker proved in Coq: build/native/memocert-check"

# The same as a script that pages carry (memocert report --self-checking): guide/templates/checker.js, which is kept beside the sources, for
# few have its compiler. Tests hold it to what that gives.
OCAMLC := ocamlc $(WARNED) -no-check-prims
WEB := guide/templates/checker.js
native-web:
	@missing=; \
	command -v ocamlc >/dev/null || missing="$$missing ocaml-nox"; \
	command -v js_of_ocaml >/dev/null || missing="$$missing js-of-ocaml"; \
	if [ -n "$$missing" ]; then echo "make native-web needs packages that are not there (Debian): apt-get install$$missing" >&2; exit 1; fi
	mkdir -p build/native/web
	cp $(NATIVE)/*.ml $(NATIVE)/*.mli proofs/native/web/* build/native/web
	cd build/native/web && $(OCAMLC) -c z.ml big.ml && $(OCAMLC) -w -a -c checker.mli checker.ml && $(OCAMLC) -c verdicts.ml web.ml && \
	$(OCAMLC) z.cmo big.cmo checker.cmo verdicts.cmo web.cmo -o checker.byte && js_of_ocaml --opt=3 z.js export.js checker.byte -o checker.js
	cp build/native/web/checker.js "$(WEB)"
	@echo "the checker proved in Coq, for pages: $(WEB)"

native-source: proofs
	cp proofs/checker.ml proofs/checker.mli $(NATIVE)

# Every warning is an error. The variable silences an announcement of the theme, which is not about this site.
docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "the site: build/site/index.html"

$(VENV)/.docs: $(STAMP)
	$(PIP) --constraint constraints.txt --editable '.[docs]'
	touch $@

# A source archive and a wheel, their metadata checked.
package: $(STAMP)
	$(PIP) --constraint constraints.txt --editable '.[release]'
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*

# All of it takes some hours; each script says what it measures, -o FILE writes the page in docs/, --small takes seconds.
benchmark: $(STAMP)
	for script in $(shell grep -l __main__ benchmarks/*.py); do $(BIN)/python $$script || exit 1; done

clean:
	rm -f proofs/CoqMakefile* proofs/.CoqMakefile* $(foreach part,*.vo* *.glob .*.aux .*.cache,proofs/$(part) proofs/native/$(part))
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
