// A kubectl whose cluster is a JSON file, CLUSTER. It also plays the cluster's controllers and the AppArmor loader.
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { parseArgs } = require('node:util');

const file = process.env.CLUSTER;
const cluster = JSON.parse(readFileSync(file, 'utf8'));
const string = { type: 'string' };
const flag = { type: 'boolean' };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    context: string,
    kubeconfig: string,
    namespace: string,
    selector: string,
    output: { type: 'string', short: 'o' },
    filename: string,
    type: string,
    patch: string,
    address: string,
    wait: string,
    'request-timeout': string,
    'field-manager': string,
    'ignore-not-found': flag,
    'server-side': flag,
    'force-conflicts': flag,
    all: flag,
  },
  args: process.argv.slice(2),
});
const [verb, kinds = '', ...names] = positionals;

appendFileSync(`${file}.calls`, `${JSON.stringify(process.argv.slice(2))}\n`);

const KINDS = {
  namespaces: 'Namespace',
  deployments: 'Deployment',
  daemonset: 'DaemonSet',
  daemonsets: 'DaemonSet',
  replicasets: 'ReplicaSet',
  pods: 'Pod',
  services: 'Service',
  configmap: 'ConfigMap',
  configmaps: 'ConfigMap',
  events: 'Event',
};

function isMeant({ kind, metadata }) {
  const isKind = kinds.split(',').some((word) => {
    if (!(word in KINDS)) fail(`error: the server doesn't have a resource type "${word}"`);
    return KINDS[word] === kind;
  });
  const [key, value] = values.selector?.split('=') ?? [];
  return (
    isKind &&
    metadata.namespace === values.namespace &&
    (names.length === 0 || names.includes(metadata.name)) &&
    (key === undefined || metadata.labels?.[key] === value)
  );
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

const save = () => writeFileSync(file, JSON.stringify(cluster));

const verbs = {
  version() {
    if (cluster.unreachable) fail(`The connection to the server ${values.context ?? 'localhost'} was refused`);
    console.log('{}');
  },

  apply() {
    if (cluster.refuses) fail(cluster.refuses.join('\n'));
    if (!values['server-side']) fail('only server-side');
    const objects = JSON.parse(readFileSync(values.filename, 'utf8'));
    cluster.objects.push(...objects);
    save();
    for (const { kind, metadata } of objects) console.log(`${kind.toLowerCase()}/${metadata.name} serverside-applied`);
  },

  get() {
    const found = cluster.objects.filter(isMeant);
    if (values.output === 'name') {
      for (const { kind, metadata } of found) console.log(`${kind.toLowerCase()}/${metadata.name}`);
    } else if (found.length > 0 || names.length === 0) {
      console.log(JSON.stringify(names.length === 1 ? found[0] : { kind: 'List', items: found }));
    }
  },

  delete() {
    if (names.length === 0 && !values.all) fail('error: resource(s) were provided, but no name was specified');
    for (const { kind, metadata } of cluster.objects.filter(isMeant)) {
      const isOwned = (o) =>
        kind === 'Namespace'
          ? o.metadata.namespace === metadata.name
          : o.metadata.namespace === metadata.namespace && o.metadata.ownedBy === metadata.name;
      const isGoing = (o) => (o.kind === kind && o.metadata.name === metadata.name) || isOwned(o);
      const held = cluster.objects.filter((o) => isOwned(o) && o.metadata.finalizers);
      cluster.objects = cluster.objects.filter(
        (o) =>
          !isGoing(o) ||
          o.metadata.finalizers ||
          held.includes(o) ||
          (kind === 'Namespace' && !isOwned(o) && held.length > 0),
      );
    }
    save();
  },

  patch() {
    const [target] = cluster.objects.filter(isMeant);
    if (!target || values.type !== 'merge') fail(`Error from server (NotFound): ${kinds} "${names[0]}" not found`);
    const change = JSON.parse(values.patch);
    target.metadata.resourceVersion = String(Number(target.metadata.resourceVersion) + 1);
    if (target.kind === 'ConfigMap') target.data = { ...target.data, ...change.data };
    if (target.kind === 'DaemonSet') rollOut(target, change.spec.template.metadata.annotations);
    save();
  },

  'port-forward'() {
    const service = kinds.replace('service/', '');
    if (cluster.answers[service] === undefined) fail(`Error from server (NotFound): services "${service}" not found`);
    const namespace = service === 'hello-root' ? 'secure-edge-demo-root' : 'secure-edge-demo';
    if (values.namespace !== namespace || names[0] !== ':80') fail('unknown port');
    if (takeFailure(service)) fail(`error: lost connection to pod of ${service}`);
    const server = createServer(({ url }, response) => {
      const { status, body, hangs } = cluster.answers[service][url] ?? { status: 404, body: 'no such path' };
      if (hangs) return;
      response.writeHead(status).end(`${body}\n`);
    });
    server.listen(0, '127.0.0.1', () => console.log(`Forwarding from 127.0.0.1:${server.address().port} -> 8080`));
    process.on('SIGTERM', () => process.exit(0));
  },
};

/** The first attempts at a service may be told to fail; each failure is a line of a file, since forwards run side by side. */
function takeFailure(service) {
  const seen = `${file}.${service}`;
  appendFileSync(seen, '.');
  return readFileSync(seen, 'utf8').length <= (cluster.failures?.[service] ?? 0);
}

/** Plays new loader pods, which unload the retired profiles. Records processes that an unloaded profile leaves unconfined. */
function rollOut(daemonSet, annotations) {
  if (JSON.stringify(daemonSet.annotations) === JSON.stringify(annotations)) return;
  daemonSet.annotations = annotations;
  daemonSet.metadata.generation += 1;
  if (cluster.loaderIsStuck) return;
  daemonSet.status.observedGeneration = daemonSet.metadata.generation;
  const retired = cluster.objects.find((o) => o.metadata.name === 'apparmor-loader-retired').data.retired.split('\n');
  const armored = cluster.objects.filter((o) => o.kind === 'Pod' && retired.includes(o.metadata.ownedBy));
  cluster.unconfined.push(...armored.map((o) => o.metadata.name));
  cluster.kernel = cluster.kernel.filter((name) => !retired.includes(name));
}

if (!(verb in verbs)) fail(`error: unknown command "${verb}"`);
verbs[verb]();
