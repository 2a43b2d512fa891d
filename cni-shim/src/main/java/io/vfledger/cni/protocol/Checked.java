package io.vfledger.cni.protocol;

import java.util.function.Function;

/** What reading foreign input gives: the value, or the error to answer with. */
public sealed interface Checked<T> {
    record Valid<T>(T value) implements Checked<T> {}

    record Refused<T>(CniError error) implements Checked<T> {}

    static <T> Checked<T> valid(T value) {
        return new Valid<>(value);
    }

    static <T> Checked<T> refused(CniErrorCode code, String msg) {
        return new Refused<>(CniError.of(code, msg));
    }

    /** The next reading, when this one went well. */
    default <R> Checked<R> then(Function<T, Checked<R>> next) {
        return switch (this) {
            case Valid<T>(T value) -> next.apply(value);
            case Refused<T>(CniError error) -> new Refused<>(error);
        };
    }
}
