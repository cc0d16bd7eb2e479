# shellcheck shell=bash
# What deploy.sh and teardown.sh agree on: the lab's variables, the names that follow from them, and the stacks. Read by both, run by
# none.

fail() {
    echo "${0##*/}: $*" >&2
    exit 2
}

# Says all that is missing at once.
require() {
    local missing=() name
    for name in "$@"; do
        [[ -n ${!name:-} ]] || missing+=("$name")
    done
    ((${#missing[@]} == 0)) || fail "not set: ${missing[*]} (docs/aws.md says what each is for)"
}

# Runs what it is given, or only prints it.
run() {
    if [[ $dry_run == yes ]]; then
        printf '%q ' "$@"
        echo
    else
        "$@"
    fi
}

# The lab's nine, without which nothing can be named.
require AWS_PROFILE AWS_REGION ARTIFACT_S3_BUCKET_NAME S3_BUCKET_STACK_NAME NEW_EVENT_BUCKET_NAME_PARAM \
    ARCHIVE_EVENT_BUCKET_NAME_PARAM ARCHIVE_INVENTORY_BUCKET_NAME_PARAM DYNAMODB_OBJECT_TABLE_NAME_PARAM \
    DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM

# The other buckets are named as the lab names them, after the new-events bucket: lab4-new-events-x gives lab4-rejected-events-x.
after_new_events() {
    if [[ $NEW_EVENT_BUCKET_NAME_PARAM == *new-events* ]]; then
        echo "${NEW_EVENT_BUCKET_NAME_PARAM/new-events/$1}"
    else
        echo "$NEW_EVENT_BUCKET_NAME_PARAM-$1"
    fi
}
: "${REJECTED_EVENT_BUCKET_NAME_PARAM:=$(after_new_events rejected-events)}"
: "${NEW_INVENTORY_BUCKET_NAME_PARAM:=$(after_new_events new-events-inventory)}"
: "${REJECTED_INVENTORY_BUCKET_NAME_PARAM:=$(after_new_events rejected-events-inventory)}"
: "${SNAPSHOT_BUCKET_NAME_PARAM:=$(after_new_events snapshots)}"
: "${QUERY_RESULT_BUCKET_NAME_PARAM:=$(after_new_events query-results)}"
: "${NAME_PREFIX_PARAM:=tidemark}"

: "${KEY_STACK_NAME:=$S3_BUCKET_STACK_NAME-key}"
: "${DYNAMODB_STACK_NAME:=$S3_BUCKET_STACK_NAME-dynamodb}"
: "${QUEUE_STACK_NAME:=$S3_BUCKET_STACK_NAME-queues}"
: "${INVENTORY_STACK_NAME:=$S3_BUCKET_STACK_NAME-inventory}"
: "${PROCESSING_STACK_NAME:=$S3_BUCKET_STACK_NAME-processing}"
: "${SNAPSHOT_STACK_NAME:=$S3_BUCKET_STACK_NAME-snapshots}"
: "${BUNDLE_STACK_NAME:=$S3_BUCKET_STACK_NAME-bundles}"
: "${WATCHING_STACK_NAME:=$S3_BUCKET_STACK_NAME-watching}"
: "${RECOVERY_STACK_NAME:=$S3_BUCKET_STACK_NAME-recovery}"

buckets=("$NEW_EVENT_BUCKET_NAME_PARAM" "$ARCHIVE_EVENT_BUCKET_NAME_PARAM" "$REJECTED_EVENT_BUCKET_NAME_PARAM"
    "$NEW_INVENTORY_BUCKET_NAME_PARAM" "$ARCHIVE_INVENTORY_BUCKET_NAME_PARAM" "$REJECTED_INVENTORY_BUCKET_NAME_PARAM"
    "$SNAPSHOT_BUCKET_NAME_PARAM" "$QUERY_RESULT_BUCKET_NAME_PARAM")
tables=("$DYNAMODB_OBJECT_TABLE_NAME_PARAM" "$DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM")
