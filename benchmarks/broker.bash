# Sourced by benchmarks that need a broker and nothing else: starts the one that `vfctl up` runs, on empty directories.
#
#   start_broker DIRECTORY PORT     sets broker_pid and VFL_BOOTSTRAP_SERVERS; ends with the script
#
# Needs root (the project's directory) and JAVA_HOME.

start_broker() {
  local directory=$1 port=$2
  rm -rf "$directory"
  mkdir -p "$directory/log"
  cat >"$directory/broker.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
log.dirs=$directory/log
controller.quorum.voters=1@127.0.0.1:$((port + 1))
controller.listener.names=CONTROLLER
inter.broker.listener.name=LOCAL
listeners=LOCAL://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
advertised.listeners=LOCAL://127.0.0.1:$port
listener.security.protocol.map=LOCAL:PLAINTEXT,CONTROLLER:PLAINTEXT
auto.create.topics.enable=false
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
log.index.size.max.bytes=1048576
PROPERTIES
  "$JAVA_HOME/bin/java" -Xmx${BROKER_HEAP:-512m} -XX:+UseSerialGC \
    -cp "$root/command-line/target/classes:$root/command-line/target/broker/*:$root/command-line/target/lib/*" \
    io.vfledger.vfctl.platform.EmbeddedBroker "$directory/broker.properties" "$directory/log" \
    >"$directory/broker.out" 2>&1 &
  broker_pid=$!
  trap 'kill "$broker_pid" 2>/dev/null; wait "$broker_pid" 2>/dev/null || true' EXIT
  export VFL_BOOTSTRAP_SERVERS=127.0.0.1:$port VFL_SINGLE_BROKER=true
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$broker_pid" 2>/dev/null || { cat "$directory/broker.out" >&2; return 1; }
    sleep 0.2
  done
}
