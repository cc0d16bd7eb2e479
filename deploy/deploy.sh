#!/usr/bin/env bash
# Makes or updates everything that Tidemark needs in an AWS account. Can be run again at any time.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    cat <<'USAGE'
usage: deploy.sh [--dry-run] [--stores-only] [--bundler] [--parameter NAME=VALUE]...

  --dry-run               print the aws commands and run none
  --stores-only           no functions and no alarms: `tidemark process --follow --store aws` does their work
  --bundler               pack old events on a schedule, and let the bundler's role delete the single objects that a bundle holds too: adds
                          it to VersionDeleterRoleArnsParam. Stays so; BundleScheduleStateParam=DISABLED ends the schedule
  --parameter NAME=VALUE  set a template's parameter, in each template that has it (ObjectLockModeParam=GOVERNANCE, ...);
                          what is not set keeps the value it has, or the template's default

Names come from the environment: the lab's variables, and those of docs/aws.md. The functions' code is FUNCTION_PACKAGE, by default
aws/target/tidemark-functions.zip.
USAGE
}

dry_run=no
functions=yes
bundler=no
given=()
while (($# > 0)); do
    case $1 in
    --dry-run) dry_run=yes ;;
    --stores-only) functions=no ;;
    --bundler) bundler=yes ;;
    --parameter)
        [[ ${2:-} == ?*=* ]] || { echo "deploy.sh: --parameter wants NAME=VALUE" >&2; exit 2; }
        given+=("$2")
        shift
        ;;
    --help) usage; exit 0 ;;
    *) echo "deploy.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
    shift
done

[[ $bundler == no || $functions == yes ]] || { echo "deploy.sh: --bundler wants functions, --stores-only wants none" >&2; exit 2; }

# shellcheck source=names.sh
source "$here/names.sh"

declared() {
    awk '/^[A-Za-z]/ { inside = ($1 == "Parameters:") } inside && /^  [A-Za-z0-9]+:$/ { sub(/:$/, "", $1); print $1 }' "$@"
}

for pair in ${given[@]+"${given[@]}"}; do
    declared "$here"/cloudformation/*.yaml | grep -qxF "${pair%%=*}" || fail "no template has a parameter ${pair%%=*}"
done

# Who may delete versions: who was named, here or when the buckets were deployed last, and the bundler. Its role is named before it is made: a
# policy's condition is text, so that the buckets need not wait for the bundler's stack, which is made after them.
add_bundler() {
    local role=$NAME_PREFIX_PARAM-bundler-function-$AWS_REGION named='' identity=arn:aws:iam::ACCOUNT:you partition account pair
    local others=()
    if [[ $dry_run == no ]]; then
        identity=$(aws sts get-caller-identity --query Arn --output text)
        named=$(aws cloudformation describe-stacks --stack-name "$S3_BUCKET_STACK_NAME" --output text --query \
            "Stacks[0].Parameters[?ParameterKey=='VersionDeleterRoleArnsParam'].ParameterValue" 2>&1) || {
            # Before the first deployment nobody is; whoever is named must not be forgotten because it could not be asked.
            [[ $named == *"does not exist"* ]] || fail "cannot tell who may delete versions: $named"
            named=''
        }
    fi
    IFS=: read -r _ partition _ _ account _ <<<"$identity"
    role=arn:$partition:iam::$account:role/$role
    for pair in ${given[@]+"${given[@]}"}; do
        if [[ $pair == VersionDeleterRoleArnsParam=* ]]; then
            named=${pair#*=}
        else
            others+=("$pair")
        fi
    done
    case $named in
    '' | none | None) named=$role ;;
    *) [[ ,$named, == *,"$role",* ]] || named+=,$role ;;
    esac
    given=(BundleScheduleStateParam=ENABLED ${others[@]+"${others[@]}"} "VersionDeleterRoleArnsParam=$named")
}
[[ $bundler == no ]] || add_bundler

values=(
    "KeyStackNameParam=$KEY_STACK_NAME"
    "QueueStackNameParam=$QUEUE_STACK_NAME"
    "NamePrefixParam=$NAME_PREFIX_PARAM"
    "KeyAliasParam=alias/$NAME_PREFIX_PARAM"
    "S3SourceBucketParam=$ARTIFACT_S3_BUCKET_NAME"
    "NewEventBucketNameParam=$NEW_EVENT_BUCKET_NAME_PARAM"
    "ArchiveBucketNameParam=$ARCHIVE_EVENT_BUCKET_NAME_PARAM"
    "RejectedBucketNameParam=$REJECTED_EVENT_BUCKET_NAME_PARAM"
    "NewInventoryBucketNameParam=$NEW_INVENTORY_BUCKET_NAME_PARAM"
    "ArchiveInventoryBucketNameParam=$ARCHIVE_INVENTORY_BUCKET_NAME_PARAM"
    "RejectedInventoryBucketNameParam=$REJECTED_INVENTORY_BUCKET_NAME_PARAM"
    "SnapshotBucketNameParam=$SNAPSHOT_BUCKET_NAME_PARAM"
    "QueryResultBucketNameParam=$QUERY_RESULT_BUCKET_NAME_PARAM"
    "ObjectTableNameParam=$DYNAMODB_OBJECT_TABLE_NAME_PARAM"
    "AccountsTableNameParam=$DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM"
    "DatabaseNameParam=${NAME_PREFIX_PARAM//-/_}"
    "WorkGroupNameParam=$NAME_PREFIX_PARAM"
)

if [[ $functions == yes ]]; then
    package=${FUNCTION_PACKAGE:-$here/../aws/target/tidemark-functions.zip}
    [[ -f $package ]] || fail "there is no $package; build the functions first (mvn -pl aws -am package) or deploy with --stores-only"
    # The code is kept under its own digest: what a version runs never changes under it.
    code_key=tidemark/$(openssl dgst -sha256 -r "$package" | cut -d' ' -f1).zip
    code_digest=$(openssl dgst -sha256 -binary "$package" | openssl base64)
    release=$({
        cat "$here/cloudformation/3000-processing.yaml" "$here/cloudformation/3500-snapshots.yaml" "$here/cloudformation/3600-bundles.yaml"
        printf '%s\n' "$code_key" "${values[@]}" ${given[@]+"${given[@]}"}
    } | openssl dgst -sha256 -r | cut -d' ' -f1)
    values+=("CodeKeyParam=$code_key" "CodeSha256Param=$code_digest" "ReleaseParam=$release")
fi
values+=(${given[@]+"${given[@]}"})

deploy() {
    local stack=$1 template=$here/cloudformation/$2 names overrides=() pair
    names=$(declared "$template")
    for pair in "${values[@]}"; do
        if [[ $'\n'$names$'\n' == *$'\n'"${pair%%=*}"$'\n'* ]]; then
            overrides+=("$pair")
        fi
    done
    echo "# $stack: $2"
    run aws cloudformation deploy --stack-name "$stack" --template-file "$template" --no-fail-on-empty-changeset \
        --capabilities CAPABILITY_NAMED_IAM --parameter-overrides "${overrides[@]}"
}

# A stack that holds data cannot be deleted by a slip; teardown.sh leaves it alone unless told otherwise twice.
deploy_data() {
    deploy "$@"
    run aws cloudformation update-termination-protection --enable-termination-protection --stack-name "$1"
}

deploy_data "$KEY_STACK_NAME" 0500-key.yaml
deploy_data "$DYNAMODB_STACK_NAME" 1000-dynamodb.yaml
deploy_data "$QUEUE_STACK_NAME" 1500-queues.yaml
deploy_data "$S3_BUCKET_STACK_NAME" 2000-s3-buckets.yaml
deploy "$INVENTORY_STACK_NAME" 2500-inventory.yaml
if [[ $functions == yes ]]; then
    run aws s3 cp "$package" "s3://$ARTIFACT_S3_BUCKET_NAME/$code_key"
    deploy "$PROCESSING_STACK_NAME" 3000-processing.yaml
    deploy "$SNAPSHOT_STACK_NAME" 3500-snapshots.yaml
    deploy "$BUNDLE_STACK_NAME" 3600-bundles.yaml
    deploy "$WATCHING_STACK_NAME" 4000-watching.yaml
fi
deploy "$RECOVERY_STACK_NAME" 5000-recovery.yaml

echo
echo "# For the command line (tidemark --store aws):"
for name in AWS_PROFILE AWS_REGION NEW_EVENT_BUCKET_NAME_PARAM ARCHIVE_EVENT_BUCKET_NAME_PARAM REJECTED_EVENT_BUCKET_NAME_PARAM \
    NEW_INVENTORY_BUCKET_NAME_PARAM ARCHIVE_INVENTORY_BUCKET_NAME_PARAM REJECTED_INVENTORY_BUCKET_NAME_PARAM \
    SNAPSHOT_BUCKET_NAME_PARAM QUERY_RESULT_BUCKET_NAME_PARAM DYNAMODB_OBJECT_TABLE_NAME_PARAM \
    DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM NAME_PREFIX_PARAM; do
    printf 'export %s=%q\n' "$name" "${!name}"
done
