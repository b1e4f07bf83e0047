import { App, Chart, Testing } from 'cdk8s';
import { EdgeNamespace, Image, PodSecurity, SecureEdgeApp, Target, Weakness } from 'cdk8s-secure-edge';
import { chartFor, image, manifestOf, manifestsOf, problemOf, REASON } from './apps';

const POD_SECURITY = 'pod-security.kubernetes.io';

describe('a namespace', () => {
  test.each(['1.23', '1.27', '1.37'])('enforces Pod Security restricted of version %s', (version) => {
    const chart = chartFor(version);
    new EdgeNamespace(chart, 'factory', { labels: { team: 'edge' } });
    const { metadata } = manifestOf(chart, 'Namespace');
    expect(metadata).toEqual({
      name: 'factory',
      ...(version !== '1.27' && { annotations: { 'secure-edge.dev/kubernetes': version } }),
      labels: {
        [`${POD_SECURITY}/enforce`]: 'restricted',
        [`${POD_SECURITY}/enforce-version`]: `v${version}`,
        [`${POD_SECURITY}/audit`]: 'restricted',
        [`${POD_SECURITY}/audit-version`]: `v${version}`,
        [`${POD_SECURITY}/warn`]: 'restricted',
        [`${POD_SECURITY}/warn-version`]: `v${version}`,
        team: 'edge',
      },
    });
  });

  test('records a loss if the target does not read the labels', () => {
    const chart = chartFor('1.22');
    new EdgeNamespace(chart, 'factory');
    const { metadata } = manifestOf(chart, 'Namespace');
    expect(metadata.labels).toBeUndefined();
    expect(metadata.annotations['secure-edge.dev/losses']).toBe(
      `- field: metadata.labels[pod-security.kubernetes.io/enforce]\n  wanted: restricted\n  since: "1.23"\n  instead: "nothing: no admission plugin reads the labels"\n`,
    );
  });

  test('denies all traffic that no app allows', () => {
    const chart = chartFor();
    new EdgeNamespace(chart, 'factory');
    expect(manifestOf(chart, 'NetworkPolicy', 'default-deny')).toMatchObject({
      metadata: { namespace: 'factory' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    expect(manifestOf(chart, 'NetworkPolicy').spec.ingress).toBeUndefined();
    expect(manifestOf(chart, 'NetworkPolicy').spec.egress).toBeUndefined();
  });

  test('has no namespace itself, even if its chart has one', () => {
    const chart = chartFor('1.27', { namespace: 'other' });
    new EdgeNamespace(chart, 'factory');
    expect(manifestOf(chart, 'Namespace').metadata.namespace).toBeUndefined();
    expect(problemOf(() => new EdgeNamespace(chart, 'again', { name: 'factory' }))).toContain(
      'the name "factory" is already taken by the Namespace of "shop/factory/Namespace"',
    );
  });

  test('contains the apps below it, and those whose namespace prop specifies it', () => {
    const chart = chartFor('1.27', { namespace: 'other' });
    const namespace = new EdgeNamespace(chart, 'Factory', { name: 'factory' });
    const below = new SecureEdgeApp(namespace, 'below', { image });
    const beside = new SecureEdgeApp(chart, 'beside', { image, namespace });
    const outside = new SecureEdgeApp(chart, 'outside', { image });
    expect([below, beside, outside].map((a) => a.namespaceName)).toEqual(['factory', 'factory', 'other']);
    const places = manifestsOf(chart).map((m) => `${m.kind} ${m.metadata.name} ${m.metadata.namespace}`);
    expect(places).toEqual(
      expect.arrayContaining([
        'Deployment below factory',
        'ServiceAccount beside factory',
        'NetworkPolicy outside other',
      ]),
    );
  });

  test('of an app is the closest one around it', () => {
    const outer = new EdgeNamespace(chartFor(), 'outer');
    const inner = new EdgeNamespace(outer, 'inner');
    expect(new SecureEdgeApp(inner, 'web', { image }).namespaceName).toBe('inner');
  });

  test('is written for its own target', () => {
    const namespace = new EdgeNamespace(chartFor(), 'factory', { target: Target.kubernetes('1.30') });
    expect(manifestOf(Chart.of(namespace), 'Namespace').metadata.labels[`${POD_SECURITY}/enforce-version`]).toBe(
      'v1.30',
    );
    expect(new SecureEdgeApp(namespace, 'web', { image }).target.name).toBe('1.30');
  });

  test.each([
    [
      { name: 'Factory_1' },
      'name must be at most 63 of the characters a-z, 0-9 and "-", with a letter or digit at both ends, got "Factory_1": write "factory-1"',
    ],
    [
      { labels: { 'a b': 'c' } },
      'label key must be a name of at most 63 of the characters A-Z, a-z, 0-9, "-", "_" and ".", with an optional DNS name and "/" before it, got "a b"',
    ],
    [
      { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
      'label "pod-security.kubernetes.io/enforce" is set by podSecurity: use PodSecurity.baseline or PodSecurity.privileged with a reason',
    ],
    [{ target: Target.izumaEdge() }, 'izuma-edge does not have namespaces: put the apps into the chart'],
  ])('is rejected with invalid props: case %#', (props, message) => {
    expect(problemOf(() => new EdgeNamespace(new Chart(new App(), 'shop'), 'factory', props))).toBe(
      `EdgeNamespace "shop/factory": ${message}`,
    );
  });

  test('rejects another network policy named default-deny', () => {
    const namespace = new EdgeNamespace(chartFor(), 'factory');
    expect(problemOf(() => new SecureEdgeApp(namespace, 'default-deny', { image }))).toContain(
      'the name "default-deny" is already taken by the NetworkPolicy of "shop/factory/DefaultDeny" in the same namespace',
    );
  });
});

describe('a namespace with a weaker level', () => {
  const root = Weakness.rootUser(REASON);
  const host = Weakness.hostNetwork(REASON);
  const namespace = (podSecurity: PodSecurity): EdgeNamespace =>
    new EdgeNamespace(chartFor(), 'factory', { podSecurity });

  test.each([
    [PodSecurity.baseline(REASON), 'baseline'],
    [PodSecurity.privileged(REASON), 'privileged'],
  ])('enforces the weaker level, warns at restricted, and records the reason: case %#', (podSecurity, level) => {
    const { metadata } = manifestOf(Chart.of(namespace(podSecurity)), 'Namespace');
    expect(metadata.labels).toMatchObject({
      [`${POD_SECURITY}/enforce`]: level,
      [`${POD_SECURITY}/audit`]: 'restricted',
      [`${POD_SECURITY}/warn`]: 'restricted',
    });
    expect(metadata.annotations['secure-edge.dev/acknowledge']).toBe(
      `- rule: namespace-pod-security\n  reason: ${REASON}\n  value: ${level}\n`,
    );
  });

  test.each([
    [
      PodSecurity.restricted(),
      root,
      'enforces restricted, but run-as-non-root, run-as-user need baseline',
      "PodSecurity.baseline('the reason')",
    ],
    [
      PodSecurity.restricted(),
      host,
      'enforces restricted, but no-host-namespaces needs privileged',
      "PodSecurity.privileged('the reason')",
    ],
    [
      PodSecurity.baseline(REASON),
      host,
      'enforces baseline, but no-host-namespaces needs privileged',
      "PodSecurity.privileged('the reason')",
    ],
  ])('is needed for a weak app: case %#', (podSecurity, weakness, what, fix) => {
    expect(problemOf(() => new SecureEdgeApp(namespace(podSecurity), 'web', { image, weaknesses: [weakness] }))).toBe(
      `SecureEdgeApp "shop/factory/web": namespace "factory" ${what}: give the app its own EdgeNamespace with podSecurity: ${fix}`,
    );
  });

  test('is needed for a weak container that is added later', () => {
    const app = new SecureEdgeApp(namespace(PodSecurity.restricted()), 'web', { image });
    expect(problemOf(() => app.addContainer('b', { image, weaknesses: [root] }))).toContain('enforces restricted, but');
  });

  test.each([
    [PodSecurity.restricted(), [Weakness.writableRootFilesystem(REASON)]],
    [PodSecurity.baseline(REASON), [root]],
    [PodSecurity.baseline(REASON), []],
    [PodSecurity.privileged(REASON), [host, root]],
  ])('accepts apps that need its level: case %#', (podSecurity, weaknesses) => {
    const app = new SecureEdgeApp(namespace(podSecurity), 'web', { image, weaknesses });
    expect(() => Testing.synth(Chart.of(app))).not.toThrow();
  });

  test('that enforces privileged rejects an app that needs only a stricter level', () => {
    const privileged = namespace(PodSecurity.privileged(REASON));
    new SecureEdgeApp(privileged, 'host', { image, weaknesses: [host] });
    new SecureEdgeApp(privileged, 'root', { image, weaknesses: [root] });
    const late = new SecureEdgeApp(privileged, 'late', { image });
    expect(() => Testing.synth(Chart.of(privileged))).toThrow(
      /"shop\/factory\/root" needs only baseline, but namespace "factory" enforces privileged: give the app another namespace[\s\S]*"shop\/factory\/late" needs only restricted/,
    );
    late.addContainer('host', { image, weaknesses: [host] });
    expect(() => Testing.synth(Chart.of(privileged))).toThrow(/^(?![\s\S]*late)[\s\S]*shop\/factory\/root/);
  });

  test('needs a reason of ten characters or more', () => {
    expect(problemOf(() => PodSecurity.baseline('because'))).toContain(
      'reason must have at least 10 characters, got "because"',
    );
    expect(problemOf(() => PodSecurity.privileged(' '))).toContain('reason must have at least 10 characters');
  });

  test('is not needed for an image with a tag', () => {
    const app = new SecureEdgeApp(namespace(PodSecurity.restricted()), 'web', {
      image: Image.fromTag('ghcr.io/acme/web:1', REASON),
    });
    expect(app.podSecurityLevel).toBe('restricted');
  });
});
