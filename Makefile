# Every task of the project. `make help` lists them; continuous integration runs `test` and `lint`.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo test worker setup-cluster test-cluster examples notebooks notebooks-update lint docs bench golden \
    fuzz sanitize clean

SOURCES := Package.swift Sources Tests Benchmarks Examples Tools
TRELLIS := .build/release/trellis

# A run of the documentation's code finds the command line on its PATH and builds its programs here.
DOCUMENTS := README.md $(wildcard notebooks-md/[a-z]*.md) Sources/Learning/Learning.docc/SharingOwnEstimators.md
RUN_DOCUMENTS := swift run --quiet --package-path Tools/documentation run-documentation

help: ## Lists the tasks.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) \
	    | while IFS='|' read -r name what; do printf 'make %-18s%s\n' "$$name" "$$what"; done

setup: ## Installs the C libraries that are missing (Debian; on macOS it says what to install).
	@Tools/setup

$(TRELLIS): setup
	swift build -c release --product trellis

demo: $(TRELLIS) ## Builds the command line and searches 36 pipelines over the digits.
	$(TRELLIS) search datasets/digits.csv --target digit --pipeline 'standard-scaler | pca | svc' \
	    --grid pca.n_components=16,32,48 --grid svc.C=0.1,1,10,100 --grid svc.gamma=0.001,0.01,0.1

# Self-contained, so that workers need no Swift. In a folder of its own, for the flags change every object.
worker: setup ## Builds the library that cluster workers load: .build/worker/libTrellisWorker.so.
	swift build -c release -Xswiftc -static-stdlib --scratch-path .build-worker --product TrellisWorker
	@mkdir -p .build/worker
	strip --strip-unneeded -o .build/worker/libTrellisWorker.so .build-worker/release/libTrellisWorker.so
	python3 Tools/check-worker .build/worker/libTrellisWorker.so

# What a cluster on this machine and the bridge to others are run with; and the oldest versions in support.
setup-cluster: .venv-cluster/installed ## Installs Dask in .venv-cluster, which trellis finds by itself.

.venv-cluster/installed: python/requirements-cluster.txt
	@python3 -c "import ensurepip" 2>/dev/null || Tools/setup python3-venv
	python3 -m venv .venv-cluster
	.venv-cluster/bin/pip install --quiet --requirement $<
	@touch $@

.venv-cluster-oldest/installed: python/requirements-oldest.txt
	@python3 -c "import ensurepip" 2>/dev/null || Tools/setup python3-venv
	python=$$(python3.9 --version >/dev/null 2>&1 && echo python3.9 || echo python3); \
	    $$python -m venv .venv-cluster-oldest
	.venv-cluster-oldest/bin/pip install --quiet --requirement $<
	@touch $@

# Real schedulers and workers on loopback, some of which are killed.
test-cluster: worker .venv-cluster/installed .venv-cluster-oldest/installed ## Runs the tests that need a cluster.
	cd python && ../.venv-cluster/bin/python -m mypy && ../.venv-cluster/bin/python -m pytest
	cd python && ../.venv-cluster-oldest/bin/python -m pytest
	swift build -c release -Xswiftc -static-stdlib --scratch-path .build-worker --product ClusterTestWorker
	OPENBLAS_NUM_THREADS=1 TRELLIS_CLUSTER_TESTS=1 TRELLIS_WORKER_LIBRARY=$(CURDIR)/.build-worker/release/libClusterTestWorker.so \
	    swift test -c release -Xswiftc -enable-testing --scratch-path .build-test \
	    --filter 'ClusterTests|SchedulerConformanceTests'

# Optimised: the tests run whole searches on real data. Many at once: threads of OpenBLAS's own would only compete.
test: setup ## Runs every test, the examples, and the code in the README and the notebooks.
	OPENBLAS_NUM_THREADS=1 swift test -c release -Xswiftc -enable-testing --scratch-path .build-test
	swift test --package-path Tools/documentation
	@$(MAKE) --no-print-directory test-cluster examples notebooks

examples: setup .venv-cluster/installed ## Builds the examples as a package of their own, and runs them.
	swift build --package-path Examples -c release
	@for example in $$(cd Examples/Sources; dirname */main.swift); do \
	    echo "== $$example"; swift run --quiet --skip-build --package-path Examples -c release "$$example"; \
	done
	python3 Tools/check-worker Examples/.build/release/libOwnWorker.so fit-winsorizer

notebooks: $(TRELLIS) worker .venv-cluster/installed ## Runs the code in the README and the notebooks, and compares what it prints.
	PATH="$(CURDIR)/.build/release:$$PATH" $(RUN_DOCUMENTS) check $(DOCUMENTS)

notebooks-update: $(TRELLIS) worker .venv-cluster/installed ## Runs that code and writes what it prints into the documents.
	PATH="$(CURDIR)/.build/release:$$PATH" $(RUN_DOCUMENTS) update $(DOCUMENTS)

# The build has a folder of its own, which a warning empties: a file that is built already would warn no more. It writes
# the symbols, too, that documentation is made of.
SYMBOLS := .build-lint/symbols
BUILD_WITH_SYMBOLS := swift build --scratch-path .build-lint -Xswiftc -emit-symbol-graph \
    -Xswiftc -emit-symbol-graph-dir -Xswiftc "$(CURDIR)/$(SYMBOLS)"

# An archive a module, with the module's catalog where there is one. A warning is an error: a link that leads nowhere, a
# parameter without a word.
define COMPILE_DOCUMENTATION
rm -rf .build/docs && mkdir -p .build/docs; \
for module in LinearAlgebra Learning TaskGraph LocalScheduling Tabular ModelSelection DaskCluster Scaling; do \
    symbols=.build/docs/$$module.symbols; catalog=Sources/$$module/$$module.docc; \
    mkdir $$symbols; \
    find $(SYMBOLS) \( -name "$$module.symbols.json" -o -name "$$module@*.symbols.json" \) -exec cp {} $$symbols \; ; \
    "$$(dirname "$$(command -v swift)")/docc" convert $$([ ! -d $$catalog ] || echo $$catalog) \
        --additional-symbol-graph-dir $$symbols --warnings-as-errors \
        --fallback-display-name $$module --fallback-bundle-identifier trellis.$$module \
        --output-path .build/docs/$$module.doccarchive; \
    rm -r $$symbols; \
done
endef

lint: setup ## Checks the formatting, and that the code and its documentation build without a warning.
	swift format lint --strict --recursive $(SOURCES)
	@mkdir -p $(SYMBOLS)
	$(BUILD_WITH_SYMBOLS) --build-tests 2>&1 | tee .build-lint/log
	@if grep 'warning:' .build-lint/log | grep -v '/checkouts/'; then \
	    rm -rf .build-lint; echo 'lint: the build has warnings (above); expected none' >&2; exit 1; \
	fi
	@$(COMPILE_DOCUMENTATION)

docs: setup ## Compiles the documentation comments into .build/docs, an archive a module, to open in Xcode or to serve.
	@mkdir -p $(SYMBOLS)
	$(BUILD_WITH_SYMBOLS)
	@$(COMPILE_DOCUMENTATION)

bench: setup .venv-peers/installed ## Measures Trellis against scikit-learn, dask-ml and Dask, in one run.
	swift build -c release --product TrellisBenchmark
	swift build -c release --product trellis
	.venv-peers/bin/python Benchmarks/compare.py

.venv-peers/installed: Benchmarks/peers/requirements.txt
	@python3 -c "import ensurepip" 2>/dev/null || Tools/setup python3-venv
	python3 -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --requirement $<
	@touch $@

# Inputs that reach new code are kept in .build-fuzz/corpus, and those that break it beside it. Swift's own report of a
# crash would keep libFuzzer from writing them.
SECONDS := 60
FUZZ_TARGETS := model-file csv number wire frames text
FUZZ_COVERAGE := edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table
FUZZ_BUILD := -c release --scratch-path .build-fuzz --sanitize address -Xswiftc -enable-testing -Xswiftc -DFUZZING \
    -Xswiftc -sanitize-coverage=$(FUZZ_COVERAGE) -Xcc -fsanitize=fuzzer-no-link -Xlinker -lstdc++ \
    -Xlinker "$$(echo "$$(dirname "$$(command -v swift)")"/../lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-x86_64.a)"

fuzz: setup ## Looks for inputs that break the readers, SECONDS for each: make fuzz SECONDS=600 FUZZ_TARGETS='csv wire'.
	swift build --build-tests $(FUZZ_BUILD)
	@for target in $(FUZZ_TARGETS); do \
	    echo "== $$target"; \
	    SWIFT_BACKTRACE=enable=no OPENBLAS_NUM_THREADS=1 ASAN_OPTIONS=detect_leaks=0 \
	    TRELLIS_FUZZ_TARGET=$$target TRELLIS_FUZZ_SECONDS=$(SECONDS) TRELLIS_FUZZ_CORPUS=$(CURDIR)/.build-fuzz/corpus \
	        swift test --skip-build $(FUZZ_BUILD) --filter 'FuzzTests/fuzz' 2>&1 \
	        | grep -E 'Done|stat::number_of_executed|ERROR|SUMMARY|Fatal|Test unit' || exit 1; \
	    ! ls .build-fuzz/corpus/$$target-* 2>/dev/null || exit 1; \
	done

# One build a sanitizer. What bounds memory or threads is left out, for sanitizers take more of both; and so are clusters, for
# Python would have to load a sanitizer first.
SANITIZERS := address thread undefined

sanitize: setup ## Runs the tests under address, thread and undefined-behaviour sanitizers.
	@for sanitizer in $(SANITIZERS); do \
	    echo "== $$sanitizer"; \
	    SWIFT_BACKTRACE=enable=no OPENBLAS_NUM_THREADS=1 ASAN_OPTIONS=detect_leaks=0 \
	    UBSAN_OPTIONS=halt_on_error=1 TSAN_OPTIONS=halt_on_error=1 \
	        swift test -c release -Xswiftc -enable-testing --scratch-path .build-$$sanitizer --sanitize $$sanitizer \
	        --skip 'MemoryTests|moreCandidatesThanAddressSpaceHas|RefusedThreadTests'; \
	done

golden: .venv/installed ## Makes the data sets and the golden files anew from scikit-learn.
	.venv/bin/python Tools/datasets.py
	.venv/bin/python Tools/golden/generate.py

.venv/installed: Tools/requirements.txt
	@python3 -c "import ensurepip" 2>/dev/null || Tools/setup python3-venv
	python3 -m venv .venv
	.venv/bin/pip install --quiet --requirement $<
	@touch $@

clean: ## Removes whatever was built.
	rm -rf .build .build-address .build-fuzz .build-lint .build-test .build-thread .build-undefined .build-worker .venv .venv-cluster .venv-cluster-oldest .venv-peers Examples/.build Tools/documentation/.build
