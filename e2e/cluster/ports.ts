import { createServer, type AddressInfo } from 'node:net';

/** Returns a free port of the loopback interface for each name. */
export async function freePorts<Name extends string>(...names: readonly Name[]): Promise<Record<Name, number>> {
  const servers = await Promise.all(names.map(async (name) => [name, await listen()] as const));
  const ports = servers.map(([name, server]) => [name, (server.address() as AddressInfo).port]);
  await Promise.all(servers.map(([, server]) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(ports) as Record<Name, number>;
}

function listen(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
