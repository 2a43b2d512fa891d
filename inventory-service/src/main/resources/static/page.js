// Shows what the REST interface says. Text from it goes into text nodes only, never into markup.
const API = '/api/v1';
const ENTRIES_SHOWN = 60;
const NODES_OPENED = 6;
const PHASES = ['FREE', 'HELD', 'ATTACHING', 'ATTACHED', 'RELEASING', 'QUARANTINED', 'LOST', 'DISCOVERED', 'RESERVED', 'GONE'];

const $ = id => document.getElementById(id);
const opened = new Map(); // node -> whether its functions are shown
let shown; // the function in the dialog
let cursor = '';

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const child of children.flat()) if (child !== undefined && child !== '') made.append(child);
  return made;
}

function tag(phase, count) {
  const made = element('span', 'tag', count === undefined ? phase : `${phase} ${count}`);
  made.dataset.phase = phase;
  return made;
}

async function get(path) {
  const answer = await fetch(API + path, { headers: { Accept: 'application/json, application/problem+json' } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail ?? `status ${answer.status}`);
  return body;
}

function time(instant, whole) {
  if (!instant) return '–';
  const at = new Date(instant);
  const today = at.toDateString() === new Date().toDateString();
  const clock = at.toLocaleTimeString(undefined, { hour12: false }) + '.' + String(at.getMilliseconds()).padStart(3, '0');
  return today && !whole ? clock : `${at.toLocaleDateString()} ${clock}`;
}

const podOf = owner => owner?.pod ? `${owner.pod.namespace}/${owner.pod.name}` : owner?.demand ?? '';
// What was asked counts before it was set, what was read back after.
const settled = (phase, asked, found) => phase === 'HELD' || phase === 'ATTACHING' ? asked ?? found : found ?? asked;
const macOf = (tuning, phase) => settled(phase, tuning.asked?.mac, tuning.read_back?.own_mac) ?? '';
const vlanOf = (tuning, phase) => settled(phase, tuning.asked?.vlan, tuning.read_back?.vlan);
const pathOf = vf => `/vfs/${encodeURIComponent(vf.node)}/${encodeURIComponent(vf.pci)}`;

// ---- nodes

async function showNodes() {
  const { nodes } = await get('/nodes');
  nodes.forEach((node, i) => { if (!opened.has(node.node)) opened.set(node.node, i < NODES_OPENED); });
  const wholes = await Promise.all(nodes.map(node =>
    opened.get(node.node) ? get('/nodes/' + encodeURIComponent(node.node)) : { node, functions: [] }));
  const focus = document.activeElement?.dataset?.key;
  $('node-list').replaceChildren(...wholes.map(nodeCard));
  if (focus) document.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  $('no-nodes').hidden = nodes.length > 0;
  showTotals(nodes);
}

function showTotals(nodes) {
  const totals = {};
  for (const node of nodes) for (const [phase, count] of Object.entries(node.vfs)) totals[phase] = (totals[phase] ?? 0) + count;
  $('totals').replaceChildren(...PHASES.filter(phase => totals[phase]).map(phase => element('li', '', tag(phase, totals[phase]))));
}

function nodeCard({ node, functions }) {
  const about = [
    node.kernel_release && `kernel ${node.kernel_release}`,
    node.agent_build && `agent ${node.agent_build}`,
    node.incarnation > 0 && `life ${node.incarnation}`,
    node.node_seq > 0 && `entry ${node.node_seq}`,
    node.open_requests > 0 && `${node.open_requests} open`,
  ].filter(Boolean).join(' · ');
  const summary = element('summary', '', element('span', 'name', node.node),
    node.simulated ? element('span', 'tag', 'simulated NICs') : '',
    element('span', 'about', about),
    PHASES.filter(phase => node.vfs[phase]).map(phase => tag(phase, node.vfs[phase])));
  summary.dataset.key = 'node ' + node.node;
  const card = element('details', 'node', summary, pfRows(node, functions));
  card.open = opened.get(node.node);
  card.addEventListener('toggle', () => {
    if (card.open !== opened.get(node.node)) {
      opened.set(node.node, card.open);
      refresh();
    }
  });
  return card;
}

function pfRows(node, functions) {
  const rows = node.pfs.map(pf => pfRow(pf, functions.filter(vf => vf.place.pf_pci === pf.pci)));
  const known = new Set(node.pfs.map(pf => pf.pci));
  const rest = functions.filter(vf => !known.has(vf.place.pf_pci));
  if (rest.length) rows.push(element('div', 'pf', element('div', 'pf-head', element('span', 'name', 'of PFs that are not there')), vfGrid(rest)));
  return rows;
}

function pfRow(pf, functions) {
  const model = [pf.model.vendor_name || pf.model.vendor_id, pf.model.device_name || pf.model.device_id].filter(Boolean).join(' ');
  const facts = [model, pf.model.driver, pf.numa_node >= 0 && `NUMA ${pf.numa_node}`, `${pf.configured_vfs} of ${pf.total_vfs} VFs`,
    pf.link.speed_mbps > 0 && `${pf.link.speed_mbps} Mbit/s`].filter(Boolean).join(' · ');
  return element('div', 'pf', element('div', 'pf-head',
    element('span', 'name', pf.netdev || '(no interface on the host)'), element('span', 'mono dim', pf.pci),
    element('span', pf.link.carrier ? 'about link-up' : 'about link-down', pf.link.carrier ? 'link' : 'no link'),
    element('span', 'about', facts)), vfGrid(functions));
}

const vfGrid = functions => element('div', 'vfs', functions.map(vfTile));

function vfTile(vf) {
  const vlan = vlanOf(vf.tuning, vf.phase);
  const how = vf.phase === 'FREE' || !podOf(vf.owner) ? '' : [macOf(vf.tuning, vf.phase), vlan ? `vlan ${vlan}` : ''].filter(Boolean).join(' ');
  const made = element('button', 'vf',
    element('span', 'top', element('span', 'pci', vf.pci), element('span', 'phase', vf.phase)),
    element('span', 'who', podOf(vf.owner) || (vf.healthy ? `VF ${vf.place.index}` : 'a fault is known')),
    element('span', 'how', how || vf.place.pool && `pool ${vf.place.pool}`));
  made.type = 'button';
  made.dataset.phase = vf.phase;
  made.dataset.key = `${vf.node}/${vf.pci}`;
  made.title = vf.reason;
  made.addEventListener('click', () => openVf(vf));
  return made;
}

// ---- entries

function entryItem({ entry, changes_left_out: leftOut }, isNew) {
  const cause = entry.cause.from === 'input' ? entry.cause.record_type : entry.cause.from === 'timer' ? `timer ${entry.cause.timer_id}` : '?';
  const what = entry.changes.map(change => {
    if (change.change === 'moved') return [element('span', 'mono', change.pci), change.from && change.from !== change.to ? tag(change.from) : '', change.from && change.from !== change.to ? '→' : '', tag(change.to)];
    if (change.change === 'request_opened') return [element('span', 'dim', 'request opened')];
    if (change.change === 'request_closed') return [element('span', 'dim', 'request settled')];
    return change.kind === 'pools' || change.kind === 'agent' ? [element('span', 'dim', `${change.kind}: ${change.text}`)] : [];
  }).filter(parts => parts.length);
  const item = element('li', isNew ? 'new' : '',
    element('div', 'line', element('span', 'cause', cause), element('span', 'when', `${entry.node} · ${entry.node_seq} · ${time(entry.decided_at)}`)),
    what.slice(0, 4).map(parts => element('div', 'what', parts)),
    what.length + leftOut > 4 ? element('div', 'what dim', `and ${what.length + leftOut - 4} more`) : '',
    entry.reason ? element('div', entry.disposition === 'refused' ? 'why' : 'what dim', `${entry.disposition}: ${entry.reason}`)
      : entry.disposition !== 'applied' ? element('div', 'what dim', entry.disposition) : '');
  item.dataset.key = `${entry.node}/${entry.node_seq}`;
  return item;
}

function addEntry(listed, isNew) {
  const list = $('entry-list');
  const item = entryItem(listed, isNew);
  if ([...list.children].some(other => other.dataset.key === item.dataset.key)) return;
  list.prepend(item);
  while (list.children.length > ENTRIES_SHOWN) list.lastChild.remove();
  $('no-entries').hidden = true;
}

async function showEntries() {
  const { entries, next } = await get(`/entries?limit=${ENTRIES_SHOWN}`);
  cursor = next;
  entries.reverse().forEach(listed => addEntry(listed, false));
  $('no-entries').hidden = $('entry-list').children.length > 0;
}

function watch() {
  const source = new EventSource(`${API}/entries/stream?after=${encodeURIComponent(cursor)}`);
  source.addEventListener('open', () => { state('live', 'live'); refresh(); });
  source.addEventListener('error', () => state('lost', 'connection lost, trying again'));
  source.addEventListener('entry', event => {
    addEntry(JSON.parse(event.data), true);
    refresh();
  });
}

// ---- one function

async function openVf(vf) {
  shown = { node: vf.node, pci: vf.pci };
  $('answer').replaceChildren();
  $('ask-at').value = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  $('history').replaceChildren();
  if (!$('vf').open) $('vf').showModal();
  await guarded(showVf);
}

async function showVf() {
  const vf = await get(pathOf(shown));
  $('vf-title').replaceChildren(`${vf.node}/${vf.pci}`, tag(vf.phase));
  const attachment = vf.owner.attachment;
  const facts = {
    'Since': time(vf.since, true),
    'Why': vf.reason,
    'Pod': podOf(vf.owner),
    'Network, interface': attachment ? `${attachment.network}, ${attachment.ifname}` : '',
    'Container': attachment?.container_id.slice(0, 12) ?? '',
    'Addresses': vf.owner.ips.join(', '),
    'MAC': macOf(vf.tuning, vf.phase),
    'VLAN': vlanOf(vf.tuning, vf.phase),
    'PF, index': `${vf.place.pf_netdev || vf.place.pf_pci}, ${vf.place.index}`,
    'Driver, pool': [vf.place.driver, vf.place.pool].filter(Boolean).join(', '),
    'Epoch, version': `${vf.fence.epoch}, ${vf.fence.version}`,
    'Entry': vf.node_seq,
  };
  $('vf-now').replaceChildren(...Object.entries(facts).filter(([, value]) => value !== '' && value !== undefined)
    .map(([name, value]) => element('div', '', element('dt', '', name), element('dd', '', String(value)))));
  await showHistory('');
}

async function showHistory(before) {
  const { steps, next } = await get(`${pathOf(shown)}/history?limit=40${before && `&before=${before}`}`);
  const rows = steps.map(({ entry, step }) => element('tr', '',
    element('td', '', String(entry.node_seq)),
    element('td', '', time(entry.decided_at)),
    element('td', '', time(entry.node_time)),
    element('td', '', step.from && step.from !== step.to ? [tag(step.from), ' → '] : '', tag(step.to)),
    element('td', '', `${step.fence.epoch}.${step.fence.version}`),
    element('td', '', podOf(step.owner) || '–'),
    element('td', 'mono', macOf(step.tuning, step.to) || '–'),
    element('td', '', String(vlanOf(step.tuning, step.to) ?? '–')),
    element('td', 'why', [entry.cause, step.reason].filter(Boolean).join(': '))));
  if (before) $('history').append(...rows); else $('history').replaceChildren(...rows);
  $('older').hidden = next === undefined;
  $('older').onclick = () => guarded(() => showHistory(String(next)));
}

async function ask(event) {
  event.preventDefault();
  await guarded(async () => {
    const at = new Date($('ask-at').value).toISOString();
    const answer = await get(`${pathOf(shown)}/holder?at=${encodeURIComponent(at)}`);
    const holding = answer.holding;
    $('answer').replaceChildren(
      element('p', '', answer.sentence),
      holding ? element('p', 'dim', [`MAC ${holding.mac ?? 'not known'}`, `VLAN ${holding.vlan ?? 'not known'}`,
        `given ${time(holding.given_at)} by entry ${holding.given_by.node_seq}`,
        holding.attached_by?.node_time && `on the node ${time(holding.attached_by.node_time)}`,
        holding.until ? `until ${time(holding.until)}` : 'still so'].filter(Boolean).join(' · ')) : '',
      holding ? element('p', 'dim', holding.handover.text) : '');
  });
}

// ---- all of it

let waiting = false;
let again = false;

/** Shows the nodes again, at most twice a second; the state that an entry made follows it within moments. */
function refresh() {
  if (waiting) { again = true; return; }
  waiting = true;
  setTimeout(async () => {
    again = false;
    await guarded(async () => {
      await showNodes();
      if (shown && $('vf').open) await showVf();
    });
    setTimeout(() => { waiting = false; if (again) refresh(); }, 400);
  }, 100);
}

async function guarded(work) {
  try {
    await work();
    $('trouble').textContent = '';
  } catch (failure) {
    $('trouble').textContent = failure.message;
  }
}

function state(name, text) {
  $('connection').dataset.state = name;
  $('connection').textContent = text;
}

async function start() {
  try {
    await showNodes();
    await showEntries();
    watch();
  } catch (failure) {
    state('wait', failure.message);
    setTimeout(start, 1_000);
  }
}

$('ask').addEventListener('submit', ask);
$('vf-close').addEventListener('click', () => $('vf').close());
$('vf').addEventListener('close', () => { shown = undefined; });
$('vf').addEventListener('click', event => { if (event.target === $('vf')) $('vf').close(); });
setInterval(refresh, 15_000);
start();
