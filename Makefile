# The tasks of the project. `make help` lists them; continuous integration runs `test` and `lint`.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-python setup-pictures pictures demo test test-swift test-bridge-newest test-bridge-oldest test-schedulers worker cluster-test-worker \
    setup-cluster setup-browser test-cluster test-pages examples build-tests notebooks notebooks-update lint docs docs-serve public-api bench \
    bench-adaptive bench-tables golden \
    fuzz sanitize clean

SOURCES := Package.swift Sources Tests Benchmarks Examples Tools
TRELLIS := .build/release/trellis

# Documents whose code is executed, with the command line on the PATH.
DOCUMENTS := README.md $(wildcard notebooks-md/[a-z]*.md) Sources/Learning/Learning.docc/SharingOwnEstimators.md \
    Sources/Strategies/Strategies.docc/WritingAStrategy.md $(wildcard Sources/Trellis/Trellis.docc/*.md)
RUN_DOCUMENTS := swift run --quiet --package-path Tools/documentation run-documentation

# Runs targets side by side: one that computes, and others that mostly wait for processes on a cluster. The output of each
# target is printed in one piece when it ends, except that lines which begin with + print at once. If a target fails, so does
# this. Make 3 of macOS runs them in turn, because it would mix their output.
SIDE_BY_SIDE = $(MAKE) --no-print-directory $(if $(filter output-sync,$(.FEATURES)),--jobs --output-sync=target)

help: ## List the tasks.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) \
	    | while IFS='|' read -r name what; do printf 'make %-18s%s\n' "$$name" "$$what"; done

setup: ## Install missing C libraries (Debian; on macOS, print what to install).
	@Tools/setup

setup-python: setup
	@python3 -c "import ensurepip" 2>/dev/null || Tools/setup python3-venv

# With a low priority for builds beside tests, which have time limits for processes to start and to answer. SwiftPM gives
# the processes that it starts a priority of its own, but not another scheduling policy.
YIELDING := $(shell command -v chrt >/dev/null 2>&1 && echo chrt --idle 0 || echo nice -n 15)

$(TRELLIS): setup
	$(YIELDING) swift build -c release --product trellis

demo: $(TRELLIS) ## Build the command line and search 36 pipelines for the digits.
	$(TRELLIS) search datasets/digits.csv --target digit --pipeline 'standard-scaler | pca | svc' \
	    --grid pca.n_components=16,32,48 --grid svc.C=0.1,1,10,100 --grid svc.gamma=0.001,0.01,0.1

# Statically linked, so that workers need no Swift runtime. The build has its own folder, because the flags affect every object.
BUILD_LIBRARIES := swift build -c release -Xswiftc -static-stdlib --scratch-path .build-worker

worker: setup ## Build the library for cluster workers: .build/worker/libTrellisWorker.so.
	$(BUILD_LIBRARIES) --product TrellisWorker
	@mkdir -p .build/worker
	strip --strip-unneeded -o .build/worker/libTrellisWorker.so .build-worker/release/libTrellisWorker.so
	python3 Tools/check-worker .build/worker/libTrellisWorker.so

cluster-test-worker: worker
	$(BUILD_LIBRARIES) --product ClusterTestWorker

# Python environments for local clusters and for the bridge, with the newest and the oldest supported versions of Dask.
setup-cluster: .venv-cluster/installed ## Install Dask in .venv-cluster, where trellis finds it.

.venv-cluster/installed: python/requirements-cluster.txt | setup-python
	python3 -m venv .venv-cluster
	.venv-cluster/bin/pip install --quiet --requirement $<
	@touch $@

.venv-cluster-oldest/installed: python/requirements-oldest.txt | setup-python
	python=$$(python3.9 --version >/dev/null 2>&1 && echo python3.9 || echo python3); \
	    $$python -m venv .venv-cluster-oldest
	.venv-cluster-oldest/bin/pip install --quiet --requirement $<
	@touch $@

setup-pictures: ## Install Graphviz, which lays out pictures of task graphs.
	@Tools/setup graphviz

pictures: $(TRELLIS) setup-pictures setup-browser ## Make the pictures of a plan, a report and the dashboard in docs/pictures.
	TRELLIS=$(TRELLIS) PYTHONDONTWRITEBYTECODE=1 python3 Tools/pictures

# These use real schedulers and workers on loopback, some of which are killed.
test-cluster: setup ## Run the tests that need a cluster.
	@$(SIDE_BY_SIDE) test-schedulers test-bridge-newest test-bridge-oldest

test-bridge-newest: .venv-cluster/installed
	cd python && ../.venv-cluster/bin/python -m mypy && ../.venv-cluster/bin/python -m pytest

test-bridge-oldest: .venv-cluster-oldest/installed
	cd python && ../.venv-cluster-oldest/bin/python -m pytest -p no:cacheprovider

# Tests, examples and documents share one build. It is optimised, because the tests run searches on real data. Tests run in
# parallel, so threads of OpenBLAS would only compete.
TEST_BUILD := -c release -Xswiftc -enable-testing --scratch-path .build-test
TESTED := .build-test/release/trellis
SWIFT_TEST := OPENBLAS_NUM_THREADS=1 swift test --skip-build $(TEST_BUILD)

build-tests: setup
	+$(YIELDING) swift build --build-tests $(TEST_BUILD)

test-schedulers: build-tests cluster-test-worker .venv-cluster/installed
	TRELLIS_CLUSTER_TESTS=1 TRELLIS_WORKER_LIBRARY=$(CURDIR)/.build-worker/release/libClusterTestWorker.so \
	    $(SWIFT_TEST) --filter 'ClusterTests|SchedulerConformanceTests'

test-swift: build-tests setup-pictures
	+$(YIELDING) env $(SWIFT_TEST)
	+$(YIELDING) swift test --package-path Tools/documentation

# Builds never run side by side, because each uses all cores; nor do installations, because one locks the others out.
test: setup setup-python setup-pictures ## Run all tests, the examples, and the code in the README and the notebooks.
	@$(SIDE_BY_SIDE) test-swift test-bridge-newest test-bridge-oldest
	@$(MAKE) --no-print-directory test-schedulers examples notebooks test-pages

BUILD_EXAMPLES := --package-path Examples $(TEST_BUILD)

examples: setup .venv-cluster/installed ## Build the examples as a separate package, and run them.
	+$(YIELDING) swift build $(BUILD_EXAMPLES)
	@for example in $$(cd Examples/Sources; dirname */main.swift); do \
	    echo "== $$example"; swift run --quiet --skip-build $(BUILD_EXAMPLES) "$$example"; \
	done
	$(YIELDING) swift run --package-path Examples/CommandLine $(TEST_BUILD) OwnCommandLine search datasets/iris.csv \
	    --target species --pipeline 'winsorizer | svc' --grid winsorizer.share=0.01,0.05
	python3 Tools/check-worker .build-test/release/libOwnWorker.so fit-winsorizer

$(TESTED): setup
	$(YIELDING) swift build --product trellis $(TEST_BUILD)

# Skipped, with a notice, if Chromium cannot be installed.
test-pages: $(TESTED) ## Load the pages of reports and of the dashboard in Chromium.
	@Tools/setup chromium || echo 'test-pages: Chromium cannot be installed' >&2
	TRELLIS=$(TESTED) PYTHONDONTWRITEBYTECODE=1 python3 Tests/BrowserTests/test_report.py
	TRELLIS=$(TESTED) PYTHONDONTWRITEBYTECODE=1 python3 Tests/BrowserTests/test_dashboard.py

setup-browser: ## Install Chromium for the tests of pages (Debian).
	@Tools/setup chromium

notebooks: $(TESTED) worker .venv-cluster/installed ## Run the code in the README and the notebooks, and compare its output.
	PATH="$(CURDIR)/$(dir $(TESTED)):$$PATH" $(RUN_DOCUMENTS) check $(DOCUMENTS)

notebooks-update: $(TESTED) worker .venv-cluster/installed ## Run that code and update its output in the documents.
	PATH="$(CURDIR)/$(dir $(TESTED)):$$PATH" $(RUN_DOCUMENTS) update $(DOCUMENTS)

# The build has its own folder, which is removed after a warning, because files that are up to date would not warn again.
# It also writes the symbol graphs for the documentation.
SYMBOLS := .build-lint/symbols
BUILD_WITH_SYMBOLS := swift build --scratch-path .build-lint -Xswiftc -emit-symbol-graph \
    -Xswiftc -emit-extension-block-symbols \
    -Xswiftc -emit-symbol-graph-dir -Xswiftc "$(CURDIR)/$(SYMBOLS)"

# The path of the documentation on its server, such as /trellis; the root by default.
BASE_PATH :=
COMPILE_DOCUMENTATION = Tools/build-documentation $(SYMBOLS) .build/docs $(BASE_PATH)

PUBLIC_MODULES := Drawing LinearAlgebra Learning Strategies TaskGraph LocalScheduling Collections ChunkedMatrices ChunkedData \
    Tabular ChunkedTables ModelSelection Studies Trellis Reporting DaskCluster TrellisWorkerInterface TrellisCommandLine
LIST_PUBLIC_API := Tools/public-api list $(SYMBOLS) $(PUBLIC_MODULES)
CHECK_PUBLIC_TYPES := Tools/public-api check docs/public-api.md $(SYMBOLS) $(PUBLIC_MODULES)

lint: setup ## Check the formatting, the lists of public declarations and types, and that the code and its documentation build without warnings.
	swift format lint --strict --recursive $(SOURCES)
	@mkdir -p $(SYMBOLS)
	$(BUILD_WITH_SYMBOLS) --build-tests 2>&1 | tee .build-lint/log
	@if grep 'warning:' .build-lint/log | grep -v '/checkouts/'; then \
	    rm -rf .build-lint; echo 'lint: the build has warnings (above); expected none' >&2; exit 1; \
	fi
	@$(LIST_PUBLIC_API) | diff docs/public-api.txt - \
	    || { echo 'lint: the public API differs from docs/public-api.txt (above); see make public-api' >&2; exit 1; }
	@$(CHECK_PUBLIC_TYPES) \
	    || { echo 'lint: the public types differ from docs/public-api.md (above)' >&2; exit 1; }
	@$(COMPILE_DOCUMENTATION)

public-api: setup ## Update docs/public-api.txt, the list of all public declarations, and check docs/public-api.md.
	@mkdir -p $(SYMBOLS)
	$(BUILD_WITH_SYMBOLS)
	@$(LIST_PUBLIC_API) > docs/public-api.txt
	@$(CHECK_PUBLIC_TYPES)

docs: setup ## Build the documentation of all modules as one static site in .build/docs, to open with any web server.
	@mkdir -p $(SYMBOLS)
	$(BUILD_WITH_SYMBOLS)
	@$(COMPILE_DOCUMENTATION)

PORT := 8000

docs-serve: ## Build the documentation and serve it on this machine: make docs-serve PORT=8000.
	@$(MAKE) --no-print-directory docs BASE_PATH=
	@echo 'The documentation is at http://localhost:$(PORT)/ (stop with Ctrl-C).'
	@python3 -m http.server $(PORT) --bind 127.0.0.1 --directory .build/docs

bench: setup .venv-peers/installed ## Compare the speed of Trellis with scikit-learn, dask-ml and Dask, in one run.
	swift build -c release --product TrellisBenchmark
	swift build -c release --product trellis
	.venv-peers/bin/python Benchmarks/compare.py

bench-adaptive: setup .venv-peers/installed ## Compare searches by a strategy with Optuna and scikit-learn.
	swift build -c release --product TrellisBenchmark
	.venv-peers/bin/python Benchmarks/compare_adaptive.py

bench-tables: setup .venv-peers/installed ## Compare the command on tables with polars and Dask, over a file of 1 GB.
	swift build -c release --product trellis
	.venv-peers/bin/python Benchmarks/compare_tables.py

.venv-peers/installed: Benchmarks/peers/requirements.txt | setup-python
	python3 -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --requirement $<
	@touch $@

# Inputs that reach new code are stored in .build-fuzz/corpus, together with those that cause failures. Swift's crash reports
# are disabled, because they would prevent libFuzzer from writing these inputs.
SECONDS := 60
FUZZ_TARGETS := model-file csv number wire frames text
FUZZ_COVERAGE := edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table
FUZZ_BUILD := -c release --scratch-path .build-fuzz --sanitize address -Xswiftc -enable-testing -Xswiftc -DFUZZING \
    -Xswiftc -sanitize-coverage=$(FUZZ_COVERAGE) -Xcc -fsanitize=fuzzer-no-link -Xlinker -lstdc++ \
    -Xlinker "$$(echo "$$(dirname "$$(command -v swift)")"/../lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-x86_64.a)"

fuzz: setup ## Fuzz the readers, SECONDS for each: make fuzz SECONDS=600 FUZZ_TARGETS='csv wire'.
	swift build --build-tests $(FUZZ_BUILD)
	@for target in $(FUZZ_TARGETS); do \
	    echo "== $$target"; \
	    SWIFT_BACKTRACE=enable=no OPENBLAS_NUM_THREADS=1 ASAN_OPTIONS=detect_leaks=0 \
	    TRELLIS_FUZZ_TARGET=$$target TRELLIS_FUZZ_SECONDS=$(SECONDS) TRELLIS_FUZZ_CORPUS=$(CURDIR)/.build-fuzz/corpus \
	        swift test --skip-build $(FUZZ_BUILD) --filter 'FuzzTests/fuzz' 2>&1 \
	        | grep -E 'Done|stat::number_of_executed|ERROR|SUMMARY|Fatal|Test unit' || exit 1; \
	    ! ls .build-fuzz/corpus/$$target-* 2>/dev/null || exit 1; \
	done

# One build per sanitizer. Tests that limit memory or threads are skipped, because sanitizers need more of both. Tests on
# clusters are skipped, because Python would have to load a sanitizer first. Tests run one by one, because together they are
# so slow that their time limits end them. The undefined-behaviour sanitizer checks the C code and traps; Swift checks its own.
SANITIZERS := address thread undefined
SANITIZE_address := --sanitize address
SANITIZE_thread := --sanitize thread -Xswiftc -DSANITIZE_THREAD
SANITIZE_undefined := -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined

sanitize: $(SANITIZERS:%=sanitize-%) ## Run the tests under the address, thread and undefined-behaviour sanitizers.

sanitize-%: setup
	SWIFT_BACKTRACE=enable=no OPENBLAS_NUM_THREADS=1 ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=halt_on_error=1 \
	    swift test --no-parallel -c release -Xswiftc -enable-testing --scratch-path .build-$* $(SANITIZE_$*) \
	    --skip 'MemoryTests|moreCandidatesThanAddressSpaceHas|RefusedThreadTests'

golden: .venv/installed ## Regenerate the data sets and the golden files from scikit-learn.
	.venv/bin/python Tools/datasets.py
	.venv/bin/python Tools/golden/generate.py

.venv/installed: Tools/requirements.txt | setup-python
	python3 -m venv .venv
	.venv/bin/pip install --quiet --requirement $<
	@touch $@

clean: ## Remove all build products.
	rm -rf .build .build-address .build-fuzz .build-lint .build-test .build-thread .build-undefined .build-worker .venv .venv-cluster .venv-cluster-oldest .venv-peers Examples/.build Tools/documentation/.build
