# The house's chores. `just` alone lists them; `.ci/run` does them all, from nothing.

run := "uv run --no-sync"

_list:
    @just --list --unsorted

# Make .venv with everything a contributor needs
setup:
    uv venv -q --clear
    uv pip install -q -p .venv -c constraints.txt -e . --group dev

# Run the tests; `just test -k hold`, `just test --hypothesis-profile=thorough`
test *args:
    {{ run }} pytest {{ args }}

# What the tests leave out of the core
coverage:
    {{ run }} pytest --cov --cov-report=term-missing

# Put the code in shape
fmt:
    {{ run }} ruff check --fix-only
    {{ run }} ruff format

# Look for faults
lint:
    {{ run }} ruff check
    {{ run }} ruff format --check
    {{ run }} deptry src

# Check the types
types:
    {{ run }} mypy

# Check who knows whom
contracts:
    {{ run }} lint-imports

# Gather the sentences to be translated; then fill in src/levelhip/locale/es
messages:
    {{ run }} python -m tests.web.catalogues

# Build the browser's part again
frontend:
    uv pip install -q -p .venv -c constraints.txt -e .

# Compare with other tools and measure speed
bench *args:
    {{ run }} python -m bench {{ args }}

# Renew constraints.txt; `just pins --upgrade` takes newer versions
pins *args:
    uv pip compile -q pyproject.toml --group dev --all-extras --universal --python-version 3.11 \
        --no-annotate --no-header --no-emit-index-url --output-file constraints.txt {{ args }} > /dev/null
    printf '%s\n' \
        '# The versions Levelhip is tested with: what it needs, and what its tools need.' \
        '# Made by `just pins`; renewed by `just pins --upgrade`. Not edited by hand.' \
        | cat - constraints.txt > constraints.new
    mv constraints.new constraints.txt

# Build the wheel into dist/
wheel:
    uv build --wheel

# Draw the phase diagram of docs/architecture.md, the table of exercises and the figure of the belt from the program
docs:
    {{ run }} python -m tests.house.phases
    {{ run }} python -m tests.house.exercises_page
    {{ run }} python -m tests.house.mechanics_figure
