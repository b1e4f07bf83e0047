import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from '../cluster/prove';
import { Cluster } from '../node/cluster';
import { writeIdleImage } from '../node/pause-image';
import { installParsec } from '../parsec/parsec-programs';
import { WAITING_IMAGE } from './apps';
import { MachineTpm } from './machine-tpm';

/** Cluster whose node has a TPM 2.0 and Parsec's programs, and can boot again. */
export class GatewayCluster implements Stage {
  /** @param folder absolute path of the folder for data and logs */
  public static async start(folder: string): Promise<GatewayCluster> {
    const tpm = await MachineTpm.start(folder);
    try {
      const cluster = await Cluster.start(folder, ['edge-app'], { devices: tpm.devices, addFiles });
      return new GatewayCluster(cluster, tpm);
    } catch (error) {
      await tpm.stop();
      throw error;
    }
  }

  private constructor(
    public readonly cluster: Cluster,
    private readonly tpm: MachineTpm,
  ) {}

  public async untilBroken(): Promise<never> {
    return Promise.race([this.cluster.untilBroken(), this.tpm.untilEnd()]);
  }

  public async stop(): Promise<void> {
    await this.cluster.stop();
    await this.tpm.stop();
  }
}

/** Returns the additional devices and files of the node. */
function addFiles(folder: string): void {
  copyFileSync(join(__dirname, 'guest/gateway'), join(folder, 'gateway'));
  chmodSync(join(folder, 'gateway'), 0o755);
  const programs = join(folder, 'parsec');
  mkdirSync(programs);
  installParsec(programs);
  writeIdleImage(join(folder, 'images/waiting-client.tar'), WAITING_IMAGE, (root) => {
    mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
    copyFileSync(join(programs, 'parsec-tool'), join(root, 'usr/local/bin/parsec-tool'));
  });
}
