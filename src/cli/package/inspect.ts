import { Option, type Command } from 'commander';
import type { ImageInspection } from '../../app-package/payload/image-inspection';
import { inspectPackage, type PackageInspection } from '../../app-package/inspect-package';
import { printable, printableJson, printableLines } from '../../diagnostics/printable';
import { AppPackageForm } from '../../app-package/app-package-form';
import type { PayloadEntry } from '../../app-package/payload/payload-tree';
import { ExitCode } from '../exit-code';
import { addOpenerOptions, limitsOf, openerOf, type OpenerOptions } from './opener-options';
import { addExamples } from '../examples';

interface InspectOptions extends OpenerOptions {
  readonly format: string;
}

const FORMATS: Readonly<Record<string, (inspection: PackageInspection) => string>> = { text: toText, json: toJson };

/** Adds the command `secure-edge package inspect`, which describes a package. */
export function addInspect(group: Command, end: (code: ExitCode) => void): void {
  const command = group
    .command('inspect')
    .description('Describe a package. With the key of a machine, describe the encrypted payload as well.')
    .argument('<file>', 'path of the package')
    .addOption(
      new Option('--format <format>', 'format of the description').choices(Object.keys(FORMATS)).default('text'),
    );
  addExamples(command, ['package inspect app.package --format json', 'describes a package, for programs']);
  addOpenerOptions(command).action(async (file: string, options: InspectOptions) => {
    const inspection = await inspectPackage(file, limitsOf(options), await openerOf(options));
    process.stdout.write(FORMATS[options.format]?.(inspection) ?? '');
    end(ExitCode.DONE);
  });
}

function toJson(inspection: PackageInspection): string {
  const { form, size, name, version, manifest, recipients, signer, boundMachines, payload, entries, images } =
    inspection;
  const document = {
    version: 1,
    form,
    size,
    name,
    appVersion: version,
    manifest: manifest ?? null,
    recipients,
    signer: signer ?? null,
    boundMachines: boundMachines ?? null,
    payload,
    entries:
      entries?.map(({ path, kind, size, mode, link }) => ({
        path,
        kind,
        size,
        mode: octal(mode),
        link: link ?? null,
      })) ?? null,
    images: images ?? null,
  };
  return `${printableJson(document, 2)}\n`;
}

function toText(inspection: PackageInspection): string {
  const { form, size, name, version, recipients, signer, boundMachines, payload, entries, images } = inspection;
  return printableLines(
    [
      `form        ${form}${form === AppPackageForm.SEALED ? '' : ': has no integrity protection'}`,
      `app         ${printable(name)} ${printable(version)}`.trimEnd(),
      `size        ${size} bytes, including a payload of ${payload.size}`,
      `machines    ${form === AppPackageForm.CLEAR ? 'everyone can read it' : recipients.map(printable).join(', ')}`,
      `signed by   ${signer === undefined ? 'nobody: unsigned' : `${signer.fingerprint} (${signer.algorithm})`}`,
      ...(boundMachines === undefined ? [] : ['bound       by the signer to only these machines']),
      ...(entries === undefined ? ['entries     encrypted'] : ['', ...entries.map(entryLine)]),
      ...(images ?? []).flatMap(imageLines),
      '',
    ].join('\n'),
  );
}

function entryLine({ path, kind, size, mode, link }: PayloadEntry): string {
  const to = link === undefined ? '' : ` -> ${printable(link)}`;
  return `${octal(mode)} ${String(size).padStart(12)}  ${kind.padEnd(13)}  ${printable(path)}${to}`;
}

function imageLines({ file, tags, user, findings }: ImageInspection): string[] {
  const runsAs = user === '' ? 'no user' : `user ${printable(user)}`;
  const named = tags.length === 0 ? '' : `, ${tags.map(printable).join(', ')}`;
  return ['', `image ${printable(file)}${named}, ${runsAs}`, ...findings.map((finding) => `  - ${printable(finding)}`)];
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
