import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import {
  EdgeNamespace,
  EnvReference,
  Identity,
  Life,
  MountedFiles,
  ParsecClient,
  ParsecHost,
  ParsecProof,
  ParsecSocket,
  Placement,
  PodSecurity,
  Posture,
  Probe,
  SecureEdgeApp,
  Target,
  Weakness,
  WritableFolder,
  type ParsecClientProps,
} from 'cdk8s-secure-edge';
import { chartFor, containerOf, image, manifestOf, podOf, problemOf, REASON } from '../edge/apps';
import { violations } from '../hardening/pod-security-restricted';
import { openNamespace, signer, signerByClaim, yamlOf } from './clients';

const golden = (name: string): string => readFileSync(join(__dirname, `${name}.k8s.yaml`), 'utf8');
const byClaim = (target: string, props: Partial<ParsecClientProps> = {}): ParsecClient =>
  signerByClaim(ParsecSocket.claim('parsec-socket'), target, props);
const onIzuma = (placement: Placement): ParsecClient =>
  signer({ placement, life: Life.keepsRunning() }, chartFor(Target.izumaEdge()));

describe('a client with only the required props', () => {
  test('mounts the folder of the host, in its own namespace', () => {
    expect(yamlOf(signer())).toBe(golden('host-path'));
  });

  test('reaches the socket through a claim, in a restricted namespace', () => {
    expect(yamlOf(byClaim('1.33'))).toBe(golden('claim'));
  });

  test('is a pod on one gateway, on izuma-edge', () => {
    expect(yamlOf(onIzuma(Placement.gateway('gateway-1')))).toBe(golden('izuma-edge'));
  });
});

describe.each([
  ['with a mount of the host', () => signer(), { hostPath: { path: '/run/parsec', type: 'Directory' } }],
  ['with a claim', () => byClaim('1.27'), { persistentVolumeClaim: { claimName: 'parsec-socket', readOnly: true } }],
  ['on izuma-edge', () => onIzuma(Placement.everyGateway()), { hostPath: { path: '/run/parsec', type: 'Directory' } }],
])('a client %s', (_, make, source) => {
  test("mounts only the socket's folder, read-only", () => {
    const client = make();
    const mounts = containerOf(client).volumeMounts.filter((m: any) => m.mountPath !== '/tmp');
    expect(mounts).toEqual([{ name: mounts[0].name, mountPath: '/run/parsec', readOnly: true }]);
    expect(podOf(client).spec.volumes.filter((v: any) => !v.emptyDir)).toEqual([{ name: mounts[0].name, ...source }]);
  });

  test("has the folder's group as a supplementary group, and no volume has a group", () => {
    expect(podOf(make()).spec.securityContext).toMatchObject({
      runAsUser: 20020,
      runAsGroup: 20020,
      supplementalGroups: [1206],
      runAsNonRoot: true,
    });
    expect(podOf(make()).spec.securityContext).not.toHaveProperty('fsGroup');
  });

  test('gets the URL of the socket', () => {
    expect(containerOf(make()).env).toEqual([
      { name: 'PARSEC_SERVICE_ENDPOINT', value: 'unix:/run/parsec/parsec.sock' },
    ]);
  });

  test('has no capabilities, no token and no network access', () => {
    expect(containerOf(make()).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect(podOf(make()).spec.automountServiceAccountToken).toBe(false);
    expect(manifestOf(make(), 'NetworkPolicy', 'signer').spec).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'signer' } },
      policyTypes: ['Ingress', 'Egress'],
    });
  });
});

test('a client with a claim passes Pod Security restricted, and the other client fails it only because of its mount', () => {
  expect(violations(podOf(byClaim('1.33')), 33)).toEqual([]);
  expect(violations(podOf(signer()), 27)).toEqual(['restrictedVolumes']);
});

test('keeps the other groups of a client', () => {
  const identity = Identity.user(20020, { supplementalGroups: [44, 1206] });
  expect(podOf(signer({ identity })).spec.securityContext.supplementalGroups).toEqual([44, 1206]);
});

test('keeps the other files and mounts of a client', () => {
  const client = byClaim('1.27', {
    env: { MODE: 'sign' },
    files: [MountedFiles.fromConfigMap('settings', '/etc/signer')],
    writableFolders: [WritableFolder.temporary('/var/cache/signer')],
  });
  const container = containerOf(client);
  expect(container.env.map((e: any) => e.name)).toEqual(['MODE', 'PARSEC_SERVICE_ENDPOINT']);
  expect(container.volumeMounts.map((m: any) => m.mountPath).sort()).toEqual([
    '/etc/signer',
    '/run/parsec',
    '/tmp',
    '/var/cache/signer',
  ]);
});

test('acknowledges the mount of the host, with a reason', () => {
  expect(signer().acknowledgements.map((a) => a.rule)).toEqual(['no-host-path']);
  expect(byClaim('1.27').acknowledgements).toEqual([]);
});

test('uses the folder, the group and the label of another host', () => {
  const host = new ParsecHost({
    groupId: 998,
    serviceUserId: 997,
    socketFolder: '/srv/parsec',
    nodeLabels: { 'node-restriction.kubernetes.io/tpm': '2.0' },
  });
  const client = signer({ host });
  const { spec } = podOf(client);
  expect(spec.securityContext.supplementalGroups).toEqual([998]);
  expect(spec.nodeSelector).toEqual({ 'node-restriction.kubernetes.io/tpm': '2.0' });
  expect(spec.volumes).toContainEqual(
    expect.objectContaining({ hostPath: { path: '/srv/parsec', type: 'Directory' } }),
  );
  expect(containerOf(client).volumeMounts).toContainEqual(
    expect.objectContaining({ mountPath: '/srv/parsec', readOnly: true }),
  );
  expect(containerOf(client).env[0].value).toBe('unix:/srv/parsec/parsec.sock');
});

describe('the identity of a client', () => {
  test.each([
    ["the image's user", { identity: Identity.ofImage() }, "identity must be the client's own user id"],
    ['the user of the Parsec service', { identity: Identity.user(1206) }, 'identity must not be 1206'],
    [
      "another host's service user",
      { identity: Identity.user(998), host: new ParsecHost({ groupId: 997, serviceUserId: 998 }) },
      'identity must not be 998',
    ],
    ['root', { weaknesses: [Weakness.rootUser(REASON)] }, 'must not run as root or privileged'],
    ['privileged', { weaknesses: [Weakness.privileged(REASON)] }, 'must not run as root or privileged'],
  ])('must not be %s', (_, props, problem) => {
    expect(problemOf(() => signer(props))).toContain(problem);
  });

  test("can have the number of the service's group, because a group is not a user", () => {
    const host = new ParsecHost({ groupId: 997, serviceUserId: 998 });
    expect(signer({ host, identity: Identity.user(997) }).identity.userId).toBe(997);
  });

  /** Returns true if a second client is rejected, because of the first. */
  const clash = (one: Placement, other: Placement, otherUser = 20020): boolean => {
    const namespace = openNamespace();
    signer({ placement: one }, namespace, 'one');
    try {
      signer({ placement: other, identity: Identity.user(otherUser) }, namespace, 'other');
      return false;
    } catch (error) {
      expect((error as Error).message).toContain('user 20020 is the identity of "shop/keys/one"');
      return true;
    }
  };
  const site = (name: string): Placement => Placement.replicas(2, { nodeLabels: { site: name } });

  test.each([
    ['on one gateway', Placement.gateway('a'), Placement.gateway('a'), true],
    ['on two gateways', Placement.gateway('a'), Placement.gateway('b'), false],
    ['on a gateway and on any node', Placement.gateway('a'), Placement.replicas(1), true],
    ['on a gateway and on every gateway', Placement.gateway('a'), Placement.everyGateway(), true],
    ['on any node', Placement.replicas(1), Placement.replicas(1), true],
    ['at two sites', site('north'), site('south'), false],
    ['at one site', site('north'), site('north'), true],
    ['at one site and on any node', site('north'), Placement.replicas(1), true],
  ])('of two clients %s: %#', (_, one, other, refused) => {
    expect(clash(one, other)).toBe(refused);
    expect(clash(other, one)).toBe(refused);
  });

  test('can differ from that of another client on the same gateway', () => {
    expect(clash(Placement.gateway('a'), Placement.gateway('a'), 20021)).toBe(false);
  });

  test('can be the same as in another app', () => {
    expect(() => [signer(), signer()]).not.toThrow();
  });

  test('must be unique across the charts of one app', () => {
    const app = new App();
    const open = (id: string): EdgeNamespace =>
      new EdgeNamespace(new Chart(app, id), `keys-${id}`, { podSecurity: PodSecurity.privileged(REASON) });
    signer({}, open('a'));
    expect(problemOf(() => signer({}, open('b')))).toContain('"a/keys-a/signer"');
  });

  test('is still free after a client with it was rejected', () => {
    const namespace = openNamespace();
    expect(() => signer({ hostname: 'not a name' }, namespace, 'one')).toThrow();
    expect(() => signer({}, namespace, 'other')).not.toThrow();
  });
});

describe('a user namespace', () => {
  test('is rejected, because the kernel would report another user to Parsec', () => {
    const posture = new Posture({ userNamespaces: true });
    expect(problemOf(() => signer({ posture }))).toContain('posture must not request a user namespace');
  });

  test('is switched off in the manifest from 1.33 on', () => {
    expect(podOf(byClaim('1.33')).spec.hostUsers).toBe(true);
    expect(podOf(byClaim('1.32')).spec).not.toHaveProperty('hostUsers');
  });

  test('does not change the other options of a posture', () => {
    const client = byClaim('1.33', { posture: new Posture({ strictSupplementalGroups: true }) });
    expect(podOf(client).spec.securityContext.supplementalGroupsPolicy).toBe('Strict');
  });
});

describe('the placement of a client', () => {
  const label = { 'node-restriction.kubernetes.io/parsec': 'true' };

  test.each([
    ['replicas', Placement.replicas(3), label],
    ['every gateway', Placement.everyGateway(), label],
    ['a gateway', Placement.gateway('a'), { 'kubernetes.io/hostname': 'a', ...label }],
    ['labels of its own', Placement.replicas(1, { nodeLabels: { site: 'north' } }), { site: 'north', ...label }],
  ])('requires a label that no kubelet can set for its own node: %s', (_, placement, nodeSelector) => {
    expect(podOf(signer({ placement })).spec.nodeSelector).toEqual(nodeSelector);
  });

  test('is a node name without a label on izuma-edge', () => {
    const { spec } = podOf(onIzuma(Placement.gateway('a')));
    expect(spec.nodeName).toBe('a');
    expect(spec).not.toHaveProperty('nodeSelector');
    expect(podOf(onIzuma(Placement.everyGateway())).spec.nodeSelector).toEqual(label);
  });
});

describe('the namespace of a client', () => {
  const inRestricted = (target: string): ParsecClient => signer({}, new EdgeNamespace(chartFor(target), 'keys'));

  test('must accept the mount of the host', () => {
    expect(problemOf(() => inRestricted('1.27'))).toMatch(
      /namespace "keys" enforces restricted, but no-host-path needs privileged: give the app its own EdgeNamespace/,
    );
    const baseline = new EdgeNamespace(chartFor(), 'keys', { podSecurity: PodSecurity.baseline(REASON) });
    expect(problemOf(() => signer({}, baseline))).toContain('enforces baseline');
  });

  test('must be an EdgeNamespace if the target has Pod Security admission', () => {
    expect(problemOf(() => signer({}, chartFor('1.27', { namespace: 'keys' })))).toContain(
      "the host's folder needs a namespace whose labels admit it",
    );
    expect(() => signer({}, chartFor('1.22', { namespace: 'keys' }))).not.toThrow();
    expect(() => onIzuma(Placement.gateway('a'))).not.toThrow();
  });

  test('can be any namespace for a client with a claim', () => {
    const socket = ParsecSocket.claim('parsec-socket');
    expect(signer({ socket }, chartFor('1.27', { namespace: 'keys' })).namespaceName).toBe('keys');
  });

  test('can be a prop instead of a scope', () => {
    const namespace = openNamespace();
    const client = signer({ namespace }, Chart.of(namespace));
    expect(manifestOf(client, 'Deployment').metadata.namespace).toBe('keys');
  });

  test('rejects apps that do not mount the folder of the host', () => {
    const namespace = openNamespace();
    signer({}, namespace);
    new SecureEdgeApp(namespace, 'web', { image });
    expect(() => yamlOf(namespace)).toThrow(
      /"shop\/keys\/web" needs only restricted, but namespace "keys" enforces privileged: give the app another namespace/,
    );
  });

  test('accepts two clients that both mount the folder', () => {
    const namespace = openNamespace();
    signer({}, namespace, 'one');
    signer({ identity: Identity.user(20021) }, namespace, 'other');
    expect(() => yamlOf(namespace)).not.toThrow();
  });
});

describe('the readiness probe of a client', () => {
  test.each([
    ['proves the identity by listing keys', ParsecProof.identity(), ['parsec-tool', 'list-keys']],
    [
      'proves the TPM by an operation of its provider, because listing keys succeeds even if the TPM does not answer',
      ParsecProof.tpm(),
      ['parsec-tool', '--provider', '3', 'generate-random', '--nbytes', '8'],
    ],
    [
      "proves the client's own key by a signature",
      ParsecProof.signature('door'),
      ['parsec-tool', 'sign', '--key-name', 'door', 'ready'],
    ],
    [
      "uses the image's own tool",
      ParsecProof.identity({ tool: '/usr/bin/parsec-tool' }),
      ['/usr/bin/parsec-tool', 'list-keys'],
    ],
  ])('%s', (_, proof, command) => {
    const { readinessProbe, livenessProbe } = containerOf(signer({ proof }));
    expect(readinessProbe).toEqual({ exec: { command }, periodSeconds: 30, timeoutSeconds: 10 });
    expect(livenessProbe).toBeUndefined();
  });

  test('has the period and the time-out of its options', () => {
    const proof = ParsecProof.tpm({ probe: { periodSeconds: 300, failureThreshold: 1 } });
    expect(containerOf(signer({ proof })).readinessProbe).toMatchObject({
      periodSeconds: 300,
      timeoutSeconds: 10,
      failureThreshold: 1,
    });
  });

  test('does not use Parsec without a proof', () => {
    expect(containerOf(signer())).not.toHaveProperty('readinessProbe');
    const readinessProbe = Probe.exec(['/bin/ready']);
    expect(containerOf(signer({ readinessProbe })).readinessProbe.exec.command).toEqual(['/bin/ready']);
  });

  test('comes from either the proof or the prop', () => {
    const props = { proof: ParsecProof.identity(), readinessProbe: Probe.exec(['/bin/ready']) };
    expect(problemOf(() => signer(props))).toContain('proof and readinessProbe exclude each other');
  });

  test("can be a key's signature on izuma-edge, but not random bytes, which its Parsec cannot generate", () => {
    const onGateway = (proof: ParsecProof) => (): ParsecClient =>
      signer({ placement: Placement.gateway('gateway-1'), proof }, chartFor(Target.izumaEdge()));
    expect(problemOf(onGateway(ParsecProof.tpm()))).toContain('use ParsecProof.signature');
    expect(containerOf(onGateway(ParsecProof.signature('door'))()).readinessProbe.exec.command).toContain('sign');
  });

  test.each(['', ' ', '--provider'])('rejects the key name %j', (keyName) => {
    expect(problemOf(() => ParsecProof.signature(keyName))).toContain('keyName must be the name of a key');
  });

  test.each([['identity'], ['tpm']] as const)('needs a tool for the proof %s', (kind) => {
    expect(problemOf(() => ParsecProof[kind]({ tool: ' ' }))).toBe(
      'ParsecProof: tool must be the path of a program in the image, got " "',
    );
  });
});

test.each([
  ['env', { env: { PARSEC_SERVICE_ENDPOINT: 'unix:/tmp/evil.sock' } }],
  ['envReferences', { envReferences: { PARSEC_SERVICE_ENDPOINT: EnvReference.configMapKey('settings', 'endpoint') } }],
])('rejects a second endpoint in %s', (_, props) => {
  expect(problemOf(() => signer(props))).toContain("PARSEC_SERVICE_ENDPOINT is set from the host's socketFolder");
});

test('rejects a folder of the app at the path of the socket', () => {
  const writableFolders = [WritableFolder.temporary('/run/parsec')];
  for (const make of [() => signer({ writableFolders }), () => byClaim('1.27', { writableFolders })])
    expect(problemOf(make)).toContain('two volumes are mounted at "/run/parsec"');
});

test('reports all problems in one error, with the path of the client', () => {
  const message = problemOf(() =>
    signer(
      {
        identity: Identity.user(1206),
        posture: new Posture({ userNamespaces: true }),
        env: { PARSEC_SERVICE_ENDPOINT: 'unix:/tmp/x' },
      },
      chartFor('1.27'),
    ),
  );
  expect(message).toMatch(/^ParsecClient "shop\/signer": 4 problems\n/);
});

test("rejects a claim's name that a cluster would reject", () => {
  expect(problemOf(() => ParsecSocket.claim('Parsec'))).toMatch(/^ParsecSocket.claim: claim must be .* got "Parsec"/);
});
