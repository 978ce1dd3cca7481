#!/bin/sh
# Backs up an environment to one folder for each day of the week, and verifies what was saved. For cron, systemd and CI.
# Usage: nightly-backup.sh FOLDER. The connection comes from the WXCLOUD_* variables.
set -u
target=${1:?usage: nightly-backup.sh FOLDER}/$(date +%u)

# 1: something could not be saved; the rest is, and the manifest says what. An interrupted backup resumes with the next run.
wxcloud backup "$target" --max-delete 20% --json
saved=$?
[ "$saved" -le 1 ] || exit "$saved"
wxcloud backup "$target" --verify --json || exit 1
exit "$saved"
