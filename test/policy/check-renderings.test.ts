import { Severity } from '../../src/diagnostics/severity';
import { PolicyEngine } from '../../src/policy/engine';
import type { PolicyReport } from '../../src/policy/policy-report';
import { documents } from './judging';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const IMAGE = `registry.example/web@${DIGEST}`;
const SPEC = `{automountServiceAccountToken: false, enableServiceLinks: false, securityContext: {runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, seccompProfile: {type: RuntimeDefault}}, containers: [{name: web, image: "${IMAGE}", resources: {limits: {cpu: 100m, memory: 64Mi, ephemeral-storage: 64Mi}}, securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}}]}`;
const TEMPLATE = `{metadata: {labels: {app: web}}, spec: ${SPEC}}`;
const WORKLOAD = `{selector: {matchLabels: {app: web}}, template: ${TEMPLATE}}`;
const POLICY = `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: edge}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}`;

const set = (tweaks: string, more = 'pools: [a, b, c]', metadata = ''): string =>
  `{apiVersion: apps.openyurt.io/v1beta1, kind: YurtAppSet, metadata: {name: web, namespace: edge${metadata}}, spec: {${more}, workload: {workloadTemplate: {deploymentTemplate: {metadata: {labels: {app: web}}, spec: ${WORKLOAD}}}, workloadTweaks: ${tweaks}}}}`;
const patch = (path: string, value: string, operation = 'add'): string =>
  `{operation: ${operation}, path: ${path}, value: ${value}}`;
const HOST_PID = patch('/spec/template/spec/hostPID', 'true');
const PRIVILEGED = patch('/spec/template/spec/containers/0/securityContext/privileged', 'true');

const checked = (...manifests: string[]): PolicyReport =>
  new PolicyEngine({ kubernetes: '1.33' }).check(documents([...manifests, POLICY].join('\n---\n')));
const found = (...manifests: string[]): string[] =>
  checked(...manifests)
    .findings.filter(({ severity }) => severity !== Severity.LOW)
    .map(({ resource, rule }) => `${resource.kind} ${resource.name}: ${rule}`);

describe('a tweak of a YurtAppSet', () => {
  test('without an effect on security gives no finding', () => {
    expect(found(set('[]'))).toEqual([]);
    expect(
      found(
        set(
          `[{pools: [b], tweaks: {replicas: 3, patches: [${patch('/spec/template/metadata/annotations', '{a: b}')}]}}]`,
        ),
      ),
    ).toEqual([]);
  });

  test('is found only for its pool, at its place', () => {
    const { findings, notJudged, objects } = checked(set(`[{pools: [b], tweaks: {patches: [${HOST_PID}]}}]`));
    expect(findings.map(({ rule, resource, path, documentPath }) => [rule, resource.name, path, documentPath])).toEqual(
      [
        [
          'no-host-namespaces',
          'web, pool b',
          '/spec/workload/workloadTemplate/deploymentTemplate/spec/template/spec/hostPID',
          '/spec/workload/workloadTweaks/0/tweaks/patches/0/value',
        ],
      ],
    );
    expect([notJudged, objects]).toEqual([[], 2]);
  });

  test.each<[string, string, string[]]>([
    [
      'an image',
      `[{pools: [b], tweaks: {containerImages: [{name: web, targetImage: "registry.example/web:latest"}]}}]`,
      ['YurtAppSet web, pool b: image-digest', 'YurtAppSet web, pool b: no-latest-tag'],
    ],
    [
      'a removed value',
      `[{pools: [b], tweaks: {patches: [{operation: remove, path: /spec/template/spec/containers/0/securityContext/capabilities}]}}]`,
      ['YurtAppSet web, pool b: drop-all-capabilities'],
    ],
    [
      'a replaced object',
      `[{pools: [b], tweaks: {patches: [${patch('/spec/template/spec/containers/0/resources/limits/memory', 'null', 'replace')}]}}]`,
      ['YurtAppSet web, pool b: resource-limits'],
    ],
    [
      'two pools',
      `[{pools: [b, c], tweaks: {patches: [${HOST_PID}]}}]`,
      ['YurtAppSet web, pools b and c: no-host-namespaces'],
    ],
    [
      'two tweaks of a pool',
      `[{pools: [b], tweaks: {patches: [${HOST_PID}]}}, {pools: [b], tweaks: {patches: [${PRIVILEGED}]}}]`,
      [
        'YurtAppSet web, pool b: no-host-namespaces',
        'YurtAppSet web, pool b: no-privileged',
        'YurtAppSet web, pool b: valid-security-context',
      ],
    ],
    [
      'pools that share one of two tweaks',
      `[{pools: [a, b], tweaks: {replicas: 2}}, {pools: [b], tweaks: {patches: [${HOST_PID}]}}]`,
      ['YurtAppSet web, pool b: no-host-namespaces'],
    ],
    [
      'the name of the pool',
      `[{pools: [b, c], tweaks: {patches: [${patch('/spec/template/spec/containers/0/env', '[{name: PASSWORD, value: "hunter2-{{nodepool-name}}"}]')}]}}]`,
      ['YurtAppSet web, pool b: no-plain-secret-env', 'YurtAppSet web, pool c: no-plain-secret-env'],
    ],
    ['labels that no policy selects', `[{pools: [b], tweaks: {patches: [${patch('/metadata/namespace', 'x')}]}}]`, []],
  ])('with %s', (_, tweaks, expected) => {
    expect([...new Set(found(set(tweaks)))]).toEqual(expected);
  });

  test('that selects pools is rendered for those among the manifests, and for others', () => {
    const pool = (name: string, zone: string): string =>
      `{apiVersion: apps.openyurt.io/v1beta2, kind: NodePool, metadata: {name: ${name}, labels: {zone: ${zone}}}, spec: {type: Edge}}`;
    const tweaks = `[{nodepoolSelector: {matchLabels: {zone: north}}, tweaks: {patches: [${HOST_PID}]}}]`;
    expect(found(set(tweaks), pool('a', 'south'), pool('b', 'north'), pool('c', 'south'))).toEqual([
      'YurtAppSet web, pool b: no-host-namespaces',
    ]);
    expect(found(set(tweaks), pool('a', 'south'), pool('b', 'south'), pool('c', 'south'))).toEqual([]);
    expect(found(set(tweaks, 'nodepoolSelector: {matchLabels: {zone: north}}'), pool('b', 'north'))).toEqual([
      'YurtAppSet web, pool b: no-host-namespaces',
    ]);
    expect(found(set(tweaks))).toEqual([
      'YurtAppSet web, the pools that /spec/workload/workloadTweaks/0 selects: no-host-namespaces',
    ]);
  });

  test.each<[string, string, string]>([
    [
      'a missing value',
      `[{pools: [b], tweaks: {patches: [{operation: remove, path: /spec/template/spec/hostIPC}]}}]`,
      'the remove of "/spec/template/spec/hostIPC" does not apply, because /spec/template/spec/hostIPC does not exist',
    ],
    [
      'a missing parent',
      `[{pools: [b], tweaks: {patches: [${patch('/spec/template/spec/containers/1/image', 'x')}]}}]`,
      'the add of "/spec/template/spec/containers/1/image" does not apply, because /spec/template/spec/containers/1 does not exist',
    ],
    [
      'a missing container',
      `[{pools: [b], tweaks: {containerImages: [{name: wbe, targetImage: "${IMAGE}"}]}}]`,
      'the image does not apply, because the template has no container "wbe"',
    ],
    [
      'a missing pool',
      `[{pools: [d], tweaks: {replicas: 1}}]`,
      'pool d is not among spec.pools, so the tweak does not apply there',
    ],
  ])('for %s does not apply', (_, tweaks, message) => {
    const own = checked(set(tweaks)).findings.filter(({ rule }) => rule === 'valid-overlay');
    expect(own.map((each) => [each.resource.name, each.message])).toEqual([['web', message]]);
  });

  test('can refer to what every workload has', () => {
    const paths = [
      '/metadata/labels/apps.openyurt.io~1pool-name',
      '/spec/template/spec/nodeSelector/apps.openyurt.io~1nodepool',
    ];
    const tweaks = `[{pools: [b], tweaks: {patches: [${paths.map((path) => patch(path, 'x', 'replace')).join(', ')}]}}]`;
    expect(found(set(tweaks))).toEqual([]);
  });

  test('with a value of a wrong type is not judged', () => {
    const privileged = patch('/spec/template/spec/containers/0/securityContext/privileged', '"true"');
    const { findings } = checked(set(`[{pools: [b], tweaks: {patches: [${privileged}]}}]`));
    const unread = findings.filter(({ rule }) => rule === 'unreadable-content');
    expect(unread.map(({ message }) => message)).toEqual([expect.stringContaining('for pool b')]);
  });

  test('with an unknown operation is not judged', () => {
    const { notJudged, findings } = checked(set(`[{pools: [b], tweaks: {patches: [${patch('/a', '1', 'merge')}]}}]`));
    expect(notJudged).toMatchObject([{ apiVersion: 'apps.openyurt.io/v1beta1', kind: 'YurtAppSet', count: 1 }]);
    expect(findings.map(({ rule }) => rule)).toContain('unreadable-content');
  });
});

test('a pool of version v1alpha1 patches its template', () => {
  const old = `{apiVersion: apps.openyurt.io/v1alpha1, kind: YurtAppSet, metadata: {name: web, namespace: edge}, spec: {selector: {matchLabels: {app: web}}, workloadTemplate: {deploymentTemplate: {metadata: {labels: {app: web}}, spec: ${WORKLOAD}}}, topology: {pools: [{name: a, replicas: 1}, {name: b, replicas: 1, patch: {spec: {template: {spec: {containers: [{name: web, securityContext: {privileged: true}}]}}}}}]}}}`;
  const { findings } = checked(old);
  expect(
    findings.filter(({ rule }) => rule === 'no-privileged').map((each) => [each.resource.name, each.documentPath]),
  ).toEqual([
    ['web, pool b', '/spec/topology/pools/1/patch/spec/template/spec/containers/0/securityContext/privileged'],
  ]);
});

describe('a YurtAppOverrider', () => {
  const overrider = (entries: string, metadata = '', subject = '{kind: YurtAppSet, name: web}'): string =>
    `{apiVersion: apps.openyurt.io/v1alpha1, kind: YurtAppOverrider, metadata: {name: over, namespace: edge${metadata}}, subject: ${subject}, entries: ${entries}}`;

  test.each<[string, string, string[]]>([
    [
      'an image',
      '[{pools: [b], items: [{image: {containerName: web, imageClaim: "registry.example/web:latest"}}]}]',
      ['YurtAppSet web, pool b: image-digest', 'YurtAppSet web, pool b: no-latest-tag'],
    ],
    ['a patch', `[{pools: [b], patches: [${HOST_PID}]}]`, ['YurtAppSet web, pool b: no-host-namespaces']],
    [
      'every pool but one',
      `[{pools: ["*", -a], patches: [${HOST_PID}]}]`,
      ['YurtAppSet web, pools b and c: no-host-namespaces'],
    ],
    ['replicas', '[{pools: [b], items: [{replicas: 3}]}]', []],
  ])('with %s', (_, entries, expected) => {
    expect(found(set('[]'), overrider(entries))).toEqual(expected);
  });

  test('is the place of its findings, and of their acknowledgements', () => {
    const { findings } = checked(set('[]'), overrider(`[{pools: [b], patches: [${HOST_PID}]}]`));
    expect(findings.map(({ document, documentPath }) => [document, documentPath])).toEqual([
      [1, '/entries/0/patches/0/value'],
    ]);
    const accepted = checked(
      set('[]'),
      overrider(
        `[{pools: [b], patches: [${HOST_PID}]}]`,
        `, annotations: {secure-edge.dev/acknowledge: '[{rule: no-host-namespaces, reason: it watches the processes}]'}`,
      ),
    );
    expect(accepted.findings.map(({ rule, acknowledged }) => [rule, acknowledged?.reason])).toEqual([
      ['no-host-namespaces', 'it watches the processes'],
    ]);
  });

  test('of an object that is not among the manifests is not judged', () => {
    const { notJudged, findings } = checked(overrider(`[{pools: [b], patches: [${HOST_PID}]}]`));
    expect(notJudged).toMatchObject([{ apiVersion: 'apps.openyurt.io/v1alpha1', kind: 'YurtAppOverrider', count: 1 }]);
    expect(findings[0]?.message).toContain('its subject YurtAppSet web is not among the manifests');
  });
});

describe('an overrider of a KubeEdge EdgeApplication', () => {
  const application = (overriders: string, kind = 'Deployment', image = IMAGE): string =>
    `{apiVersion: apps.kubeedge.io/v1alpha1, kind: EdgeApplication, metadata: {name: app, namespace: edge}, spec: {workloadTemplate: {manifests: [{apiVersion: apps/v1, kind: ${kind}, metadata: {name: web, namespace: edge}, spec: ${WORKLOAD.replace(IMAGE, image)}}]}, workloadScope: {targetNodeGroups: [{name: a, overriders: ${overriders}}]}}}`;

  test.each<[string, string, string[]]>([
    [
      'an image tag',
      '{imageOverriders: [{component: Tag, operator: replace, value: latest}]}',
      ['image-digest', 'no-latest-tag'],
    ],
    [
      'the tag of one image',
      '{imageOverriders: [{component: Tag, operator: replace, value: latest, predicate: {path: /spec/template/spec/containers/0/image}}]}',
      ['image-digest', 'no-latest-tag'],
    ],
    [
      'the path of no image',
      '{imageOverriders: [{component: Tag, operator: replace, value: latest, predicate: {path: /spec/template/spec/containers/1/image}}]}',
      ['valid-overlay'],
    ],
    ['a digest', `{imageOverriders: [{component: Tag, operator: replace, value: "${DIGEST}"}]}`, []],
    ['another registry', '{imageOverriders: [{component: Registry, operator: replace, value: mirror.example}]}', []],
    ['no version', '{imageOverriders: [{component: Tag, operator: remove}]}', ['image-digest', 'no-latest-tag']],
    [
      'a secret',
      '{envOverriders: [{containerName: web, operator: add, value: [{name: DB_PASSWORD, value: hunter2hunter2}]}]}',
      ['no-plain-secret-env'],
    ],
    ['no limits', '{resourcesOverriders: [{containerName: web, value: {}}]}', ['resource-limits']],
    [
      'arguments',
      '{argsOverriders: [{containerName: web, operator: add, value: [--password=hunter2hunter2]}]}',
      ['no-plain-secret-args'],
    ],
    ['a missing container', '{argsOverriders: [{containerName: wbe, operator: add, value: [-v]}]}', ['valid-overlay']],
    ['replicas', '{replicas: 3}', []],
    ['an unknown field', '{labelOverriders: []}', ['unreadable-content', 'valid-structure']],
  ])('with %s', (_, overriders, expected) => {
    const rules = checked(application(overriders)).findings.filter(({ severity }) => severity !== Severity.LOW);
    expect([...new Set(rules.map(({ rule }) => rule))].sort()).toEqual(expected);
    const names = new Set(
      rules.map(({ resource, rule }) => (rule.startsWith('valid') || rule.startsWith('unread') ? '' : resource.name)),
    );
    for (const name of names) expect(['', 'web, node group a']).toContain(name);
  });

  test('drops the digest of an image with a tag', () => {
    const overriders = '{imageOverriders: [{component: Registry, operator: replace, value: mirror.example}]}';
    const { findings } = checked(application(overriders, 'Deployment', `registry.example/web:1@${DIGEST}`));
    expect(findings.map(({ rule, message }) => `${rule} ${message}`).join('\n')).toContain(
      'image-digest image "mirror.example/web:1" does not have a digest',
    );
  });

  test('applies to Deployments only', () => {
    const overriders = '{imageOverriders: [{component: Tag, operator: replace, value: latest}]}';
    expect(found(application(overriders, 'ReplicaSet'))).toEqual([]);
  });
});

describe('a Rancher Fleet Bundle', () => {
  const bundle = (spec: string): string =>
    `{apiVersion: fleet.cattle.io/v1alpha1, kind: Bundle, metadata: {name: b, namespace: edge}, spec: ${spec}}`;

  test.each<[string, string, string[]]>([
    ['targets', '{targets: [{name: north, clusterSelector: {}}]}', []],
    ['harmless options', '{helm: {releaseName: web, takeOwnership: true}}', []],
    ['values of a target', '{targets: [{name: north, helm: {values: {a: 1}}}]}', ['/spec/targets/0/helm']],
    ['a chart', '{helm: {chart: web}}', ['/spec/helm']],
    [
      'overlays of a target',
      '{targetCustomizations: [{name: north, yaml: {overlays: [north]}}]}',
      ['/spec/targetCustomizations/0/yaml/overlays'],
    ],
    ['an overlay of kustomize', '{kustomize: {dir: overlays/north}}', ['/spec/kustomize']],
  ])('with %s', (_, spec, expected) => {
    const { findings, notJudged } = checked(bundle(spec));
    expect(findings.filter(({ rule }) => rule === 'unreadable-content').map(({ path }) => path)).toEqual(expected);
    expect(notJudged).toHaveLength(expected.length);
  });
});

describe('an acknowledgement of a template', () => {
  test('accepts the same finding in each pool, and no other one instead', () => {
    const variable = (name: string): string =>
      patch('/spec/template/spec/containers/0/env', `[{name: ${name}, value: hunter2-and-more}]`);
    const tweaks = (a: string, b: string): string =>
      `[{pools: [a], tweaks: {patches: [${variable(a)}]}}, {pools: [b], tweaks: {patches: [${variable(b)}, ${patch('/spec/template/metadata/labels/x', 'y')}]}}]`;
    const metadata = acknowledge('{rule: no-plain-secret-env, reason: it is only for tests}');
    const values = (a: string, b: string): [string, string | undefined, boolean][] =>
      checked(set(tweaks(a, b), undefined, metadata))
        .findings.filter(({ rule }) => rule === 'no-plain-secret-env')
        .map(({ resource, value, acknowledged }) => [resource.name, value, acknowledged !== undefined]);
    expect(values('DB_PASSWORD', 'DB_PASSWORD')).toEqual([
      ['web, pool a', 'DB_PASSWORD', true],
      ['web, pool b', 'DB_PASSWORD', true],
    ]);
    expect(values('DB_PASSWORD', 'API_TOKEN')).toEqual([
      ['web, pool a', 'DB_PASSWORD', true],
      ['web, pool b', 'API_TOKEN', false],
    ]);
  });

  test('accepts no finding of a pool instead of one of the template', () => {
    const metadata = acknowledge('{rule: no-privileged, reason: it loads a kernel module}');
    const privileged = set('[]', undefined, metadata).replace(
      '{allowPrivilegeEscalation: false, ',
      '{privileged: true, ',
    );
    const moved = `{operation: replace, path: /spec/template/spec/containers/0/name, value: other}`;
    const tweaked = privileged.replace(
      'workloadTweaks: []',
      `workloadTweaks: [{pools: [a], tweaks: {patches: [${moved}]}}]`,
    );
    const states = checked(tweaked)
      .findings.filter(({ rule }) => rule === 'no-privileged')
      .map(({ container, acknowledged, message }) => [
        container,
        acknowledged !== undefined,
        /accepts only one/.test(message),
      ]);
    expect(states).toEqual([
      ['web', true, false],
      ['other', false, true],
    ]);
  });

  const acknowledge = (...entries: string[]): string =>
    `, annotations: {secure-edge.dev/acknowledge: '[${entries.join(', ')}]'}`;
  const twoSecrets = (tweaks: string, metadata: string): string =>
    set(tweaks, 'pools: [a, b]', metadata).replace(
      `image: "${IMAGE}"`,
      `image: "${IMAGE}", env: [{name: PASSWORD, value: hunter2hunter2}]`,
    );
  const open = (manifest: string): string[] =>
    checked(manifest)
      .findings.filter(({ acknowledged }) => acknowledged === undefined)
      .map(({ resource, rule, value }) => `${resource.name}: ${rule} ${value ?? ''}`);

  test('does not cover what a tweak adds', () => {
    const metadata = acknowledge('{rule: no-plain-secret-env, reason: it is only for tests}');
    const add = (name: string): string =>
      `[{pools: [b], tweaks: {patches: [${patch('/spec/template/spec/containers/0/env/0', `{name: ${name}, value: hunter2hunter3}`)}]}}]`;
    expect(open(twoSecrets('[]', metadata))).toEqual([]);
    expect(open(twoSecrets(add('A_PASSWORD'), metadata))).toEqual(['web, pool b: no-plain-secret-env A_PASSWORD']);
  });

  test('covers what a tweak adds if the template needs it for nothing else', () => {
    const metadata = acknowledge('{rule: no-host-namespaces, reason: it watches processes}');
    expect(open(set(`[{pools: [b], tweaks: {patches: [${HOST_PID}]}}]`, 'pools: [a, b]', metadata))).toEqual([]);
    expect(open(set('[]', 'pools: [a, b]', metadata))).toEqual(['web: unused-acknowledgement no-host-namespaces']);
  });

  test('is reported as unused once, and only if no pool needs it', () => {
    const metadata = acknowledge('{rule: no-privileged, reason: it is left from before}');
    expect(open(set(`[{pools: [b], tweaks: {replicas: 3}}]`, 'pools: [a, b]', metadata))).toEqual([
      'web: unused-acknowledgement no-privileged',
    ]);
  });
});

describe('hostile overlays', () => {
  test('with many different renderings are limited', () => {
    const tweaks = Array.from({ length: 150 }, (_, i) => `{pools: [p${i}], tweaks: {patches: [${HOST_PID}]}}`);
    const report = checked(set(`[${tweaks.join(', ')}]`, `pools: [${tweaks.map((_, i) => `p${i}`).join(', ')}]`));
    expect(report.notJudged).toHaveLength(1);
    expect(report.findings.map(({ message }) => message).join('\n')).toContain('more than 100 different renderings');
  });

  test('with many patches are limited', () => {
    const patches = Array.from({ length: 1_001 }, () => HOST_PID).join(', ');
    const { findings } = checked(set(`[{pools: [b], tweaks: {patches: [${patches}]}}]`));
    expect(findings.map(({ message }) => message).join('\n')).toContain('more than 1000 changes');
  });

  test('with values that grow by aliases are limited', () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `l${i}: &l${i} [${i === 0 ? 'x, x' : `*l${i - 1}, *l${i - 1}`}]`,
    );
    const manifest = `apiVersion: apps.openyurt.io/v1beta1
kind: YurtAppSet
metadata: {name: web, namespace: edge}
levels:
${levels.map((level) => `  ${level}`).join('\n')}
spec:
  pools: [b]
  workload:
    workloadTemplate: {deploymentTemplate: {spec: ${WORKLOAD}}}
    workloadTweaks: [{pools: [b], tweaks: {patches: [{operation: add, path: /spec/extra, value: *l29}]}}]`;
    const outcome = (): string => {
      try {
        return checked(manifest)
          .findings.map(({ message }) => message)
          .join('\n');
      } catch (error) {
        // the reader limits aliases, too
        return String(error);
      }
    };
    expect(outcome()).toMatch(/too many values|alias/i);
  });
});
