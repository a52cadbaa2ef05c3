#!/usr/bin/env bash
# Installs fidelity apart from whatever else the job has: a release from PyPI, or the one that this action comes with.
set -euo pipefail

python -m venv "$RUNNER_TEMP/fidelity"
if [[ -n ${FIDELITY_VERSION:-} ]]; then
  if [[ ! $FIDELITY_VERSION =~ ^[0-9][0-9A-Za-z.+!-]*$ ]]; then
    echo "::error title=fidelity::The input version is no version number; give one such as 0.1.0, or leave it empty." >&2
    exit 2
  fi
  what="quote-fidelity[pdf,warc]==$FIDELITY_VERSION"
else
  root=$(cd "$GITHUB_ACTION_PATH/../../.." && pwd)
  what="$root[pdf,warc]"
fi
"$RUNNER_TEMP/fidelity/bin/python" -m pip install --quiet --disable-pip-version-check "$what"
