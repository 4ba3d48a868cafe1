#!/usr/bin/env bash
# Trains scikit-learn and fastText on the same open split as ours and writes the table of all.
# usage: peers.sh DATASETS_FOLDER [SHARE] [WORK_FOLDER]      SHARE 0.05 takes a minute, 1 a quarter of an hour
# needs: Debian's fasttext and python3-sklearn
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
data=${1:?the folder of the downloaded data sets}
share=${2:-1}
work=${3:-$(mktemp -d)}

cd "$root"
dotnet build -c Release tests/Moderation.Benchmarks -v q --nologo -clp:ErrorsOnly
program=tests/Moderation.Benchmarks/bin/Release/net10.0
dotnet "$program/Moderation.Benchmarks.dll" export-split --datasets "$data" --out "$work" --share "$share"
for part in test suite; do
  dotnet "$program/Moderation.Service.dll" score --input "$work/$part.jsonl" --output "$work/$part-scores.jsonl"
done
linear=()
if [ "$share" = 1 ]; then
  # ML.NET's own trainer over our features: what the network is better by is what its other parts are worth.
  service="dotnet $program/Moderation.Service.dll"
  $service train --trainer linear --datasets "$data" --models "$work/models"
  id=$(basename "$work"/models/*-linear-*)
  for part in test suite; do
    $service score --input "$work/$part.jsonl" --output "$work/$part-linear.jsonl" --models "$work/models" --model "$id"
  done
  linear=(--linear "$work/test-linear.jsonl" --suite-linear "$work/suite-linear.jsonl")
fi
/usr/bin/python3 "$here/peers.py" --split "$work" --ours "$work/test-scores.jsonl" --suite-ours "$work/suite-scores.jsonl" \
  --output "$work/peers.md" "${linear[@]}"
# A sample is for trying the scripts; its figures mean nothing and are not kept.
[ "$share" = 1 ] && cp "$work/peers.md" "$here/peers.md"
echo "The table stands in $work/peers.md"
