import { httpCheckOf, plainWords } from '../../../src/compose/keys/health-test';
import type { ServiceDefinition } from '../../../src/compose/service-definition';
import { convertedServices } from '../project';

const containerOf = (definition: ServiceDefinition): any =>
  convertedServices({ web: definition }).object('Deployment', 'web').spec.template.spec.containers[0];

test('a check has the times of Compose, and its defaults', () => {
  const { readinessProbe, livenessProbe, startupProbe } = containerOf({
    healthcheck: { test: ['CMD', 'check', '$(A)'] },
  });
  const exec = { command: ['check', '$$(A)'] };
  expect(readinessProbe).toEqual({ exec, periodSeconds: 30, timeoutSeconds: 30, failureThreshold: 3 });
  expect(livenessProbe).toEqual(readinessProbe);
  // three failures after 30 seconds each, tested every 5 seconds
  expect(startupProbe).toEqual({ exec, periodSeconds: 5, timeoutSeconds: 30, failureThreshold: 18 });
});

test('a check with its own times has them, rounded up to seconds', () => {
  const healthcheck = {
    test: ['CMD', 'check'],
    interval: 1500,
    timeout: 200,
    retries: 5,
    start_period: 60_000,
    start_interval: 2000,
  };
  const { readinessProbe, startupProbe } = containerOf({ healthcheck });
  expect(readinessProbe).toMatchObject({ periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 5 });
  expect(startupProbe).toMatchObject({ periodSeconds: 2, failureThreshold: 35 });
});

test('a command line runs in a shell, as one word', () => {
  const { readinessProbe } = containerOf({ healthcheck: { test: ['CMD-SHELL', 'pg_isready -U $USER | grep ok'] } });
  expect(readinessProbe.exec.command).toEqual(['/bin/sh', '-c', 'pg_isready -U $USER | grep ok']);
});

test('a request to a listed port of the container itself is sent by the kubelet', () => {
  const test = ['CMD-SHELL', 'curl -f http://localhost:8080/health?full=1 || exit 1'];
  expect(containerOf({ healthcheck: { test }, expose: ['8080'] }).readinessProbe.httpGet).toEqual({
    path: '/health?full=1',
    port: 8080,
  });
  // the server can listen on the loopback address only
  expect(containerOf({ healthcheck: { test } }).readinessProbe.httpGet).toBeUndefined();
  expect(containerOf({ healthcheck: { test }, expose: ['8080/udp'] }).readinessProbe.httpGet).toBeUndefined();
});

test.each([
  ['curl -f http://localhost', { path: '/', port: 80 }],
  ['curl -fsS -o /dev/null --max-time 3 http://127.0.0.1:3000/a', { path: '/a', port: 3000 }],
  ['curl --fail localhost:9/x || exit 1', { path: '/x', port: 9 }],
  ['/usr/bin/curl --silent --fail http://[::1]:81/', { path: '/', port: 81 }],
  ['wget -q --tries=1 -O /dev/null http://localhost:8080/', { path: '/', port: 8080 }],
  ['wget -qO- http://localhost/ping', { path: '/ping', port: 80 }],
  ['curl http://localhost', undefined],
  ['curl -f -k https://localhost', undefined],
  ['curl -f http://db:80', undefined],
  ['curl -f -X POST http://localhost', undefined],
  ['curl -fL http://localhost', undefined],
  ['curl -f -H Host:a http://localhost', undefined],
  ['curl -f http://user:pass@localhost', undefined],
  ['curl -f http://localhost http://localhost:1', undefined],
  ['wget --spider http://localhost', undefined],
  ['curl -f http://localhost | grep ok', undefined],
  ['curl -f http://localhost || true', undefined],
  ['curl -f http://localhost/$PAGE', undefined],
  ['check http://localhost', undefined],
  ['curl -f', undefined],
])('%s is the request %j', (line, expected) => {
  const words = plainWords(line);
  expect(words === undefined ? undefined : httpCheckOf(words)).toEqual(expected);
});

test.each([
  [{ test: ['NONE'] }, 'converted'],
  [{ test: ['CMD', 'check'], disable: true }, 'converted'],
  [{ interval: 5000 }, 'unsupported'],
])('%j writes no check', (healthcheck, outcome) => {
  const { object, entries } = convertedServices({ web: { healthcheck, expose: ['80'] } });
  const container = object('Deployment', 'web').spec.template.spec.containers[0];
  expect(container.livenessProbe).toEqual({ tcpSocket: { port: 80 } });
  expect(container.startupProbe).toEqual({ tcpSocket: { port: 80 }, periodSeconds: 10, failureThreshold: 30 });
  expect(entries.get('web healthcheck')).toMatchObject({ outcome });
});

test.each([
  [
    ['CMD-SHELL', 'redis-cli -a hunter2hunter2 ping'],
    ['CMD-SHELL', '***'],
  ],
  [
    ['CMD', 'redis-cli', '-a', 'hunter2hunter2', 'ping'],
    ['CMD', 'redis-cli', '-a', '***', 'ping'],
  ],
])('a check with a secret, %j, is left out and masked', (test, value) => {
  const { manifests, entries } = convertedServices({ web: { healthcheck: { test } } });
  expect(JSON.stringify(manifests)).not.toContain('hunter2');
  expect(entries.get('web healthcheck')).toMatchObject({ outcome: 'unsupported', value: { test: value } });
});
