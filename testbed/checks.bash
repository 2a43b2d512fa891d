# Sourced by the scripts that check something and count: sections, checks, waiting, and the closing line.

passed=0 failed=0
if [ -t 1 ]; then bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'; else bold='' green='' red='' plain=''; fi

section() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
note() { printf '   %s\n' "$*"; }
# What a command prints, set apart from what the script says.
show() { sed 's/^/   | /'; }

pass() { passed=$((passed + 1)); printf '   %sok%s    %s\n' "$green" "$plain" "$1"; }
# fail TEXT [WHAT WAS SEEN]
fail() {
  failed=$((failed + 1))
  printf '   %sFAIL  %s%s\n' "$red" "$1" "$plain"
  [ -z "${2:-}" ] || sed 's/^/         /' <<<"$2"
}

# check TEXT COMMAND [ARG]...: passes if the command succeeds; its output is shown only if it does not.
check() {
  local text=$1 seen
  shift
  if seen=$("$@" 2>&1); then pass "$text"; else fail "$text" "$seen"; fi
}

# check_equal TEXT EXPECTED ACTUAL
check_equal() {
  if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "$(printf 'expected: %s\nbut was:  %s' "$2" "$3")"; fi
}

# await SECONDS COMMAND [ARG]...: until the command succeeds; with the time over, fails with what it printed last.
await() {
  local deadline=$((SECONDS + $1)) seen
  shift
  until seen=$("$@" 2>&1); do
    if [ $SECONDS -ge $deadline ]; then printf '%s\n' "$seen"; return 1; fi
    sleep 0.2
  done
  printf '%s\n' "$seen"
}

# Leaves the counts for `count-results`, prints the closing line, returns the verdict.
close_checks() { # name
  local counts
  counts=$(dirname "${BASH_SOURCE[0]}")/target/checks
  mkdir -p "$counts"
  echo "$passed $failed" >"$counts/$1.count"
  printf '\n%s: %s checks passed, %s failed\n' "$1" "$passed" "$failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
