package io.tidemark.aws.recovery;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// The process dies before its first call of an operation, and nothing that it would do afterwards is done either.
final class Killed implements ExecutionInterceptor {
    private final String operation;
    private int left;
    private boolean dead;

    Killed(String operation) {
        this(operation, 1);
    }

    /// @param call at which of the calls of that operation
    Killed(String operation, int call) {
        this.operation = operation;
        left = call;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        boolean counts = operation.equals(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        if (dead || (counts && --left == 0)) {
            dead = true;
            throw new Death();
        }
    }

    /// The process ended here. An error, so that nothing which handles failures handles it.
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death() {
            super("the process was killed by the test");
        }
    }
}
