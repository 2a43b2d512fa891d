package io.vfledger.executor.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A kernel at whose nth change something happens: it is refused, or the agent dies when it is done. */
public final class InterruptedKernel {
    private static final Set<String> CHANGES = Set.of(
            "administer",
            "change",
            "set",
            "addAltName",
            "removeAltName",
            "move",
            "delete",
            "unbind",
            "bind",
            "reset",
            "addAddress",
            "removeAddress",
            "addRoute",
            "removeRoute",
            "notifyWhenUp",
            "setSysctl",
            "announce");

    private enum Interruption {
        REFUSAL,
        LASTING_REFUSAL,
        DEATH
    }

    /** The agent ends here, as by kill -9; every further call throws it again. */
    public static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death(String after) {
            super("died after " + after);
        }
    }

    private final Kernel real;
    private final Interruption interruption;
    private Predicate<String> moment = name -> false;
    private String at = "";

    private InterruptedKernel(Kernel real, Interruption interruption) {
        this.real = real;
        this.interruption = interruption;
    }

    /** One that refuses the nth change, counted from 1. */
    public static InterruptedKernel refusing(Kernel real, int nth) {
        InterruptedKernel kernel = new InterruptedKernel(real, Interruption.REFUSAL);
        kernel.moment = nth(nth);
        return kernel;
    }

    /** One that refuses the first change of that name. */
    public static InterruptedKernel refusing(Kernel real, String change) {
        InterruptedKernel kernel = new InterruptedKernel(real, Interruption.REFUSAL);
        kernel.moment = change::equals;
        return kernel;
    }

    /** One that refuses every change of that name, until it is spared. */
    public static InterruptedKernel refusingEvery(Kernel real, String change) {
        InterruptedKernel kernel = new InterruptedKernel(real, Interruption.LASTING_REFUSAL);
        kernel.moment = change::equals;
        return kernel;
    }

    /** One that is as the real one until it is told when to die. */
    public static InterruptedKernel mortal(Kernel real) {
        return new InterruptedKernel(real, Interruption.DEATH);
    }

    /** After the nth change from now on, counted from 1, the agent dies. */
    public void dieAfter(int nth) {
        moment = nth(nth);
    }

    /** After the next change of that name the agent dies. */
    public void dieAfter(String change) {
        moment = change::equals;
    }

    /** Nothing happens any more. */
    public void spare() {
        moment = name -> false;
    }

    private static Predicate<String> nth(int nth) {
        AtomicInteger left = new AtomicInteger(nth);
        return name -> left.decrementAndGet() == 0;
    }

    /** Whether it has happened. */
    public boolean happened() {
        return !at.isEmpty();
    }

    /** The call at which it happened; empty when it has not. */
    public String at() {
        return at;
    }

    public Kernel kernel() {
        return (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(),
                new Class<?>[] {Kernel.class},
                (proxy, method, arguments) -> call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        if (interruption == Interruption.DEATH && happened()) {
            throw new Death(at);
        }
        boolean over = happened() && interruption != Interruption.LASTING_REFUSAL;
        boolean now = !over && CHANGES.contains(method.getName()) && moment.test(method.getName());
        if (!now) {
            return invoke(method, arguments);
        }
        at = method.getName();
        if (interruption != Interruption.DEATH) {
            throw new KernelException("made to fail: " + at);
        }
        var _ = invoke(method, arguments);
        throw new Death(at);
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
