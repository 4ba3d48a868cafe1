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
service="dotnet $program/Moderation.Service.dll"
# The rows stand data set by data set, so that a stretch of them is what a site's comments are; and each is read alone, as the peers do.
for part in test suite; do
  $service score --input "$work/$part.jsonl" --output "$work/$part-scores.jsonl"
  $service score --alone --input "$work/$part.jsonl" --output "$work/$part-alone.jsonl"
done
linear=()
if [ "$share" = 1 ]; then
  # ML.NET's own trainer over our features: what the network is better by is what its other parts are worth.
  $service train --trainer linear --datasets "$data" --models "$work/models"
  id=$(basename "$work"/models/*-linear-*)
  for part in test suite; do
    $service score --input "$work/$part.jsonl" --output "$work/$part-linear.jsonl" --models "$work/models" --model "$id"
  done
  linear=(--scored ML.NET "$work/test-linear.jsonl" "$work/suite-linear.jsonl")
fi
/usr/bin/python3 "$here/peers.py" --split "$work" --output "$work/peers.md" "${linear[@]}" \
  --scored "Moderation, each alone" "$work/test-alone.jsonl" "$work/suite-alone.jsonl" \
  --scored Moderation "$work/test-scores.jsonl" "$work/suite-scores.jsonl"
# A sample is for trying the scripts; its figures mean nothing and are not kept.
[ "$share" = 1 ] && cp "$work/peers.md" "$here/peers.md"
echo "The table stands in $work/peers.md"
