import { App, Chart, Testing } from 'cdk8s';
import { AppArmorLoader } from '../../src/delivery/apparmor-loader';
import { AppArmorBaseline } from '../../src/apparmor/presets/baseline';
import { SecureEdgeApp } from '../../src/edge/secure-edge-app';
import { Image } from '../../src/supply-chain/image';
import { ImageMirror } from '../../src/supply-chain/image-mirror';

const digest = `sha256:${'ab'.repeat(32)}`;
const WEB = Image.fromDigest(`ghcr.io/acme/web:1.4@${digest}`);
const ofWeb = (mirror: ImageMirror, image = WEB): string => mirror._image(image).reference;

test.each([
  ['registry.plant.example', `registry.plant.example/acme/web:1.4@${digest}`],
  ['registry.plant.example:5000/mirror', `registry.plant.example:5000/mirror/acme/web:1.4@${digest}`],
  ['localhost/a/b', `localhost/a/b/acme/web:1.4@${digest}`],
])('%s replaces only the registry', (registry, reference) => {
  expect(ofWeb(ImageMirror.at(registry))).toBe(reference);
});

test('paths by registry start with its name', () => {
  const mirror = ImageMirror.byRegistry('m.example/all');
  expect(ofWeb(mirror)).toBe(`m.example/all/ghcr.io/acme/web:1.4@${digest}`);
  expect(ofWeb(mirror, Image.fromDigest(`r.example:5000/web@${digest}`))).toBe(
    `m.example/all/r.example-5000/web@${digest}`,
  );
});

test('a name without a registry is one of Docker Hub', () => {
  const reason = 'the vendor gives only tags';
  const mirror = ImageMirror.byRegistry('m.example');
  expect(ofWeb(mirror, Image.fromTag('busybox:1', reason))).toBe('m.example/docker.io/library/busybox:1');
  expect(ofWeb(mirror, Image.fromTag('acme/web:1', reason))).toBe('m.example/docker.io/acme/web:1');
});

test('the acknowledgement of a tag names the image of the mirror', () => {
  const image = ImageMirror.at('m.example')._image(Image.fromTag('ghcr.io/acme/web:1', 'the vendor gives only tags'));
  expect(image.acknowledgements.map(({ value }) => value)).toEqual(['m.example/acme/web:1']);
  expect(image.pullPolicy).toBe('Always');
});

test('images on the gateway and of other registries stay', () => {
  expect(ofWeb(ImageMirror.at('m.example'), Image.onGateway('edge-app:latest'))).toBe('edge-app:latest');
  expect(ofWeb(ImageMirror.at('m.example', { registries: ['quay.io'] }))).toBe(WEB.reference);
  expect(ofWeb(ImageMirror.at('m.example', { registries: ['ghcr.io'] }))).toContain('m.example/acme/web');
});

test('a mirror applies to every app of its scope, also to the loader, in any order of the calls', () => {
  const chart = new Chart(new App(), 'chart');
  const web = new SecureEdgeApp(chart, 'web', { image: WEB, pullSecrets: ['own', 'plant'] });
  web.addSidecar('exporter', { image: Image.fromDigest(`quay.io/acme/exporter@${digest}`) });
  const profile = AppArmorBaseline.profile({ name: 'web', executables: ['/web'] });
  new AppArmorLoader(chart, 'loader', { profiles: [profile] });
  ImageMirror.set(chart, ImageMirror.at('m.example', { pullSecrets: ['plant'] }));
  const manifests: any[] = Testing.synth(chart);
  const specs = manifests.flatMap(({ spec }) => spec?.template?.spec ?? []);
  const images = specs.flatMap(({ containers, initContainers = [] }) => [...containers, ...initContainers]);
  expect(images).toHaveLength(3);
  expect(images.filter(({ image }) => !image.startsWith('m.example/'))).toEqual([]);
  expect(specs.map(({ imagePullSecrets }) => imagePullSecrets.map(({ name }: any) => name)).sort()).toEqual([
    ['own', 'plant'],
    ['plant'],
  ]);
});

test('the nearest mirror applies', () => {
  const app = new App();
  const [one, two] = [new Chart(app, 'one'), new Chart(app, 'two')];
  ImageMirror.set(app, ImageMirror.at('all.example'));
  ImageMirror.set(two, ImageMirror.at('two.example'));
  expect([one, two].map((scope) => ImageMirror.of(scope)?.registry)).toEqual(['all.example', 'two.example']);
});

test.each(['https://m.example', 'm.example/', 'mirror', 'm.example/web:1', 'm.example/Web', `m.example@${digest}`, ''])(
  'rejects the registry %j',
  (registry) => {
    expect(() => ImageMirror.at(registry)).toThrow('registry must be the name of a host with an optional path');
  },
);

test('rejects registries and secrets that cannot exist', () => {
  expect(() => ImageMirror.byRegistry('m.example', { registries: ['ghcr.io/acme'] })).toThrow('must be names of hosts');
  expect(() => ImageMirror.at('m.example', { registries: [] })).toThrow('registries must not be empty');
  expect(() => ImageMirror.at('m.example', { pullSecrets: ['A b'] })).toThrow('pull secret');
});
