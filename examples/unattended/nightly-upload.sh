#!/bin/sh
# Sends a folder to cloud storage under today's date. Settings come from a saved profile or from WXCLOUD_* variables.
#   nightly-upload.sh FOLDER [option of wxcloud...]      e.g. nightly-upload.sh /srv/reports --profile nightly
# Ends with wxcloud's exit code: 0 all sent, 1 some files failed, 2 wrong usage, 3 no connection or not authorised.
set -u

folder=${1:?name the folder to send}
shift
log=${NIGHTLY_LOG:-${XDG_STATE_HOME:-$HOME/.local/state}/wxcloud/nightly-upload.log}
mkdir -p "$(dirname "$log")"

# A job that takes longer than its interval must not meet itself. The lock goes with the process.
if command -v flock >/dev/null; then
    exec 9>"$log.lock"
    flock -n 9 || { echo "$(date '+%F %T') the one before is still running" >>"$log"; exit 0; }
fi

# One JSON object per file, results and errors alike; neither holds a secret.
wxcloud upload "$folder" --recurse --prefix "nightly/$(date +%F)" --skip-existing --json "$@" >>"$log" 2>&1
code=$?
[ "$code" -eq 0 ] || echo "wxcloud ended with $code; see $log" >&2
exit "$code"
