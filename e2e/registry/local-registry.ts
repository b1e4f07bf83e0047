import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Daemon } from '../cluster/daemon';
import { freePorts } from '../cluster/ports';
import type { Stage } from '../cluster/prove';
import { retry } from '../cluster/retry';

/** Registry of the distribution project, on the loopback interface, with its data in a folder. */
export class LocalRegistry implements Stage {
  public static async start(folder: string): Promise<LocalRegistry> {
    const { registry: port } = await freePorts('registry');
    const address = `127.0.0.1:${port}`;
    const configuration = join(folder, 'registry.yaml');
    writeFileSync(
      configuration,
      stringify({
        version: 0.1,
        storage: { filesystem: { rootdirectory: join(folder, 'registry') } },
        http: { addr: address },
      }),
    );
    const daemon = new Daemon(
      'docker-registry',
      'docker-registry',
      ['serve', configuration],
      join(folder, 'registry.log'),
    );
    const registry = new LocalRegistry(daemon, address);
    await Promise.race([retry(() => fetch(`http://${address}/v2/`), 30), registry.untilBroken()]);
    return registry;
  }

  private constructor(
    private readonly daemon: Daemon,
    public readonly address: string,
  ) {}

  public untilBroken(): Promise<never> {
    return this.daemon.untilEnd();
  }

  public stop(): Promise<void> {
    return this.daemon.stop();
  }
}
