package io.vfledger.allocator.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.cloud.stream.binder.kafka.config.ClientFactoryCustomizer;
import org.springframework.kafka.core.ProducerFactory;

/** Lets the next transactions of a producer go wrong, as asked. */
final class ProducerFaults implements ClientFactoryCustomizer {
    enum Fault {
        NONE,
        SEND_FAILS,
        OFFSETS_REFUSED,
        FENCED_AT_OFFSETS,
        COMMIT_NOT_DONE,
        COMMIT_DONE_ANSWER_LOST,
        FENCED_AT_COMMIT
    }

    private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
    private final Map<Fault, AtomicInteger> met = new ConcurrentHashMap<>();
    private Fault current = Fault.NONE;

    void plan(Fault fault) {
        next.add(fault);
    }

    boolean allMet() {
        return next.isEmpty();
    }

    int met(Fault fault) {
        return met.getOrDefault(fault, new AtomicInteger()).get();
    }

    @Override
    public void configure(ProducerFactory<?, ?> factory) {
        addTo(factory);
    }

    private <K, V> void addTo(ProducerFactory<K, V> factory) {
        factory.addPostProcessor(this::faulty);
    }

    @SuppressWarnings("unchecked")
    private <K, V> Producer<K, V> faulty(Producer<K, V> real) {
        return (Producer<K, V>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    before(method.getName());
                    Object answer;
                    try {
                        answer = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    after(method.getName());
                    return answer;
                });
    }

    private void before(String method) {
        if (method.equals("beginTransaction")) {
            Fault planned = next.poll();
            current = planned == null ? Fault.NONE : planned;
        }
        switch (current) {
            case SEND_FAILS -> fail(method, "send", new KafkaException("injected: send"));
            case OFFSETS_REFUSED -> fail(method, "sendOffsetsToTransaction", new KafkaException("injected: offsets"));
            case FENCED_AT_OFFSETS ->
                fail(method, "sendOffsetsToTransaction", new ProducerFencedException("injected: offsets"));
            case COMMIT_NOT_DONE -> fail(method, "commitTransaction", new TimeoutException("injected: commit"));
            case FENCED_AT_COMMIT -> fail(method, "commitTransaction", new ProducerFencedException("injected: commit"));
            case COMMIT_DONE_ANSWER_LOST, NONE -> {}
        }
    }

    private void after(String method) {
        if (current == Fault.COMMIT_DONE_ANSWER_LOST) {
            fail(method, "commitTransaction", new TimeoutException("injected: answer to commit"));
        }
    }

    private void fail(String method, String at, KafkaException failure) {
        if (method.equals(at)) {
            met.computeIfAbsent(current, fault -> new AtomicInteger()).incrementAndGet();
            current = Fault.NONE;
            throw failure;
        }
    }
}
