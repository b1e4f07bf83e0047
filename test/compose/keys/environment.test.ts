import { convertedService } from '../project';

test('writes variables, and moves a secret to the Secret of the service', () => {
  const { container, entries } = convertedService({
    environment: { TZ: 'UTC', DB_PASSWORD: 'hunter2-blue', EMPTY: null },
  });
  expect(container['env']).toEqual([
    { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'web-env', key: 'DB_PASSWORD' } } },
    { name: 'TZ', value: 'UTC' },
  ]);
  expect(entries.filter(({ key }) => key.startsWith('environment'))).toMatchObject([
    { key: 'environment.TZ', outcome: 'converted', value: 'UTC' },
    { key: 'environment.DB_PASSWORD', outcome: 'approximated', value: '***' },
    { key: 'environment.EMPTY', outcome: 'by-design', value: null },
  ]);
});

test('keeps a secret only if it is accepted, with an acknowledgement', () => {
  const { container, manifests, entries } = convertedService(
    { environment: { DB_PASSWORD: 'hunter2-blue' } },
    { accepted: new Map([['plain-secret:web', 'accepted on the command line']]) },
  );
  expect(container['env']).toEqual([{ name: 'DB_PASSWORD', value: 'hunter2-blue' }]);
  expect(JSON.stringify(manifests)).toContain('rule: no-plain-secret-env');
  expect(entries[0]).toMatchObject({ outcome: 'converted', value: '***', reason: expect.stringContaining('accepted') });
});

test('keeps a text that Kubernetes would expand', () => {
  const { container } = convertedService({ environment: { A: 'a $(B) $$ $C' }, command: ['echo', '$(A)$$'] });
  expect(container['env']).toEqual([{ name: 'A', value: 'a $$(B) $$$ $C' }]);
  expect(container['args']).toEqual(['echo', '$$(A)$$$']);
});
