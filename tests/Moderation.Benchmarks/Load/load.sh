#!/usr/bin/env bash
# Measures the service over HTTP on loopback, beside empty endpoints of the same framework in the same run, and writes a table.
# usage: load.sh [PART...]     parts: empty analyze dry batch steady promotion retraining soak profile; default: all but the last two
#   ROUNDS=5                   how often the parts that send as fast as they are answered take their turn: shares hold within a round
#   SLICE=3                    how many seconds a turn lasts
#   SECONDS_EACH=15            how long each other part is measured
#   CONNECTIONS=64             connections of the parts that send as fast as they are answered; recording is measured at 256 too
#   SOAK_SECONDS=300           how long the soak lasts
#   OUTPUT=FILE                where the table goes, besides standard output
# needs: Debian's wrk and python3; for the profile linux-perf
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
parts=${*:-empty analyze dry batch steady promotion retraining}
rounds=${ROUNDS:-5}
slice=${SLICE:-3}
seconds=${SECONDS_EACH:-15}
connections=${CONNECTIONS:-64}
soak=${SOAK_SECONDS:-300}
work=$(mktemp -d)
address=http://127.0.0.1:5097
empty=http://127.0.0.1:5098
pids=()
sent=0

stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

fail() { echo "$1" >&2; exit 1; }
has() { [[ " $parts " == *" $1 "* ]]; }

# Processor time of a process so far, in milliseconds; and the memory it holds, in megabytes.
spent() { awk '{ sub(/.*\) /, ""); print ($12 + $13) * 10 }' "/proc/$1/stat"; }
memory() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

until_up() {
  for _ in $(seq 150); do curl -sf -o /dev/null "$1" && return; sleep 0.1; done
  cat "$work"/*.log >&2
  fail "Nothing answers at $1. What it said stands above."
}

# load SECONDS CONNECTIONS SCRIPT ADDRESS ARGUMENTS...: what wrk says, and its processor time in seconds as the last line.
load() {
  local time=$1 width=$2 script=$3 target=$4; shift 4
  local TIMEFORMAT='spent %U %S'
  { time wrk -t2 -c"$width" -d"${time}s" --timeout 20s --latency -s "$here/$script" "$target" "$@"; } 2>&1
}

# One turn of what sends as fast as it is answered. Every turn has texts of its own.
turn() {
  local analyze="$address/v1alpha1/comments:analyze?key=$key"
  sent=$((sent + 1))
  case $1 in
    empty)   load "$2" "$connections" empty.lua "$empty/" ;;
    unread)  load "$2" "$connections" analyze.lua "$empty/unread" true $sent ;;
    read)    load "$2" "$connections" analyze.lua "$empty/read" true $sent ;;
    analyze) load "$2" "$connections" analyze.lua "$analyze" false $sent ;;
    many)    load "$2" 256 analyze.lua "$analyze" false $sent ;;
    dry)     load "$2" "$connections" analyze.lua "$analyze" true $sent ;;
    batch)   load "$2" 8 batch.lua "$address/v1/comments/batch" "$key" $sent ;;
  esac
}

# measure PART ROUND: a turn, as a line for the table.
measure() {
  local pid=$service_pid before
  case $1 in empty | unread | read) pid=$empty_pid ;; esac
  before=$(spent "$pid")
  turn "$1" "$slice" >"$work/wrk.txt"
  echo "part $1 round $2 service $(($(spent "$pid") - before))" >>"$work/turns.txt"
  if grep -e 'Non-2xx' -e 'Socket errors' "$work/wrk.txt" >&2; then
    fail "Some requests of '$1' failed: its figures would mean nothing."
  fi
  cat "$work/wrk.txt" >>"$work/turns.txt"
}

# The parts take turns, forwards and backwards, because a machine's speed changes by the minute: a share is one of the same round.
take_turns() {
  local forwards=() backwards=() part round
  has empty && forwards+=(empty unread read)
  has analyze && forwards+=(analyze many)
  has dry && forwards+=(dry)
  has batch && forwards+=(batch)
  [ ${#forwards[@]} -gt 0 ] || return 0
  for part in "${forwards[@]}"; do
    turn "$part" 4 >/dev/null
    backwards=("$part" "${backwards[@]}")
  done
  for round in $(seq "$rounds"); do
    local -n order=$([ $((round % 2)) = 1 ] && echo forwards || echo backwards)
    for part in "${order[@]}"; do measure "$part" "$round"; done
  done
  python3 "$here/turns.py" "$work/turns.txt" | tee "$work/table.md"
}

# paced WHAT RATE: sends at that rate whatever became of the requests before.
paced() {
  read -r count p50 p99 < <(dotnet "$program" load-paced --address "$address" --key "$key" --rate "$2" --seconds "$seconds")
  echo "| $1 | $(awk -v n="$count" -v s="$seconds" 'BEGIN { printf "%.0f", n / s }') | $p50 | $p99 |" | tee -a "$work/paced.md"
}

# Some judgements to learn from, and runs one after the other, each in a process of its own as the role begins them.
judge() {
  for i in $(seq 200); do
    curl -sf -o /dev/null "$address/v1alpha1/comments:suggestscore?key=$key" -d "{\"comment\":{\"text\":\"You said that $i times, and it is as silly as before.\"},\"attributeScores\":{\"TOXICITY\":{\"summaryScore\":{\"value\":$((i % 2))}}}}"
  done
}
retrain() {
  while true; do Moderation__Retraining__Promote=never "$service" retrain; done >"$work/retrain.log" 2>&1 &
  retraining=$!
}

serve() {
  "$service" run --urls "$address" >>"$work/service.log" 2>&1 &
  service_pid=$!
  pids+=("$service_pid")
  until_up "$address/health/ready"
}
leave() { kill "$service_pid"; wait "$service_pid" || true; }

cd "$root"
dotnet build -c Release tests/Moderation.Benchmarks -v q --nologo -clp:ErrorsOnly >&2
program=tests/Moderation.Benchmarks/bin/Release/net10.0/Moderation.Benchmarks.dll
service=src/Moderation.Service/bin/Release/net10.0/Moderation.Service
# A shelf of its own: the promotions must not touch the repository's.
cp -r models "$work/models"
# Names for what the runtime compiles; it costs a little, so only where a profile is wanted.
has profile && export DOTNET_PerfMapEnabled=1 DOTNET_EnableWriteXorExecute=0
export Moderation__Data=$work/data Moderation__Models=$work/models Moderation__TrainingData=$root/training-data
dotnet "$program" load-empty --urls "$empty" >"$work/empty.log" 2>&1 &
empty_pid=$!
pids=("$empty_pid")
serve
until_up "$empty/"
key=$("$service" keys create --site default --name load | tail -1)

take_turns
if has steady || has retraining; then
  { echo; echo "| what | a second | p50 | p99 |"; echo "|---|---:|---:|---:|"; } | tee "$work/paced.md"
fi
has steady && paced "\`comments:analyze\`, recorded durably, 1,000 a second whatever the answers" 1000
if has retraining; then
  judge
  paced "\`comments:analyze\`, recorded durably, 200 a second" 200
  retrain
  paced "… while a retraining runs on the same two cores" 200
  kill "$retraining" $(pgrep -P "$retraining")
fi
if has promotion; then
  # Answers are compared word for word: what the service learns of the site meanwhile must not change them.
  leave
  Moderation__DomainPriors=false serve
  dotnet "$program" load-promotion --address "$address" --key "$key" --models "$work/models" --seconds "$seconds"
  leave
  serve
fi
if has soak; then
  samples=()
  turn analyze "$soak" >"$work/soak.txt" &
  for _ in $(seq 10); do sleep $((soak / 10)); samples+=("$(memory "$service_pid")"); done
  wait $! || true
  echo "soak: $(awk '/requests in/ { print $1 " comments in " $4 }' "$work/soak.txt"); megabytes held at each tenth: ${samples[*]}"
fi
if has profile; then
  turn analyze 20 >/dev/null
  turn analyze $((seconds + 2)) >/dev/null &
  perf record -F 499 -g -p "$service_pid" -o "$work/perf.data" -- sleep "$seconds" >/dev/null 2>&1
  wait $! || true
  perf script -i "$work/perf.data" 2>/dev/null | python3 "$here/profile.py"
  rm -f "/tmp/perf-$service_pid.map"
fi
[ -z "${OUTPUT:-}" ] || cat "$work"/table.md "$work"/paced.md >"$OUTPUT" 2>/dev/null
