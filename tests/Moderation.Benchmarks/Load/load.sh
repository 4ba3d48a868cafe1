#!/usr/bin/env bash
# Measures the service over HTTP on loopback, beside an empty endpoint of the same framework in the same run, and writes a table.
# usage: load.sh [PART...]     parts: empty analyze dry batch steady promotion retraining soak profile; default: all but the last two
#   SECONDS_EACH=20            how long each part is measured, after 8 seconds of warming up
#   CONNECTIONS=64             connections of the parts that send as fast as they are answered; recording is measured at 256 too
#   SOAK_SECONDS=300           how long the soak lasts
#   OUTPUT=FILE                where the table goes, besides standard output
# needs: Debian's wrk; for the profile linux-perf and python3
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
parts=${*:-empty analyze dry batch steady promotion retraining}
seconds=${SECONDS_EACH:-20}
connections=${CONNECTIONS:-64}
soak=${SOAK_SECONDS:-300}
work=$(mktemp -d)
address=http://127.0.0.1:5097
empty=http://127.0.0.1:5098
table=$work/table.md
pids=()
base=
last=

stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

fail() { echo "$1" >&2; exit 1; }
has() { [[ " $parts " == *" $1 "* ]]; }
row() { echo "| $1 | $2 | $3 | $4 | $5 | $6 |" | tee -a "$table"; }
share() { [ -z "$base" ] || awk -v a="$1" -v b="$base" 'BEGIN { printf "%.2f", a / b }'; }

# Processor time of a process so far, in milliseconds; and the memory it holds, in megabytes.
spent() { awk '{ sub(/.*\) /, ""); print ($12 + $13) * 10 }' "/proc/$1/stat"; }
memory() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

until_up() {
  for _ in $(seq 150); do curl -sf -o /dev/null "$1" && return; sleep 0.1; done
  cat "$work"/*.log >&2
  fail "Nothing answers at $1. What it said stands above."
}

# drive NAME PID ADDRESS COMMENTS_EACH CONNECTIONS SCRIPT ARGUMENTS...: warms up, measures, and writes a row.
drive() {
  local name=$1 pid=$2 target=$3 each=$4 width=$5 script=$6; shift 6
  local before after
  wrk -t2 -c"$width" -d8s --timeout 20s -s "$here/$script" "$target" "$@" >/dev/null
  before=$(spent "$pid")
  wrk -t2 -c"$width" -d"${seconds}s" --timeout 20s --latency -s "$here/$script" "$target" "$@" >"$work/wrk.txt"
  after=$(spent "$pid")
  if grep -e 'Non-2xx' -e 'Socket errors' "$work/wrk.txt" >&2; then
    fail "Some requests of '$name' failed: its figures would mean nothing."
  fi
  read -r last p50 p99 count < <(awk -v each="$each" '
    /^Requests\/sec/ { rate = $2 * each } $1 == "50%" { p50 = $2 } $1 == "99%" { p99 = $2 } /requests in/ { count = $1 * each }
    END { printf "%.0f %s %s %d\n", rate, p50, p99, count }' "$work/wrk.txt")
  row "$name" "$last" "$(share "$last")" "$p50" "$p99" "$(awk -v ms=$((after - before)) -v n="$count" 'BEGIN { printf "%.0f µs", ms * 1000 / n }')"
}

# paced NAME RATE: sends at that rate whatever became of the requests before, and writes a row.
paced() {
  read -r count p50 p99 < <(dotnet "$program" load-paced --address "$address" --key "$key" --rate "$2" --seconds "$seconds")
  row "$1" "$(awk -v n="$count" -v s="$seconds" 'BEGIN { printf "%.0f", n / s }')" "" "$p50" "$p99" ""
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

{ echo "| what | a second | of the empty endpoint | p50 | p99 | processor time each |"; echo "|---|---:|---:|---:|---:|---:|"; } | tee "$table"
if has empty; then
  drive "empty JSON endpoint of ASP.NET Core" "$empty_pid" "$empty" 1 64 empty.lua
  base=$last
  drive "… that reads the same comments as JSON" "$empty_pid" "$empty" 1 64 analyze.lua none true 1
fi
if has analyze; then
  drive "\`comments:analyze\`, six attributes, recorded durably, $connections connections" "$service_pid" "$address" 1 "$connections" analyze.lua "$key" false 2
  drive "… 256 connections" "$service_pid" "$address" 1 256 analyze.lua "$key" false 8
fi
has dry && drive "\`comments:analyze\`, six attributes, \`doNotStore\`, $connections connections" "$service_pid" "$address" 1 "$connections" analyze.lua "$key" true 3
has batch && drive "comments of \`/v1/comments/batch\`, 1,000 a request, recorded durably" "$service_pid" "$address" 1000 8 batch.lua "$key" 4
has steady && paced "\`comments:analyze\`, recorded durably, 1,000 a second whatever the answers" 1000
if has promotion; then
  # Answers are compared word for word: what the service learns of the site meanwhile must not change them.
  leave
  Moderation__DomainPriors=false serve
  dotnet "$program" load-promotion --address "$address" --key "$key" --models "$work/models" --seconds "$seconds"
  leave
  serve
fi
if has retraining; then
  judge
  paced "\`comments:analyze\`, recorded durably, 200 a second" 200
  retrain
  paced "… while a retraining runs on the same two cores" 200
  kill "$retraining" $(pgrep -P "$retraining")
fi
if has soak; then
  samples=()
  wrk -t2 -c"$connections" -d"${soak}s" --timeout 20s -s "$here/analyze.lua" "$address" "$key" false 5 >"$work/soak.txt" &
  for _ in $(seq 10); do sleep $((soak / 10)); samples+=("$(memory "$service_pid")"); done
  wait $! || true
  echo "soak: $(awk '/requests in/ { print $1 " comments in " $4 }' "$work/soak.txt"); megabytes held at each tenth: ${samples[*]}"
fi
if has profile; then
  wrk -t2 -c"$connections" -d20s --timeout 20s -s "$here/analyze.lua" "$address" "$key" false 6 >/dev/null
  wrk -t2 -c"$connections" -d"$((seconds + 2))s" --timeout 20s -s "$here/analyze.lua" "$address" "$key" false 7 >/dev/null &
  perf record -F 499 -g -p "$service_pid" -o "$work/perf.data" -- sleep "$seconds" >/dev/null 2>&1
  wait $! || true
  perf script -i "$work/perf.data" 2>/dev/null | python3 "$here/profile.py"
  rm -f "/tmp/perf-$service_pid.map"
fi
[ -z "${OUTPUT:-}" ] || cp "$table" "$OUTPUT"
