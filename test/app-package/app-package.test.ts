import { App, Chart } from 'cdk8s';
import { KubeNamespace } from 'cdk8s-plus-27/lib/imports/k8s';
import * as fs from 'node:fs';
import { AppPackage, AppPackageForm } from 'cdk8s-secure-edge';
import { failure, keyPair, open, readFiles, signer, tar, tarEntry, temporaryFolder, writeFiles } from './workbench';

const folder = temporaryFolder();
const WEB = { name: 'web', version: '1.4.0' };

beforeEach(async () => {
  writeFiles(folder.path('machines'), {
    'gateway-7.pub.pem': keyPair('gateway-7').publicKey.export({ type: 'spki', format: 'pem' }),
  });
  writeFiles(folder.path('src'), { 'web.conf': 'port 80', 'web.tar': await tar(tarEntry('manifest.json', {}, '[]')) });
});

function synthesized(): App {
  const app = new App({ outdir: folder.path('dist') });
  new KubeNamespace(new Chart(app, 'web'), 'namespace', { metadata: { name: 'web' } });
  app.synth();
  return app;
}

test('synthesized manifests are packed, with images and data', async () => {
  const key = folder.path('sign.pem');
  fs.writeFileSync(key, signer.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const web = new AppPackage({
    ...WEB,
    manifests: synthesized().outdir,
    images: [folder.path('src/web.tar')],
    data: { 'config/web': folder.path('src/web.conf'), all: folder.path('src') },
    machineFolder: folder.path('machines'),
    signingKey: key,
  });
  expect(await web.write(folder.path('packages/web.pkg'))).toEqual([]);
  const { form } = await open(folder.path('packages/web.pkg'), folder.path('out'), { trustedKey: signer.publicKey });
  expect(form).toBe('sealed');
  const files = readFiles(folder.path('out'));
  expect(Object.keys(files)).toEqual([
    'all/web.conf',
    'all/web.tar',
    'config/web',
    'manifests/web.k8s.yaml',
    'web.tar',
  ]);
  expect(files['manifests/web.k8s.yaml']).toContain('kind: Namespace');
});

test('a missing docker-compose.yml is a warning, because container-app-service deploys nothing without it', async () => {
  const props = { ...WEB, form: AppPackageForm.CLEAR, data: { 'web.conf': folder.path('src/web.conf') } };
  expect(await new AppPackage(props).write(folder.path('web.tar.gz'))).toEqual([
    'app package "web": has no docker-compose.yml at its root, without which container-app-service deploys nothing',
  ]);
  const withCompose = { ...props, data: { ...props.data, 'docker-compose.yml': folder.path('src/web.conf') } };
  expect(await new AppPackage(withCompose).write(folder.path('web.tar.gz'), { overwrite: true })).toEqual([]);
});

test('a package is written neither among the manifests nor over another file', async () => {
  const web = new AppPackage({ ...WEB, manifests: synthesized().outdir, machineFolder: folder.path('machines') });
  expect(await failure(web.write(folder.path('dist/web.pkg')))).toContain('among the manifests');
  await web.write(folder.path('web.pkg'));
  expect(await failure(web.write(folder.path('web.pkg')))).toContain('already exists');
});

test('all problems of a package are reported together', async () => {
  const web = new AppPackage({
    ...WEB,
    manifests: folder.path('dist'),
    images: [folder.path('none.tar'), folder.path('src/web.conf')],
    data: { x: folder.path('none') },
  });
  const message = await failure(web.write(folder.path('web.pkg')));
  expect(
    message
      .split('\n')
      .slice(1)
      .map((line) => line.replaceAll(folder.path(), '')),
  ).toEqual([
    '  - has no manifests in "/dist": synthesize the app first',
    '  - has no image "/none.tar"',
    '  - has the image "/src/web.conf", whose name must contain .tar',
    '  - has no "/none" for "x"',
  ]);
});

test('an invalid name is rejected immediately', () => {
  expect(() => new AppPackage({ name: '../web', version: '1' })).toThrow('app package "../web": name must be');
});
