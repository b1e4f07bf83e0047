import type { ServiceDefinition } from '../../../src/compose/service-definition';
import { convertedService } from '../project';

const limitsOf = (definition: ServiceDefinition): unknown =>
  (convertedService(definition).container['resources'] as { limits?: unknown } | undefined)?.limits;

const reserved = (...devices: object[]): ServiceDefinition =>
  ({ deploy: { resources: { reservations: { devices } } } }) as ServiceDefinition;

describe('GPUs become resources of a device plugin:', () => {
  test.each<[string, ServiceDefinition, object]>([
    ['all as one', { gpus: 'all' }, { 'nvidia.com/gpu': '1' }],
    ['a count', reserved({ count: 2, capabilities: ['gpu'] }), { 'nvidia.com/gpu': '2' }],
    ['a driver', reserved({ driver: 'amd', count: 1, capabilities: ['gpu'] }), { 'amd.com/gpu': '1' }],
    [
      'device ids by their number',
      reserved({ device_ids: ['0', '3'], capabilities: ['gpu'] }),
      { 'nvidia.com/gpu': '2' },
    ],
    [
      'the sum of requests',
      reserved({ count: 1, capabilities: ['gpu'] }, { count: 2, capabilities: ['gpu'] }),
      { 'nvidia.com/gpu': '3' },
    ],
  ])('%s', (_, definition, expected) => {
    expect(limitsOf(definition)).toMatchObject(expected);
  });
});

test.each([
  ['another driver', { driver: 'acme', capabilities: ['gpu'] }],
  ['another capability', { capabilities: ['tpu'] }],
])('%s is unsupported, and requests nothing', (_, device) => {
  const { entries } = convertedService(reserved(device));
  const entry = entries.find(({ key }) => key === 'deploy.resources.reservations.devices[0]');
  expect(entry).toMatchObject({ outcome: 'unsupported' });
  expect(JSON.stringify(limitsOf(reserved(device)) ?? {})).not.toContain('/');
});
