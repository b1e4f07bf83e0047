import { Port, Protocol } from '../../src/kubernetes/port';

describe('a port', () => {
  test('has a number, a protocol and a default name', () => {
    expect(Port.tcp(8080)).toMatchObject({ number: 8080, protocol: Protocol.TCP, name: 'tcp-8080' });
    expect(Port.udp(65535)).toMatchObject({ number: 65535, protocol: Protocol.UDP, name: 'udp-65535' });
    expect(Port.tcp(1, 'http')).toMatchObject({ number: 1, name: 'http' });
  });

  test.each([0, -1, 65536, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('rejects the number %s', (number) => {
    expect(() => Port.tcp(number)).toThrow(`Port: port must be a whole number from 1 to 65535, got ${number}`);
  });

  test.each(['', 'HTTP', '8080', 'a-very-long-name', 'a--b', '-a', 'a_b'])('rejects the name %j', (name) => {
    expect(() => Port.udp(1, name)).toThrow(
      `Port: port name must be at most 15 of the characters a-z, 0-9 and "-", with at least one letter, got "${name}"`,
    );
  });

  test('reports both problems in one error', () => {
    expect(() => Port.tcp(0, 'A')).toThrow(/^Port: 2 problems\n {2}- port must .*\n {2}- port name must .*$/);
  });
});
