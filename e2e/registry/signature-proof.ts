import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spdxDocument } from '../../scripts/images/sbom';
import { command, tryCommand } from '../../scripts/lib/command';
import type { Report } from '../cluster/report';
import { cosign } from './cosign';
import type { LocalRegistry } from './local-registry';
import { lockedImage } from './publication-proof';

const NAME = 'hello-user';
/** Words of a local proof: a registry without TLS, and no entry in the public transparency log. */
const LOCAL = ['--allow-insecure-registry', '--allow-http-registry'];

/** Signs a published image and its bill of materials with a key, and verifies them as a user does. */
export class SignatureProof {
  private readonly image: string;
  private readonly cosign = cosign();

  constructor(
    registry: LocalRegistry,
    private readonly report: Report,
    private readonly folder: string,
  ) {
    this.image = `${registry.address}/edge/${NAME}@${lockedImage(NAME).digest}`;
  }

  public run(): void {
    const { report } = this;
    for (const name of ['release', 'stranger'])
      this.sign('generate-key-pair', '--output-key-prefix', join(this.folder, name));
    const configuration = join(this.folder, 'signing.json');
    // a signing configuration without services: neither a certificate authority nor a log
    writeFileSync(configuration, JSON.stringify({ mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json' }));
    report.expect('verify before it is signed', 'no signature', this.verify('release'));
    const local = ['--signing-config', configuration, '--key', join(this.folder, 'release.key'), ...LOCAL];
    this.sign('sign', '--yes', ...local, this.image);
    report.expect('verify, signed', 'signed', this.verify('release'));
    report.expect('verify by the key of a stranger', 'no signature', this.verify('stranger'));
    const sbom = join(this.folder, 'sbom.json');
    const document = spdxDocument(lockedImage(NAME), { crates: {}, debian: {} }, [], '2026-12-01T00:00:00Z');
    writeFileSync(sbom, JSON.stringify(document));
    this.sign('attest', '--yes', ...local, '--type', 'spdxjson', '--predicate', sbom, this.image);
    report.expect('the bill of materials, verified', `${NAME}-0.1.0`, this.sbomName());
  }

  private verify(key: string): string {
    const { ok } = this.ask(
      'verify',
      '--insecure-ignore-tlog',
      '--key',
      join(this.folder, `${key}.pub`),
      ...LOCAL,
      this.image,
    );
    return ok ? 'signed' : 'no signature';
  }

  private sbomName(): string {
    const { stdout, stderr } = this.ask(
      'verify-attestation',
      '--insecure-ignore-tlog',
      '--type',
      'spdxjson',
      '--key',
      join(this.folder, 'release.pub'),
      ...LOCAL,
      this.image,
    );
    try {
      const { payload } = JSON.parse(stdout) as { readonly payload: string };
      const statement = JSON.parse(Buffer.from(payload, 'base64').toString()) as {
        readonly predicate: { readonly name: string };
      };
      return statement.predicate.name;
    } catch {
      return stderr.trim();
    }
  }

  /** The key pairs exist only during the proof. Their empty password is never a word of the command. */
  private sign(...words: string[]): string {
    return command(this.cosign, words, { env: { COSIGN_PASSWORD: '' } });
  }

  private ask(...words: string[]): ReturnType<typeof tryCommand> {
    return tryCommand(this.cosign, words, { env: { COSIGN_PASSWORD: '' } });
  }
}
