import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Testing } from 'cdk8s';
import { ImageLock } from 'cdk8s-secure-edge';
import { Greenhouse } from './greenhouse';

function greenhouse(gateway = 'greenhouse-7'): Greenhouse {
  const images = ImageLock.fromFile(join(__dirname, 'images.lock.json'));
  return new Greenhouse(new App(), 'greenhouse', { gateway, images });
}

const manifests: any[] = Testing.synth(greenhouse());
const find = (kind: string, name: string): any => manifests.find((m) => m.kind === kind && m.metadata.name === name);

test('dist/ contains the output of the code', () => {
  expect((greenhouse().node.root as App).synthYaml()).toBe(
    readFileSync(join(__dirname, 'dist/greenhouse.k8s.yaml'), 'utf8'),
  );
});

test('every app, including the signer, is in the namespace that enforces restricted', () => {
  expect(find('Namespace', 'greenhouse').metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
  expect(manifests.filter((m) => m.kind === 'Deployment').map((m) => [m.metadata.namespace, m.metadata.name])).toEqual([
    ['greenhouse', 'broker'],
    ['greenhouse', 'climate'],
    ['greenhouse', 'signer'],
  ]);
  for (const { spec } of manifests.filter((m) => m.kind === 'Deployment'))
    expect(spec.template.spec.volumes.some((v: any) => v.hostPath)).toBe(false);
});

test('only the climate controller and the signer can connect to the broker', () => {
  const selectors = find('NetworkPolicy', 'broker').spec.ingress.map(({ from, ports }: any) => {
    expect(ports).toEqual([{ port: 1883, protocol: 'TCP' }]);
    return from.map((f: any) => f.podSelector.matchLabels['app.kubernetes.io/name']);
  });
  expect(selectors).toEqual([['climate'], ['signer']]);
  expect(find('NetworkPolicy', 'climate').spec).not.toHaveProperty('ingress');
});

test('the signer has its own user, and is ready only while the TPM responds', () => {
  const users = manifests
    .filter((m) => m.kind === 'Deployment')
    .map((m) => m.spec.template.spec.securityContext.runAsUser);
  expect(new Set(users).size).toBe(3);
  const { containers, securityContext } = find('Deployment', 'signer').spec.template.spec;
  expect(securityContext.supplementalGroups).toEqual([998]);
  expect(containers[0].readinessProbe.exec.command.slice(0, 3)).toEqual(['parsec-tool', '--provider', '3']);
});

test('every app runs on the given gateway', () => {
  const other: any[] = Testing.synth(greenhouse('greenhouse-8'));
  for (const { spec } of other.filter((m) => m.kind === 'Deployment'))
    expect(spec.template.spec.nodeSelector['kubernetes.io/hostname']).toBe('greenhouse-8');
});
