#!/usr/bin/env bash
# Takes away what can be made again: functions, alarms, queries, roles. Tables, buckets, queues and the key stay, with all that is in
# them, unless told otherwise twice.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    cat <<'USAGE'
usage: teardown.sh [--dry-run] [--delete-data --confirm NEW-EVENTS-BUCKET]

  --dry-run          print the aws commands and run none
  --delete-data      delete tables, buckets and queues too, with every event, account and snapshot in them
  --confirm BUCKET   the second word: the name of the new-events bucket whose data is to go

Names come from the environment, as for deploy.sh. The key is never deleted: backups that AWS still keeps are encrypted with it.
USAGE
}

dry_run=no
delete_data=no
confirmed=
while (($# > 0)); do
    case $1 in
    --dry-run) dry_run=yes ;;
    --delete-data) delete_data=yes ;;
    --confirm)
        confirmed=${2:-}
        shift || true
        ;;
    --help) usage; exit 0 ;;
    *) echo "teardown.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
    shift || true
done

# shellcheck source=names.sh
source "$here/names.sh"

if [[ $delete_data == yes && $confirmed != "$NEW_EVENT_BUCKET_NAME_PARAM" ]]; then
    fail "--delete-data wants a second word: --confirm $NEW_EVENT_BUCKET_NAME_PARAM"
fi
if [[ $delete_data == no && -n $confirmed ]]; then
    fail "--confirm without --delete-data deletes nothing"
fi

# Whether there is something to do; a run that was interrupted can be run again.
there() {
    [[ $dry_run == yes ]] || "$@" >/dev/null 2>&1
}

delete_stack() {
    echo "# $1"
    run aws cloudformation delete-stack --stack-name "$1"
    run aws cloudformation wait stack-delete-complete --stack-name "$1"
}

# A thousand versions and delete markers at a time, until there are none.
empty() {
    local bucket=$1 batch
    if [[ $dry_run == yes ]]; then
        echo "# every version in $bucket:"
        run aws s3api delete-objects --bucket "$bucket" --delete file:///dev/stdin
        return
    fi
    while true; do
        batch=$(aws s3api list-object-versions --bucket "$bucket" --max-items 1000 --output json \
            --query '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}, Quiet: `true`}')
        grep -q '"Key"' <<<"$batch" || break
        aws s3api delete-objects --bucket "$bucket" --delete file:///dev/stdin <<<"$batch" >/dev/null
    done
}

# In the opposite order of deploy.sh.
delete_stack "$RECOVERY_STACK_NAME"
delete_stack "$WATCHING_STACK_NAME"
delete_stack "$BUNDLE_STACK_NAME"
delete_stack "$SNAPSHOT_STACK_NAME"
delete_stack "$PROCESSING_STACK_NAME"
delete_stack "$INVENTORY_STACK_NAME"

if [[ $delete_data == no ]]; then
    echo "Kept: the stacks $S3_BUCKET_STACK_NAME, $QUEUE_STACK_NAME, $DYNAMODB_STACK_NAME and $KEY_STACK_NAME with all data."
    exit 0
fi

# The stacks let go of what they hold; then it is deleted by its name. The buckets' policies, which keep versions, go with the stack.
release() {
    if there aws cloudformation describe-stacks --stack-name "$1"; then
        run aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name "$1"
    fi
    delete_stack "$1"
}

release "$S3_BUCKET_STACK_NAME"
for bucket in "${buckets[@]}"; do
    if there aws s3api head-bucket --bucket "$bucket"; then
        empty "$bucket"
        run aws s3api delete-bucket --bucket "$bucket"
    fi
done
release "$QUEUE_STACK_NAME"
for queue in created created-dead expired expired-dead transactions.fifo transactions-dead.fifo snapshotter-dead bundler-dead; do
    name=$NAME_PREFIX_PARAM-$queue
    if [[ $dry_run == yes ]]; then
        run aws sqs delete-queue --queue-url "URL-OF-$name"
    elif url=$(aws sqs get-queue-url --queue-name "$name" --query QueueUrl --output text 2>/dev/null); then
        aws sqs delete-queue --queue-url "$url"
    fi
done
release "$DYNAMODB_STACK_NAME"
for table in "${tables[@]}"; do
    if there aws dynamodb describe-table --table-name "$table"; then
        run aws dynamodb update-table --no-deletion-protection-enabled --table-name "$table" \
            --query TableDescription.TableStatus --output text
        run aws dynamodb wait table-exists --table-name "$table"
        run aws dynamodb delete-table --table-name "$table" --query TableDescription.TableStatus --output text
    fi
done
echo "Kept: the stack $KEY_STACK_NAME. Tables that recoveries made (${tables[1]}-...) are theirs to discard: tidemark recover --discard."
