import type { ServiceDefinition } from '../../../src/compose/service-definition';
import { convertedService } from '../project';

const entryOf = (definition: ServiceDefinition, key: string): object | undefined =>
  convertedService(definition).entries.find((entry) => entry.key === key);

describe('pull_policy', () => {
  test.each([
    ['always', 'Always'],
    ['never', 'Never'],
    ['missing', 'IfNotPresent'],
    ['if_not_present', 'IfNotPresent'],
  ])('%s becomes %s', (policy, expected) => {
    expect(convertedService({ pull_policy: policy }).container['imagePullPolicy']).toBe(expected);
    expect(entryOf({ pull_policy: policy }, 'pull_policy')).toMatchObject({ outcome: 'converted' });
  });

  test.each(['daily', 'weekly', 'build', 'every_12h'])('%s is unsupported, and changes nothing', (policy) => {
    const { container } = convertedService({ pull_policy: policy });
    expect(container['imagePullPolicy']).toBe(convertedService({}).container['imagePullPolicy']);
    expect(entryOf({ pull_policy: policy }, 'pull_policy')).toMatchObject({ outcome: 'unsupported' });
  });

  test('of an image on the gateway is left out, because the image is never pulled', () => {
    const { container, entries } = convertedService({ pull_policy: 'always' }, { isOnGateway: () => true });
    expect(container['imagePullPolicy']).toBe('Never');
    expect(entries.find(({ key }) => key === 'pull_policy')).toMatchObject({ outcome: 'by-design' });
  });
});

describe('platform', () => {
  test.each([
    ['linux', { 'kubernetes.io/os': 'linux' }, 'converted'],
    ['linux/arm64', { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'arm64' }, 'converted'],
    ['Linux/x86_64', { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' }, 'converted'],
    ['linux/aarch64', { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'arm64' }, 'converted'],
    ['linux/arm/v7', { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'arm' }, 'approximated'],
  ])('%s selects nodes by labels', (platform, labels, outcome) => {
    expect(convertedService({ platform }).pod['nodeSelector']).toEqual(labels);
    expect(entryOf({ platform }, 'platform')).toMatchObject({ outcome });
  });
});

describe('image', () => {
  test.each([
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['grafana/grafana:11.0.0', 'docker.io/grafana/grafana:11.0.0'],
    ['ghcr.io/acme/app', 'ghcr.io/acme/app:latest'],
  ])('%s is pulled as %s', (image, expected) => {
    expect(convertedService({ image }).container['image']).toBe(expected);
  });

  test('with a digest is converted without a difference', () => {
    const image = `docker.io/library/nginx@sha256:${'a'.repeat(64)}`;
    const { conversion, container } = convertedService({ image });
    expect(container['image']).toBe(image);
    expect(conversion.report.entries.find(({ key }) => key === 'image')).toMatchObject({ outcome: 'converted' });
  });
});
