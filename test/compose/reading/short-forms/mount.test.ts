import { mountOf } from '../../../../src/compose/reading/short-forms/mount';

const bind = { create_host_path: true };

test.each<[string, object]>([
  ['/cache', { type: 'volume', target: '/cache' }],
  ['/a', { type: 'volume', target: '/a' }],
  ['data:/var/lib/', { type: 'volume', source: 'data', target: '/var/lib' }],
  ['data:/a/../b', { type: 'volume', source: 'data', target: '/b' }],
  ['data:/a:ro,nocopy', { type: 'volume', source: 'data', target: '/a', read_only: true, volume: { nocopy: true } }],
  ['data:/a:rw', { type: 'volume', source: 'data', target: '/a' }],
  ['./config:/etc/app:ro', { type: 'bind', source: './config', target: '/etc/app', read_only: true, bind }],
  ['~/a:/b:z', { type: 'bind', source: '~/a', target: '/b', bind: { ...bind, selinux: 'z' } }],
  ['/a:/b:rshared', { type: 'bind', source: '/a', target: '/b', bind: { ...bind, propagation: 'rshared' } }],
  ['C:\\data:/b', { type: 'bind', source: 'C:\\data', target: '/b', bind }],
])('%s is a mount', (text, expected) => {
  expect(mountOf(text)).toEqual(expected);
});

test.each([
  ['', 'is an empty text'],
  ['data::ro', 'has an empty section'],
  [':/data', 'has an empty section'],
  ['data:/b:ro:x', 'too many colons'],
])('rejects %j', (text, message) => {
  expect(() => mountOf(text)).toThrow(message);
});
