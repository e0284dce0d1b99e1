# The menu. Each target is one line to cargo, npm or a script in scripts/; `make` alone lists them.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# The rooms that build in seconds: the inner loop needs no browser, no database server and no typesetter.
LIGHT := -p law-syntax -p law -p registry -p service -p xtask

.PHONY: help run test setup check release smoke bench bench-service bench-money bench-worklist bench-peers mutants fuzz differential tidy deny docs clean-data

help: ## this menu
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build and serve on http://127.0.0.1:8080 with demonstration data (installs what it needs)
	@./scripts/run

test: ## everything that guards main: format, lints, tests, policies, both databases, browser
	@./scripts/test

setup: ## install what run and test need; nothing to do, nothing done
	@./scripts/setup all

check: ## the inner loop: format, lints and tests of the light rooms
	@./scripts/check $(LIGHT)

release: ## the binary to deploy: target/release/linghuo
	@./scripts/setup run && cargo build --release --locked -p linghuo

smoke: ## start the built binary on an empty folder, ask for a page, stop it
	@./scripts/smoke

bench: ## the engine and the command line: decisions a second (docs/performance.md)
	@./scripts/bench-decide

bench-service: ## registrations a second: the Django peer and this service, on PostgreSQL and SQLite
	@./scripts/bench-service

bench-money: ## a month's run over 1,000,000 ledgers on SQLite, with a progress bar (some minutes)
	cargo run -p app --release --locked --example money

bench-worklist: ## pages of a worklist over 1,000,000 waiting cases, on SQLite and PostgreSQL (some ten minutes)
	cargo run -p store --release --locked --example worklist

bench-peers: ## the peers' own full measurement (about 7 minutes)
	@./scripts/setup bench && ./benches/peers/service/run.sh

mutants: ## change the code, see whether a test notices (hours)
	@./scripts/cargo-tool cargo-mutants 27.1.0 && cargo mutants -p law -p registry -o target/mutants

fuzz: ## feed the fuzz targets for a minute each
	@./scripts/fuzz 60

differential: ## ten million random policies and inputs, the engine against the reference (docs/language/reference.md)
	@cargo run --release -p law-reference --example differential -- $(PAIRS)

tidy: ## the house rules: headers, sizes, arrows, pure rooms, literals, documents
	@cargo xtask tidy

deny: ## licences, advisories and bans of all dependencies
	@./scripts/cargo-tool cargo-deny 0.20.2 && cargo deny check

docs: ## API documentation of our own crates in target/doc
	cargo doc --workspace --no-deps

clean-data: ## set ./data aside, so that the next run starts afresh
	@./scripts/clean-data
