#!/bin/sh
#SBATCH --job-name=wxcloud-upload
#SBATCH --array=1-16
#SBATCH --cpus-per-task=1
#SBATCH --mem=256M
# Sends a shared folder to cloud storage from an array of 16 tasks:  sbatch slurm-array.sh /data/photos
# The array has to begin at 1 and be whole, so that the tasks are the shards 1 to SLURM_ARRAY_TASK_COUNT.
# A task that failed is sent again alone, with the count written out:  WXCLOUD_SHARDS=16 sbatch --array=7 slurm-array.sh /data/photos
set -u

folder=${1:?name the folder to send}
exec wxcloud upload "$folder" --recurse --skip-existing --shard "$SLURM_ARRAY_TASK_ID/${WXCLOUD_SHARDS:-$SLURM_ARRAY_TASK_COUNT}" --json
