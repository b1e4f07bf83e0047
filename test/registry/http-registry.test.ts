import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTP_REGISTRY } from '../../src/registry/http-registry';
import { resolveImage } from '../../src/registry/resolve-image';
import { AMD64, BLOBS, INDEX, INDEX_TYPE, sha256 } from './fake-images';

const TOKEN = 'a-token';
const blobs = new Map(BLOBS.map((blob) => [sha256(blob), blob]));
let server: Server;
let host: string;
let requests: string[];

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '', `http://${host}`);
  requests.push(`${url.pathname}${url.search}`);
  const end = (status: number, body = '', headers = {}): void => void response.writeHead(status, headers).end(body);
  if (url.pathname === '/token') return end(200, JSON.stringify({ token: TOKEN }));
  const [, repository = '', what = ''] = /^\/v2\/(.*)\/(?:manifests|blobs)\/([^/]+)$/.exec(url.pathname) ?? [];
  if (repository === 'acme/private') return end(401, '', { 'www-authenticate': 'Basic realm="x"' });
  if (repository === 'acme/elsewhere')
    return end(401, '', { 'www-authenticate': 'Bearer realm="http://registry.example/token"' });
  if (repository === 'acme/broken') return end(500);
  if (repository === 'acme/large') return end(200, 'x'.repeat(4 * 1024 * 1024 + 1));
  const challenge = `Bearer realm="http://${host}/token",service="fake",scope="repository:acme/web:pull"`;
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return end(401, '', { 'www-authenticate': challenge });
  if (!(request.headers.accept ?? '').includes(INDEX_TYPE)) return end(406);
  const tags: Record<string, string> = { '1.4': INDEX, amd: AMD64 };
  const body = tags[what] ?? blobs.get(what);
  return body === undefined ? end(404) : end(200, body);
}

beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => (requests = []));
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

test('reads a public image with an anonymous token of the scope that the registry requests', async () => {
  const resolved = await resolveImage(HTTP_REGISTRY, { repository: `${host}/acme/web`, tag: '1.4' });
  expect(resolved.digest).toBe(sha256(INDEX));
  expect(requests.slice(0, 3)).toEqual([
    '/v2/acme/web/manifests/1.4',
    '/token?service=fake&scope=repository%3Aacme%2Fweb%3Apull',
    '/v2/acme/web/manifests/1.4',
  ]);
});

test('reads the platform of an image without an index', async () => {
  const resolved = await resolveImage(HTTP_REGISTRY, { repository: `${host}/acme/web`, tag: 'amd' });
  expect(resolved.platforms).toEqual({ 'linux/amd64': sha256(AMD64) });
});

test.each([
  ['acme/web', '9', 'does not have it (404)'],
  ['acme/private', '1', 'rejects an anonymous reader (401): install crane or skopeo'],
  ['acme/elsewhere', '1', 'requests a token from a server without HTTPS'],
  ['acme/broken', '1', 'answered with status 500'],
  ['acme/large', '1', 'larger than 4194304 bytes'],
])('%s:%s %s', async (name, tag, message) => {
  await expect(HTTP_REGISTRY.manifest({ repository: `${host}/${name}`, tag })).rejects.toThrow(message);
});

test('a registry that does not listen is named', async () => {
  await expect(HTTP_REGISTRY.manifest({ repository: '127.0.0.1:1/acme/web', tag: '1' })).rejects.toThrow(
    'image "127.0.0.1:1/acme/web:1": 127.0.0.1:1 cannot be reached:',
  );
});
