import { convertedService } from '../project';

const accepted = new Map([['host-network', 'accepted on the command line by --accept host-network']]);

test('a safe parameter of the network is set for a pod with its own network', () => {
  const { pod, entries } = convertedService({ sysctls: { 'net.ipv4.tcp_syncookies': '1' } });
  expect(pod['securityContext']).toMatchObject({ sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] });
  expect(entries).toContainEqual(expect.objectContaining({ outcome: 'converted', value: '1' }));
});

test('a pod on the network of the node sets no parameter of that network, which the API server rejects', () => {
  const service = { network_mode: 'host', sysctls: { 'net.ipv4.tcp_syncookies': '1' } };
  const { pod, entries } = convertedService(service, { accepted });
  expect(pod['hostNetwork']).toBe(true);
  expect(pod['securityContext']).not.toHaveProperty('sysctls');
  expect(entries.find(({ key }) => key.startsWith('sysctls'))?.outcome).toBe('unsupported');
});
