# Treatment Guides. `make help` lists what there is.
PORT ?= 8000
DATA_DIR ?= var
VENV ?= .venv
PYTHON ?= python3
PY := $(VENV)/bin/python
export VENV PYTHON
# Every server, worker and command that is started would compile all of our modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
PHONY_PROOFS := prove-kill prove-concurrency prove-schedule prove-scale prove-leaks prove-roles prove-sync prove-security prove-threads prove-addresses prove-hot prove-embeds prove-two-hosts prove-screens
.PHONY: $(PHONY_PROOFS) help run test install install-dev test-sqlite test-browser test-postgresql test-kotlin test-swift test-generators test-wordpress lint format schema contract phone element messages lock mutate mutations measure-search measure-signoff measure-embeds measure-pages measure-waves measure-offline-search measure-listeners measure-lighthouse measure-front measure-hot bench bench-scale claims-report

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

run: install ## Serve the product with sample content, or empty with SAMPLES=0 (PORT=8000, DATA_DIR=var)
	@DATA_DIR="$(DATA_DIR)" BASE_URL="$${BASE_URL:-http://localhost:$(PORT)}" exec $(PY) manage.py start --port $(PORT) $(if $(filter 0,$(SAMPLES)),--no-samples)

test: install-dev ## Check style and types, and test in a browser, on SQLite and on PostgreSQL, two of them at a time
	@$(MAKE) --no-print-directory --output-sync=target -j 2 lint test-browser test-sqlite test-postgresql
	@$(PY) -m tests.support.slowest test-output/sqlite.xml test-output/browser.xml test-output/postgresql.xml

install: ## Install what running needs into .venv
	@bin/install requirements.lock

install-dev: ## Install what testing needs into .venv, and browser, nginx and PHP if it can
	@bin/install-browser & browser=$$!; bin/install requirements-dev.lock && wait $$browser

# A file to a worker, in the order of tests/conftest.py: what takes longest begins first.
PYTEST := $(PY) -m pytest --dist loadfile --no-loadscope-reorder -q

test-sqlite: install-dev ## The suite on SQLite, but for the browser tests
	@echo "Tests on SQLite …"
	@$(PYTEST) -n 2 --junitxml test-output/sqlite.xml -m "not kotlin and not generators and not swift and not wordpress" tests --ignore=tests/browser

# A browser waits more than it works: so many at once leave the processor to the other tests.
test-browser: install-dev ## The tests in a real browser
	@echo "Tests in a browser …"
	@$(PYTEST) -n 3 --junitxml test-output/browser.xml tests/browser

# They ask no database, or nothing of it in which databases differ: once is enough. Of what they ask, PostgreSQL is
# asked by others: its locks, ordering, searching, grouping and constraints, each screen of the admin, and publishing.
ALIKE := tests/api/embeds tests/api/pages tests/api/test_hot_answers.py tests/api/test_older_editions.py \
	tests/api/v1/test_bundles_given.py tests/api/v1/test_conditional.py tests/api/v1/test_identical.py tests/api/v1/test_schema.py \
	tests/api/v1/test_schema_served.py tests/bench tests/clients tests/cms \
	tests/content/approval/claims/test_matching.py tests/content/approval/consent \
	tests/content/approval/signoff/test_doors.py tests/content/approval/signoff/test_new_facts.py \
	tests/content/approval/signoff/test_signing.py tests/content/desk/access/test_guard.py \
	tests/content/desk/access/test_menus.py tests/content/desk/history \
	tests/content/desk/images tests/content/desk/importing tests/content/desk/localisation \
	tests/content/desk/mistakes tests/content/desk/offerings/test_csv_files.py \
	tests/content/desk/offerings/test_tables.py tests/content/desk/signoff/test_emergencies.py \
	tests/content/desk/signoff/test_holding.py tests/content/desk/staff/test_profile_picture.py \
	tests/content/desk/staff/test_second_factor.py tests/content/desk/test_admin_api.py \
	tests/content/desk/test_exports.py tests/content/desk/test_screen_costs.py \
	tests/content/model/branches/test_cells.py tests/content/model/branches/test_place.py tests/content/model/files \
	tests/content/model/images/test_uploads.py tests/content/model/richtext \
	tests/content/model/snippets/test_drafts.py tests/content/model/snippets/test_registrations.py \
	tests/content/model/test_days.py tests/content/model/test_folding.py \
	tests/content/model/test_outgoing.py tests/content/release/claims \
	tests/content/setup/test_roles.py tests/proofs tests/strangers tests/test_architecture.py tests/test_asvs.py \
	tests/test_docs.py tests/test_faults.py tests/test_lock_files.py tests/test_slowest.py tests/wordpress

test-postgresql: install-dev ## The suite on a real PostgreSQL that is started for it
	@echo "Tests on PostgreSQL …"
	@$(PY) -m tests.support.postgresql -- $(PYTEST) -n 2 --junitxml test-output/postgresql.xml -m "not kotlin and not generators and not swift and not wordpress and not served and not node" tests --ignore=tests/browser $(ALIKE:%=--ignore=%)

test-kotlin: install-dev ## The Kotlin client and models: compiled, tested and run (needs Debian's default-jre-headless, libxerial-sqlite-jdbc-java, junit4; downloads 200 MB; not part of test)
	@$(PY) -m pytest -q -m kotlin tests/clients

test-swift: install-dev ## The Swift client: compiled in a Debian 13, tested and run (as root on Debian; downloads 540 MB; not part of test)
	@$(PY) -m pytest -q -m swift tests/clients

test-generators: install-dev ## Generators and linters read the OpenAPI documents, app builders the client (downloads 300 MB; not part of test)
	@$(PY) -m pytest -q -m generators tests/clients

test-wordpress: install-dev ## Embeds and the plugin in a real WordPress (needs Debian's wordpress, mariadb-server, php; not part of test)
	@$(PY) -m pytest -q -m wordpress tests/wordpress

lint: install-dev ## Check style, types and missing migrations
	@echo "Style and types …"
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy .

format: install-dev ## Format the code
	@$(VENV)/bin/ruff check --fix . ; $(VENV)/bin/ruff format .

schema: install-dev ## Write the OpenAPI documents and their examples anew
	@WRITE_EXAMPLES=1 $(PY) -m pytest -q tests/api/v1/test_schema.py -k examples_are
	@$(PY) manage.py write_schema

contract: install-dev ## At a release: take today's OpenAPI document as what later ones are compared with
	@WRITE_BASELINE=1 $(PY) -m pytest -q tests/api/v1/test_contract.py -k nothing_that_an_app

BUILD_CLIENT := export PATH="$(abspath $(VENV))/bin:$$PATH"; cd clients/typescript \
	&& npm ci --silent --no-audit --no-fund --ignore-scripts && npm run -s build

phone: install-dev ## Build the TypeScript client, and put it where the phone uses it
	@$(PY) manage.py write_search_rule
	@$(BUILD_CLIENT) && cp dist/index.js ../../static/phone/treatment-guides.js \
		&& cp dist/search/index.js ../../static/phone/treatment-guides-search.js \
		&& cp dist/search/LICENSES.txt ../../static/phone/treatment-guides-search.LICENSES.txt

element: install-dev ## Build the embeds' scripts, put them where they are served, and keep the element's under its digest
	@$(BUILD_CLIENT) && cp made/v1.js ../../api/embeds/v1.js && cp made/frame.js ../../static/embeds/frame.js
	@$(PY) -c "from api.embeds.scripts import release; print(release())"

messages: install-dev ## Bring the catalogues of labels and templates up to date (needs gettext), and compile them
	@$(PY) manage.py makemessages --all --exclude libraries --no-location --no-obsolete --no-wrap --ignore tests --ignore bench --ignore clients --ignore "$(VENV)"
	@$(VENV)/bin/pybabel -q compile -D django -d locale
	@$(VENV)/bin/pybabel -q compile -D "django djangojs" -d locale/libraries

lock: ## Write the hashed lock files anew (needs uv)
	@bin/lock

PROVE := PYTHONPATH=. $(PY) bench/prove_

prove-kill: install-dev ## Kill a publisher 500 times on each database: nothing may be torn (about 6 minutes)
	@$(PROVE)kill.py

prove-concurrency: install-dev ## Publishers, editors and readers at once, a minute on each database
	@$(PROVE)concurrency.py

prove-schedule: install-dev ## Two workers, 40 guides that are due: each is published once
	@$(PROVE)schedule.py

prove-scale: install-dev ## What a change costs among 10 guides and among 1,000
	@$(PROVE)scale.py

prove-leaks: install-dev ## 10,000 random steps through every door: no unpublished word may leave (about an hour)
	@PROVE_STEPS=10000 $(PY) -m pytest -q -s tests/content/release/test_leaks.py

prove-roles: install-dev ## Every role asks every admin address for every id that it should not see (about an hour)
	@PROVE_REQUESTS=all $(PY) -m pytest -q -s tests/content/desk/access/test_machine.py -k by_any_address

prove-sync: install-dev ## 5,000 random steps of editors and apps: every copy is what a full fetch gives; what a delta costs
	@PROVE_STEPS=5000 $(PY) -m pytest -q -s tests/api/v1/test_sync_machine.py
	@$(PROVE)sync.py

prove-security: install-dev ## 200 slow connections, 20 guessers and a costly import: reads go on beside them (about 2 minutes)
	@$(PROVE)security.py

prove-threads: install-dev ## Guides, search terms and claims from 8 threads, 10,000 times: what one thread makes of them
	@$(PROVE)threads.py

prove-addresses: install-dev ## Rename, swap and withdraw at random: a real browser is led to the right guide (about 30 minutes)
	@PROVE_STEPS=300 $(PY) -m pytest -q -s tests/content/public/test_address_machine.py
	@$(PROVE)addresses.py

prove-hot: install-dev ## 6,000 random requests answered from memory and by Django, compared whole, publishing in between (2 minutes)
	@PROVE_STEPS=6000 $(PY) -m pytest -q -s tests/api/test_hot_answers.py

prove-embeds: install-dev ## Apps in React and Vue mount, change and unmount guides 1,000 times: no leak, no double question, no foreign word
	@PROVE_STEPS=1000 $(PY) -m pytest -q -s -m node tests/clients/test_wrappers.py

prove-two-hosts: install-dev ## From two empty machines to a site, by the commands of docs/operating.md: two hosts are one (needs nginx; 4 minutes)
	@$(PROVE)two_hosts.py --install

prove-screens: install-dev ## Every screen of the admin at 390 and 1366 px, light and dark, in each language: nothing is broken (half an hour on two busy cores; LANGUAGES=en,hi)
	@$(PROVE)screens.py $(if $(LANGUAGES),--languages $(LANGUAGES))

bench: install-dev ## Ours beside the bare server, nginx and stock Wagtail; writes docs/performance.md (half an hour; SOAK=10 for a soak; needs wrk and nginx)
	@PYTHONPATH=. $(PY) -m bench.speed --soak $(or $(SOAK),0) $(BENCH)

bench-scale: install-dev ## Sites of 100, 1,000 and 10,000 guides: what each endpoint costs; writes docs/performance.md (an hour; needs wrk and nginx)
	@PYTHONPATH=. $(PY) -m bench.scale $(BENCH)

measure-front: install-dev ## What reading requests before taking a thread costs, beside plain WSGI
	@PYTHONPATH=. $(PY) bench/measure_front.py

measure-hot: install-dev ## Answers from memory beside the bare server and beside Django (needs wrk)
	@PYTHONPATH=. $(PY) bench/measure_hot.py

measure-search: install-dev ## How long a search takes among 10 to 10,000 guides
	@PYTHONPATH=. $(PY) bench/measure_search.py

measure-signoff: install-dev ## What sign-off costs beside compiling and publishing
	@PYTHONPATH=. $(PY) bench/measure_signoff.py

measure-embeds: install-dev ## What embeds weigh and take, and how well their heights are known beforehand
	@PYTHONPATH=. $(PY) bench/measure_embeds.py

measure-pages: install-dev ## How soon pages show what matters on slow 4G and a slow processor, beside their budgets
	@PYTHONPATH=. $(PY) bench/measure_pages.py

measure-waves: install-dev ## How soon the phone shows its first card, and has 150 guides, on slow 3G
	@PYTHONPATH=. $(PY) bench/measure_waves.py

measure-offline-search: install-dev ## How long the phone searches 150 guides without a network, on a processor four times as slow
	@PYTHONPATH=. $(PY) bench/measure_offline_search.py

measure-listeners: install-dev ## Would one process carry 10,000 listeners? What do as many cost that ask? (needs wrk)
	@PYTHONPATH=. $(PY) bench/measure_listeners.py

measure-lighthouse: install-dev ## Lighthouse's figures for the phone, the median of five runs
	@PYTHONPATH=. $(PY) bench/measure_lighthouse.py

claims-report: install-dev ## How well the claims check judges labelled sentences, half of them held out
	@DJANGO_SETTINGS_MODULE=cms.settings $(PY) -m tests.scoring.claims

mutate: install-dev ## Make every small fault in the pure modules: which does no test catch? (NAME='content.model.days*' for one)
	@$(VENV)/bin/mutmut run $(NAME) && $(VENV)/bin/mutmut results

mutations: install-dev ## Make faults by hand, one after the other, and see each one caught
	@$(PY) bench/mutations.py
