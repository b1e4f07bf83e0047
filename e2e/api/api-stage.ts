import { ApiClient } from '../cluster/api-client';
import { ApiServer, startApiServer } from '../cluster/api-server';
import { Daemon } from '../cluster/daemon';
import { minorOf } from '../cluster/kubernetes';
import { freePorts } from '../cluster/ports';
import { Stage } from '../cluster/prove';
import { retry } from '../cluster/retry';

/** Seconds to wait, also on a busy machine. */
const PATIENCE = 120;

/** Running API server of one version, without controllers and nodes. */
export class ApiStage implements Stage {
  private constructor(
    /** Version of Kubernetes, such as `1.37`. */
    public readonly version: string,
    public readonly client: ApiClient,
    private readonly daemons: readonly Daemon[],
  ) {}

  /** Starts an API server on free ports of the loopback interface, and waits until it is ready. */
  public static async start(version: string, folder: string): Promise<ApiStage> {
    const ports = await freePorts('etcd', 'etcdPeers', 'api');
    const server = startApiServer(version, folder, ports, [{ name: 'admin', group: 'system:masters' }]);
    try {
      const ends = server.daemons.map((daemon) => daemon.untilEnd());
      const client = await Promise.race([retry(() => connected(server), PATIENCE), ...ends]);
      return new ApiStage(version, client, server.daemons);
    } catch (error) {
      await stopAll(server.daemons);
      throw error;
    }
  }

  public get minor(): number {
    return minorOf(this.version);
  }

  public async untilBroken(): Promise<never> {
    return Promise.race(this.daemons.map((daemon) => daemon.untilEnd()));
  }

  public async stop(): Promise<void> {
    this.client.close();
    await stopAll(this.daemons);
  }
}

/** Stops the store last, because an API server without a store does not end. */
async function stopAll([store, ...others]: readonly Daemon[]): Promise<void> {
  await Promise.all(others.map((daemon) => daemon.stop()));
  await store?.stop();
}

async function connected(server: ApiServer): Promise<ApiClient> {
  const client = new ApiClient(server);
  await client.get('/readyz');
  return client;
}
