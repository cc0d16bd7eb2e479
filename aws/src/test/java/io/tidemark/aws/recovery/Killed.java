package io.tidemark.aws.recovery;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// The process dies before its first call of an operation, and nothing that it would do afterwards is done either.
final class Killed implements ExecutionInterceptor {
    private final String operation;
    private boolean dead;

    Killed(String operation) {
        this.operation = operation;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (dead || operation.equals(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))) {
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
