import {
  BuiltInPacks,
  BuiltInRules,
  ContainerRule,
  ManifestDocument,
  Pack,
  PolicyEngine,
  Severity,
  type ContainerSubject,
  type Violation,
} from 'cdk8s-secure-edge';

/** As a user writes one, with nothing but what the package exports. */
class OwnRegistry extends ContainerRule {
  constructor() {
    super({
      id: 'own-registry',
      title: 'Images come from the own registry',
      severity: Severity.HIGH,
      rationale: 'Only that registry is scanned.',
      fix: 'copy the image into registry.example',
      controls: [{ framework: 'House rules', version: '2', id: '7.1' }],
    });
  }

  public check(container: ContainerSubject): Violation[] {
    const image = container.textAt('image') ?? '';
    if (image.startsWith('registry.example/')) return [];
    return [{ path: '/image', message: `image ${image} is of another registry` }];
  }
}

const value = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'sensor' },
  spec: {
    containers: [
      { name: 'own', image: 'registry.example/a' },
      { name: 'other', image: 'b', securityContext: { privileged: true } },
    ],
  },
};

test('a rule and a pack of a user stand beside those of the library', () => {
  const own = new Pack({
    name: 'own',
    title: 'House rules',
    rules: [new OwnRegistry(), BuiltInRules.named('no-privileged')],
  });
  const engine = new PolicyEngine({ packs: [own, BuiltInPacks.named('pss-baseline')], kubernetes: '1.30' });
  const report = engine.check([new ManifestDocument({ value })]);
  expect([report.packs, report.version.name, report.objects]).toEqual([['own', 'pss-baseline'], '1.30', 1]);
  expect(report.findings.map((f) => [f.rule, f.container, f.check, f.path])).toEqual([
    ['no-privileged', 'other', 'privileged', '/spec/containers/1/securityContext/privileged'],
    ['own-registry', 'other', undefined, '/spec/containers/1/image'],
  ]);
  expect(report.findings[1].frameworks).toEqual([{ name: 'House rules 2', id: '7.1' }]);
});

test('a rule whose id is no slug is refused', () => {
  class Shouting extends ContainerRule {
    constructor() {
      super({ id: 'Shouting', title: 'x', severity: Severity.LOW, rationale: 'x', fix: 'x' });
    }
    public check(): Violation[] {
      return [];
    }
  }
  expect(() => new Shouting()).toThrow('id must be a lower-case slug, such as "own-registry", got "Shouting"');
});
