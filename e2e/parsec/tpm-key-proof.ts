import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { ParsecMachineKey } from '../../src/app-package/keys/parsec-machine-key';
import { openPackage } from '../../src/app-package/open-package';
import { packPackage } from '../../src/app-package/pack-package';
import { packageMetadata } from '../../src/app-package/package-metadata';
import { Payload } from '../../src/app-package/payload/payload';
import { UnpackTarget } from '../../src/app-package/payload/unpack';
import type { Report } from '../cluster/report';
import { said, type Client } from './client';
import { secureEdge } from './secure-edge';

const MACHINE = 'gateway-7';
const TEXT = 'some data';
const ONE_TEXT = 'cannot be decrypted with this key: it is the key of another machine, or the package was changed';

/** Keys in the TPM that open each form, and keys for the other form. */
const FORMS = [
  {
    form: AppPackageForm.SEALED,
    key: 'machine-oaep',
    other: 'machine',
    words: 'for a sealed package, create the key with parsec-tool create-rsa-key --oaep',
  },
  {
    form: AppPackageForm.ENCRYPTED,
    key: 'machine',
    other: 'machine-oaep',
    words: 'for an encrypted package, create the key with parsec-tool create-rsa-key, without --oaep',
  },
] as const;

/** Checks that packages can be opened with keys that never leave the TPM. */
export class TpmKeyProof {
  private count = 0;

  /** @param owner owner of the keys */
  constructor(
    private readonly report: Report,
    private readonly folder: string,
    private readonly owner: Client,
    private readonly stranger: Client,
  ) {}

  public async run(): Promise<void> {
    mkdirSync(join(this.folder, 'files'));
    writeFileSync(join(this.folder, 'files/data'), TEXT);
    for (const { form, key, other, words } of FORMS) {
      const asked = `a package that is ${form}`;
      const file = await this.pack(form, createPublicKey(this.owner.publicKey(key)));
      const isOwn = await this.open(this.owner, file, key);
      this.report.expect(`${asked}, by the key in the TPM`, TEXT, isOwn);
      const changed = await this.open(this.owner, this.change(file, form), key);
      this.report.expect(`${asked}, its key changed, by it`, ONE_TEXT, changed);
      const another = await this.pack(form, generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
      this.report.expect(`${asked}, of another machine, by it`, ONE_TEXT, await this.open(this.owner, another, key));
      const padding = await this.open(this.owner, file, other);
      const forOther = `cannot be used: the key does not permit this operation: ${words}`;
      this.report.expect(`${asked}, by a key for the other form`, forOther, padding);
      const none = 'cannot be used: Parsec has no such key for this user, who has "app-key"';
      this.report.expect(`${asked}, by another client`, none, await this.open(this.stranger, file, key));
    }
  }

  /** Checks the machine's own key, which the script of `secure-edge gateway packages` creates. */
  public async commissions(root: Client): Promise<void> {
    const script = join(this.folder, 'commission');
    writeFileSync(script, secureEdge(this.folder, 'gateway', 'packages', MACHINE, '--key', 'parsec:packages'));
    const check = (): string => said(root.user.run(['sh', script, '--check']));
    this.report.expect(
      'a script of secure-edge gateway packages --key parsec:packages',
      'exit 0',
      this.runs(root, script),
    );
    this.report.expect('the same with --check', 'exit 0: all is as wanted', check());
    const publicKey = createPublicKey(readFileSync(`/etc/secure-edge/packages/${MACHINE}.pub.pem`));
    const file = await this.pack(AppPackageForm.SEALED, publicKey);
    this.report.expect('a package that is sealed for it, by root', TEXT, await this.open(root, file, 'packages'));
  }

  private runs(root: Client, script: string): string {
    const { code, stdout, stderr } = root.user.run(['sh', script]);
    return code === 0 ? 'exit 0' : `exit ${code}: ${stdout}${stderr}`;
  }

  private async pack(form: AppPackageForm, key: KeyObject): Promise<string> {
    const payload = new Payload('payload');
    payload.addFolder(join(this.folder, 'files'));
    const output = join(this.newFolder(), 'package');
    await packPackage({
      output,
      overwrite: false,
      form,
      metadata: packageMetadata('web', '1.0'),
      entries: payload.entries(),
      machines: [{ name: MACHINE, key }],
    });
    return output;
  }

  /** Changes one bit of the wrapped key, which follows the header of its entry. */
  private change(file: string, form: AppPackageForm): string {
    const bytes = readFileSync(file);
    const archive = form === AppPackageForm.SEALED ? bytes : gunzipSync(bytes);
    archive[archive.indexOf(MACHINE) + 600]! ^= 1;
    const changed = join(this.newFolder(), 'package');
    writeFileSync(changed, form === AppPackageForm.SEALED ? archive : gzipSync(archive));
    return changed;
  }

  /** Returns the content of the package's file, or the reason why the package cannot be opened. */
  private async open(client: Client, path: string, key: string): Promise<string> {
    const folder = this.newFolder();
    chownSync(folder, client.user.id, client.user.id);
    // the user, whom Parsec identifies, must be able to read the package
    chownSync(path, client.user.id, client.user.id);
    chownSync(join(path, '..'), client.user.id, client.user.id);
    const output = join(folder, 'out');
    const opener = { machine: MACHINE, key: new ParsecMachineKey(key) };
    try {
      await client.user.during(() => openPackage({ path, limits: {}, opener }, new UnpackTarget(output)));
      return readFileSync(join(output, 'data'), 'utf8');
    } catch (error) {
      if (existsSync(output)) return 'some files were left';
      return (error as Error).message.replace(/^(package|Parsec key) "[^"]*": /, '');
    }
  }

  private newFolder(): string {
    this.count += 1;
    const folder = join(this.folder, `package-${this.count}`);
    mkdirSync(folder);
    return folder;
  }
}
