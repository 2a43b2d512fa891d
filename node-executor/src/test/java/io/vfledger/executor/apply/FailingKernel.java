package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/** A kernel that refuses one change: the nth that is asked of it. */
final class FailingKernel {
    private static final Set<String> CHANGES = Set.of(
            "administer",
            "change",
            "set",
            "addAltName",
            "removeAltName",
            "move",
            "rebind",
            "reset",
            "addAddress",
            "removeAddress",
            "addRoute",
            "removeRoute",
            "notifyWhenUp");

    private final Kernel real;
    private final int failing;
    private int count;
    private String failedCall = "";

    FailingKernel(Kernel real, int failing) {
        this.real = real;
        this.failing = failing;
    }

    Kernel kernel() {
        return (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
                    if (CHANGES.contains(method.getName()) && ++count == failing) {
                        failedCall = method.getName();
                        throw new KernelException("made to fail: " + method.getName());
                    }
                    return call(method, arguments);
                });
    }

    boolean hasFailed() {
        return !failedCall.isEmpty();
    }

    String failedCall() {
        return failedCall;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
