package io.vfledger.benchmarks.decision;

import io.vfledger.host.InputRecord;
import io.vfledger.host.Prepared;
import io.vfledger.lifecycle.Decision;
import io.vfledger.lifecycle.DecisionTime;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.VfLifecycle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long a decision takes: alone, and with its ledger entry, hashes and outputs. {@code benchmarks/decisions}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecisionBenchmark {
    private static final int BATCH = 32;

    /** VFs of the node, all of them free. */
    @Param({"8", "64", "128"})
    public int vfs = 8;

    private BusyNode node = new BusyNode(1);
    private NodeState state = node.state();
    private Input add = node.add(1);
    private DecisionTime time = new DecisionTime(BusyNode.NOW_MS, 0);
    private List<InputRecord> one = List.of();
    private List<InputRecord> batch = List.of();

    /** Leads a node to where it is asked. */
    @Setup
    public void prepare() {
        node = new BusyNode(vfs);
        state = node.state();
        add = node.add(1);
        time = new DecisionTime(BusyNode.NOW_MS, node.host().head(BusyNode.NAME).nodeSeq() + 1);
        one = List.of(node.record(node.add(2)));
        List<InputRecord> many = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            many.add(node.record(node.add(3 + i)));
        }
        batch = many;
    }

    /** The choice of a VF for a cold ADD. */
    @Benchmark
    public Decision decideAdd() {
        return VfLifecycle.decide(state, add, time);
    }

    /** The same with its entry, its hashes and its outputs, as the allocator does it for a batch of one. */
    @Benchmark
    public Prepared enterOne() {
        return enter(one);
    }

    /** 32 of them in a batch. */
    @Benchmark
    public Prepared enterBatchOf32() {
        return enter(batch);
    }

    private Prepared enter(List<InputRecord> records) {
        Prepared prepared = node.host().prepare(records, BusyNode.NOW_MS);
        node.host().abort(prepared);
        return prepared;
    }
}
