/// Reads the CloudFormation templates and runs the deploy scripts, without AWS.
///
/// [Template] parses one template; [Rules] says what every template must keep to, and each rule is shown to fail on an example
/// that breaks it. The scripts run with an `aws` on their path that writes down what it was asked to do.
@NullMarked
package io.tidemark.deploy;

import org.jspecify.annotations.NullMarked;
