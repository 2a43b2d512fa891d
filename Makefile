# Everything here is a short name for a script or a Maven call; `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo check quick format up down status check-kernel check-bad-input check-failures check-runtimes check-kube check-containers images storm bench simulate simulate-mutants fuzz packages docs clean

# Recipes that need a JDK ask for it themselves, so that `make help` works without one.
MVN = export JAVA_HOME=$$(scripts/find-jdk) && mvn -B -ntp
# Maven's own libraries use what a newer JDK warns about.
export MAVEN_OPTS += --sun-misc-unsafe-memory-access=allow
NIC ?= emulated

help: ## list these commands
	@echo "vfledger: SR-IOV virtual functions for pods, through a durable ledger"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

demo: ## the main job, end to end, on an emulated SR-IOV NIC (NIC=host: this machine's; NIC=simulated: none needed)
	@testbed/demo $(NIC)

check: ## everything that CI runs: build, all tests, the emulated machine, the demo
	@testbed/check

quick: ## build and unit tests of all modules
	@testbed/install-packages --build
	@$(MVN) -q verify -DskipITs

format: ## rewrite the sources in the project's format
	@$(MVN) -q spotless:apply

up: ## start broker, registry, allocator and inventory here, and leave them running
	@./vfctl up

down: ## stop what `make up` started
	@./vfctl down

status: ## what runs, and where
	@./vfctl status

check-kernel: ## the tests that need a kernel with SR-IOV, inside the emulated machine
	@testbed/kernel-tests

check-bad-input: ## what hostile and wrong input gets, end to end
	@testbed/bad-input

check-failures: ## kill -9 of each part in the middle of a run
	@testbed/failures

check-runtimes: ## containerd and podman, for real, drive the CNI binary
	@testbed/runtimes

check-containers: ## images and docker-compose.yml, tried on a Docker engine (opt-in)
	@testbed/containers

images: ## make the container images that docker-compose.yml and the chart name
	@deploy/images/build

check-kube: ## what the inventory service does in a Kubernetes cluster, against an API server in memory
	@$(MVN) -q -pl inventory-service -am verify -DskipITs -Dtest='io.vfledger.inventory.kube.*Test,io.vfledger.inventory.scheduling.*Test' -Dsurefire.failIfNoSpecifiedTests=false

storm: ## three allocators killed and paused at random under 10,000 ADDs and DELs (NODES, PAIRS, SEED)
	@testbed/storm

bench: ## what decisions and requests cost, beside the floor of the same run
	@benchmarks/decisions
	@benchmarks/requests

simulate: ## allocator and executors in a deterministic world, SEEDS=100 times (SEED=n: one, with its last events)
	@testbed/simulate $(if $(SEED),seed $(SEED),seeds $(or $(SEEDS),100))

simulate-mutants: ## deliberate bugs, each of which some seed has to catch
	@testbed/simulate mutants

fuzz: ## a coverage-guided fuzzer on every reader of foreign bytes (MINUTES=n for a long run)
	@testbed/fuzz $(MINUTES)

packages: ## install the Debian packages that building and testing need
	@testbed/install-packages

docs: ## write docs/topics.md and deploy/strimzi from the topic catalogue and the schemas
	@$(MVN) -q -pl schemas -am verify -Dtest=TopicDocumentationTest,StrimziResourcesTest -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm.args=-Dvfledger.docs.write=true

clean: ## remove what was built (data of `make up` stays)
	@$(MVN) -q clean
