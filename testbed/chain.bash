# Sourced by the scripts that need the whole chain: platform, node with an SR-IOV NIC, node agent, pods.
#
# The caller sets `chain` (a name; also that of the state directory and the machine) and `nic`:
#   emulated    the emulated machine, with two PFs of a real kernel driver
#   host        this machine's own NIC; PF=NAME says which, and its VFs are used
#   simulated   veth pairs and a made-up sysfs tree, in namespaces of this script's own
#
# Afterwards: on_node COMMAND... runs as root on the node; vfctl and rest ask the platform; pod_add, cni_add, cni_del
# and pod_remove are what a container runtime does.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
: "${chain:?}" "${nic:?}"
state=$root/.vfledger/$chain
port_base=${PORT_BASE:-19190}
node_name=node-a
agent_pid='' boot_pid='' stopped=no since=$SECONDS pfs=() vfs_made=0

machine() { "$root/testbed/machine" --name "$chain" "$@"; }
vfctl() { "$root/vfctl" --port-base "$port_base" "$@"; }
rest() { curl -sS --max-time 10 "http://127.0.0.1:$port_base/api/v1$1"; }

on_node() {
  case $nic in
    emulated) machine exec -- "$@" ;;
    *) "$@" ;;
  esac
}

# ---- before anything is started

require_node() {
  case $nic in
    emulated)
      if [ "$(id -u)" != 0 ]; then refuse "The emulated machine needs root, because it boots from this machine's root file system."; fi
      "$root/testbed/install-packages" || refuse "The packages that the emulated machine needs are not there (see above)." ;;
    host)
      if [ "$(id -u)" != 0 ]; then refuse "This machine's own NIC can be used by root only."; fi
      [ -n "${PF:-}" ] || refuse "NIC=host needs PF=NAME, the interface name of the PF whose VFs may be used."
      [ -e "/sys/class/net/$PF/device/sriov_numvfs" ] || refuse "PF=$PF is no interface with SR-IOV on this machine."
      [ "$(cat "/sys/class/net/$PF/device/sriov_numvfs")" -ge 3 ] \
        || refuse "PF=$PF has fewer than 3 VFs. Configure them first: echo 4 >/sys/class/net/$PF/device/sriov_numvfs" ;;
    simulated) ;;
    *) refuse "NIC=$nic is none of emulated, host, simulated." ;;
  esac
}

refuse() {
  echo "$chain: $1" >&2
  [ "$nic" = simulated ] || echo "$chain: the simulated NIC needs neither root nor QEMU nor SR-IOV: $0 simulated" >&2
  exit 2
}

# Everything that runs from here is built; a second run finds nothing changed and starts at once. VFL_BUILT=true says
# that it is.
build() {
  JAVA_HOME=$("$root/scripts/find-jdk") || exit 2
  export JAVA_HOME
  if ! is_built; then
    note "building (once, until a source changes)"
    (cd "$root" && nice mvn -q -B -ntp verify -Dmaven.test.skip=true -Dspotless.check.skip -Djacoco.skip) \
      || { echo "$chain: the build failed" >&2; exit 2; }
    mkdir -p "$root/.vfledger"
    touch "$root/.vfledger/built"
  fi
  [ "$root/node-executor/target/agent.jsa" -nt "$(ls "$root"/node-executor/target/node-executor-*.jar)" ] || rehearse_agent
}

is_built() {
  [ "${VFL_BUILT:-}" != true ] || return 0
  local stamp=$root/.vfledger/built
  [ -e "$stamp" ] && [ -z "$(find "$root" \( -name target -o -name .git -o -name .vfledger \) -prune -o \
    \( -name pom.xml -o -path '*/src/main/*' \) -newer "$stamp" -type f -print -quit)" ]
}

# On an emulated CPU, most of the agent's start goes into loading classes. Started and stopped here once, it leaves an
# archive of the loaded classes beside its jar, which the emulated machine sees.
rehearse_agent() {
  local user=()
  [ "$(id -u)" = 0 ] || user=(--user --map-root-user)
  note "starting the agent once, for the archive of its classes"
  ROOT=$root unshare "${user[@]}" --net --mount bash >/dev/null 2>&1 <<'REHEARSAL' || true
    mount -t tmpfs run /run
    ip link set lo up
    VFL_BOOTSTRAP_SERVERS=127.0.0.1:9 VFL_REGISTRY_URL=http://127.0.0.1:9 VFL_SINGLE_BROKER=true VFL_NODE_NAME=rehearsal \
      VFL_DATA_DIR=/run/agent VFL_CNI_SPOOL=/run/spool "$ROOT/node-executor/vfledger-agent" --nic simulated:/run/nic </dev/null &
    for ((i = 0; i < 300; i++)); do
      [ ! -S /run/vfledger/cni.sock ] || break
      sleep 0.2
    done
    sleep 1
    kill $!
    wait
REHEARSAL
}

# The simulated NIC needs no hardware, and nobody's permission: this script starts again in network and mount namespaces
# of its own (and, where it is not root, in a user namespace in which it is).
isolate() { # the script's own arguments
  [ "$nic" = simulated ] || return 0
  if [ -z "${VFL_ISOLATED:-}" ]; then
    local user=()
    [ "$(id -u)" = 0 ] || user=(--user --map-root-user)
    VFL_ISOLATED=yes exec unshare "${user[@]}" --net --mount bash "$0" "$@"
  fi
  mount -t tmpfs run /run
  # Where the agent's spool would be.
  mount -t tmpfs lib /var/lib
  ip link set lo up
}

# ---- up and down

# Platform and node side by side, then VFs, then the agent. Sets `pfs`. A failure is counted, and returned.
start_chain() {
  boot_node
  if ! vfctl up --data "$state/platform" >"$state/up.log" 2>&1; then fail "the platform starts" "$(tail -n 30 "$state/up.log")"; return 1; fi
  pass "the platform is up, $((SECONDS - since)) s after the start; its page: http://127.0.0.1:$port_base/"
  if ! await_node; then fail "the node boots" "$(cat "$state/machine.log")"; return 1; fi
  make_vfs
  start_agent
  pass "the node is up, $((SECONDS - since)) s after the start: ${pfs[*]}"
  if ! await 300 vfs_are_free "$vfs_made" >/dev/null; then
    fail "$vfs_made VFs are found, verified against their baseline, and FREE" "$(vfctl vfs 2>&1)"
    return 1
  fi
  pass "$vfs_made VFs are found, verified against their baseline, and FREE, $((SECONDS - since)) s after the start"
}

boot_node() { # in the background: it takes as long as the platform does
  mkdir -p "$state/node"
  if [ "$nic" = emulated ]; then
    machine start --pfs 2 --share "$state/node" >"$state/machine.log" 2>&1 &
    boot_pid=$!
  fi
}

await_node() { [ -z "$boot_pid" ] || wait "$boot_pid"; }

make_vfs() {
  case $nic in
    emulated)
      pfs=(pf0 pf1) vfs_made=7
      on_node sh -c 'echo 4 >/sys/class/net/pf0/device/sriov_numvfs; echo 3 >/sys/class/net/pf1/device/sriov_numvfs' ;;
    host) pfs=("$PF") vfs_made=$(cat "/sys/class/net/$PF/device/sriov_numvfs") ;;
    simulated) pfs=(simpf0) vfs_made=7 ;;
  esac
}

vfs_are_free() { # at least N
  rest "/vfs?node=$node_name&phase=FREE" | jq -e --argjson n "$1" '.vfs | length >= $n'
}

start_agent() {
  local bootstrap=127.0.0.1:$((port_base + 2)) registry=http://127.0.0.1:$((port_base + 1))/apis/ccompat/v7 options=''
  case $nic in
    emulated) bootstrap=10.0.2.2:$((port_base + 3)) registry=http://10.0.2.2:$((port_base + 1))/apis/ccompat/v7 ;;
    simulated) options="--nic simulated:$state/nic --simulated-pfs 1 --simulated-vfs 7" ;;
  esac
  agent_pid=$(on_node sh -c "VFL_BOOTSTRAP_SERVERS=$bootstrap VFL_REGISTRY_URL=$registry VFL_SINGLE_BROKER=true \
    VFL_NODE_NAME=$node_name VFL_DATA_DIR=$state/node/agent JAVA_HOME=$JAVA_HOME \
    setsid $root/node-executor/vfledger-agent $options >>$state/node/agent.log 2>&1 </dev/null & echo \$!")
}

stop_agent() { # [SIGNAL]
  [ -n "$agent_pid" ] || return 0
  on_node kill "-${1:-TERM}" "$agent_pid" </dev/null 2>/dev/null || true
  agent_pid=''
}

# Ends all that was started here, in any state, once.
stop_chain() {
  [ $stopped = no ] || return 0
  stopped=yes
  [ "$nic" = emulated ] || { pods_remove_all; stop_agent; }
  [ -z "$boot_pid" ] || wait "$boot_pid" 2>/dev/null || true
  [ "$nic" != emulated ] || machine stop
  vfctl down >"$state/down.log" 2>&1 || cat "$state/down.log" >&2
}

# ---- what a container runtime does

readonly cni_binary=$root/cni-shim/target/bin/vfledger-cni
pods=()

container_id() { printf '%s' "$1" | sha256sum | cut -c1-64; }

pod_add() { # NAME
  on_node ip netns add "$1" </dev/null
  on_node ip -n "$1" link set lo up </dev/null
  pods+=("$1")
}

pods_remove_all() {
  local pod
  for pod in "${pods[@]}"; do on_node ip netns delete "$pod" </dev/null 2>/dev/null || true; done
  pods=()
}

# cni COMMAND POD [NAME=VALUE]...: the network configuration on standard input, the reply on standard output.
cni() {
  local command=$1 pod=$2
  shift 2
  on_node env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "CNI_COMMAND=$command" "CNI_CONTAINERID=$(container_id "$pod")" \
    "CNI_NETNS=/run/netns/$pod" CNI_IFNAME=net1 CNI_PATH=/usr/lib/cni \
    "CNI_ARGS=IgnoreUnknown=1;K8S_POD_NAMESPACE=demo;K8S_POD_NAME=$pod;K8S_POD_UID=$(pod_uid "$pod")" "$@" "$cni_binary"
}

# A pod keeps its UID, so it is made from its name.
pod_uid() { printf '%s' "$1" | md5sum | sed -E 's/(.{8})(.{4})(.{4})(.{4})(.{12}).*/\1-\2-\3-\4-\5/'; }

# ---- what the kernel says, in a form that can be compared

# kernel_vf PF INDEX: the administrative attributes that the kernel holds for one VF, as one line.
kernel_vf() {
  if [ "$nic" = simulated ]; then simulated_vf "$@"; return; fi
  on_node ip -j link show "$1" </dev/null | jq -c --argjson vf "$2" '.[0].vfinfo_list[] | select(.vf == $vf)
    | {mac: .address, vlan: (.vlan_list[0].vlan // 0), qos: (.vlan_list[0].qos // 0), spoofchk, trust}'
}

# The simulated card keeps its VFs' attributes in a file, one `PCI.NAME=VALUE` a line, the colons escaped.
simulated_vf() {
  local prefix
  prefix=$(printf 'ffff:%02d:%02x.%d' "${1#simpf}" $((16 + $2 / 8)) $(($2 % 8)))
  sed -n 's/\\:/:/g; s/^'"$prefix"'\.\([a-z_]*\)=\(.*\)/\1 \2/p' "$state/nic/attributes.properties" 2>/dev/null | jq -cRn '
    reduce (inputs | split(" ")) as [$name, $value] ({}; .[$name] = $value)
    | {mac: (.mac // "00:00:00:00:00:00"), vlan: (.vlan // "0" | tonumber), qos: (.qos // "0" | tonumber),
       spoofchk: ((.spoofchk // "true") == "true"), trust: (.trust == "true")}'
}

# All that `ip link show` says of the PFs and their VFs, without counters: the same before and after means no change.
kernel_picture() {
  local pf index
  for pf in "${pfs[@]}"; do
    on_node ip -j link show "$pf" </dev/null | jq -S '.[0] | {ifname, mtu, address, vfinfo_list}'
    [ "$nic" != simulated ] || for index in 0 1 2 3 4 5 6; do simulated_vf "$pf" $index; done
  done
  # An idle veth end is DOWN or LOWERLAYERDOWN, as its peer has been up before or not; both are down (RFC 2863).
  on_node ip -j link show </dev/null | jq -S '[.[] | {ifname, address, mtu, link_netnsid,
    operstate: (if .operstate == "LOWERLAYERDOWN" then "DOWN" else .operstate end)}] | sort_by(.ifname)'
}
