#!/usr/bin/env bash
# Runs the check: notes at the lines of the pull request, a summary of the job, reports for later steps, and the exit code.
set -euo pipefail

reports=$RUNNER_TEMP/fidelity-reports
mkdir -p "$reports"
arguments=(--output-format=github "--output=sarif:$reports/fidelity.sarif" "--output=json:$reports/fidelity.json" "--output=markdown:$reports/summary.md")

if [[ -n ${FIDELITY_ARCHIVE:-} ]]; then arguments+=("--archive=$FIDELITY_ARCHIVE"); fi
if [[ -n ${FIDELITY_STYLE:-} ]]; then arguments+=("--style=$FIDELITY_STYLE"); fi
if [[ -n ${FIDELITY_FAIL_ON:-} ]]; then arguments+=("--fail-on=$FIDELITY_FAIL_ON"); fi
if [[ -n ${FIDELITY_SINCE:-} ]]; then arguments+=("--since=$FIDELITY_SINCE"); fi
while IFS= read -r line || [[ -n $line ]]; do
  if [[ -n $line ]]; then arguments+=("--originals=$line"); fi
done <<<"${FIDELITY_ORIGINALS:-}"
while IFS= read -r line || [[ -n $line ]]; do
  # The name of an article is never an option, whatever it begins with.
  if [[ $line == -* ]]; then line=./$line; fi
  if [[ -n $line ]]; then arguments+=("$line"); fi
done <<<"${FIDELITY_ARTICLES:-}"

code=0
"$RUNNER_TEMP/fidelity/bin/fidelity" check "${arguments[@]}" || code=$?

for kind in sarif json; do
  if [[ -f $reports/fidelity.$kind ]]; then echo "$kind=$reports/fidelity.$kind" >>"$GITHUB_OUTPUT"; fi
done
# A summary of more than a mebibyte is refused whole.
if [[ -f $reports/summary.md ]]; then head -c 1000000 "$reports/summary.md" >>"$GITHUB_STEP_SUMMARY"; fi
exit "$code"
