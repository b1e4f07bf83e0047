import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { comparison } from '../comparison';

export const withOpenssl = comparison(
  ['openssl version', 'tar --version', 'gzip --version'].every((line) => spawnSync('sh', ['-c', line]).status === 0),
  'compared with openssl: openssl, tar or gzip is missing',
);

/** Steps of container-app-service's documentation for an encrypted package, in a folder with the key files. */
export class OpensslPackage {
  constructor(private readonly folder: string) {}

  public run(line: string): SpawnSyncReturns<Buffer> {
    const run = spawnSync('sh', ['-ec', line], { cwd: this.folder, maxBuffer: 2 ** 30 });
    if (run.status !== 0) throw new Error(`${line}: ${run.stderr.toString()}`);
    return run;
  }

  /** Packs `payload.tar.gz` and `MANIFEST.JSON` to `app.tar.gz`, for the machines with a `NAME.pub.pem`. */
  public write(machines: string[], lockKey: (machine: string) => string): void {
    const size = fs.statSync(path.join(this.folder, 'payload.tar.gz')).size;
    const padding = (Math.floor(size / 16 + 1) * 16 - size) % 16;
    const wrap = machines.map(
      (machine) => `
        { openssl rand 16; printf '\\${padding.toString(8).padStart(3, '0')}'; cat key iv; } > clearkey
        openssl pkeyutl -encrypt -pubin -inkey ${machine}.pub.pem -pkeyopt rsa_padding_mode:pkcs1 \\
          -in clearkey -out '${lockKey(machine)}'`,
    );
    this.run(`
      openssl rand -out key 32
      openssl rand -out iv 16
      openssl enc -aes-256-cbc -K $(od -An -v -tx1 key | tr -d ' \\n') -iv $(od -An -v -tx1 iv | tr -d ' \\n') \\
        -in payload.tar.gz -out payload.tar.gz.enc
      ${wrap.join('')}
      tar -czf app.tar.gz MANIFEST.JSON ${machines.map((machine) => `'${lockKey(machine)}'`).join(' ')} payload.tar.gz.enc`);
  }

  /** Unpacks a package like the device, with `NAME.key.pem`, into the folder `out`. Returns its padding. */
  public read(file: string, machine: string): number {
    const { stdout } = this.run(`
      mkdir outer out
      tar -xzf ${file} -C outer
      openssl pkeyutl -decrypt -inkey ${machine}.key.pem -pkeyopt rsa_padding_mode:pkcs1 -in outer/${machine} -out clearkey
      hex() { tail -c +$1 clearkey | head -c $2 | od -An -v -tx1 | tr -d ' \\n'; }
      openssl enc -d -nopad -aes-256-cbc -K $(hex 18 32) -iv $(hex 50 16) -in outer/payload.tar.gz.enc -out padded
      head -c -$((0x$(hex 17 1))) padded > payload.tar.gz
      # with a padding of 0, 16 bytes of it stay: gzip says so, and goes on
      { gzip -dc payload.tar.gz || test $? = 2; } | tar -x -C out
      hex 17 1`);
    return Number.parseInt(stdout.toString(), 16);
  }
}
